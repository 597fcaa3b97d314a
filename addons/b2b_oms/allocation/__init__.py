from . import order_allocation
from . import line_allocation
from . import line_closing
from . import pick_list
from . import order_shortage
from . import picking_shortage
from . import promise_watch
from . import stock_claim
