from . import locks
from . import order_flow
