from . import order_allocation
from . import line_allocation
