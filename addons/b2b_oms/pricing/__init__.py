from . import price_book
from . import pricing
from . import order_pricing
from . import order_freight
from . import order_adjustments
