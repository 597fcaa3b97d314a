from . import cart
from . import catalogue
from . import home
from . import lists
from . import quick_order
