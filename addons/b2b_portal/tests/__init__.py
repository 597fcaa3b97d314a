from . import test_cart
from . import test_cart_submission
from . import test_catalogue
from . import test_entry
from . import test_portal_access
from . import test_portal_order
from . import test_quick_order
from . import test_tour_shop
