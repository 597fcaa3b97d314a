from . import locks
from . import order_flow
from . import order_guard
from . import order_stop
from . import order_watch
