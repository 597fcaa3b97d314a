from . import problems
from . import purchase_order
