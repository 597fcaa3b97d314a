from . import cart_form
from . import cart_list
from . import cart_review
from . import cart_stock
from . import cart_submission
from . import catalogue
from . import offer
from . import quick_order
