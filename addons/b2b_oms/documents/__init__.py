from . import party
from . import problems
from . import price_list
from . import purchase_order
from . import table
from . import values
