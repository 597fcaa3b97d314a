from . import order_check
from . import check_document
from . import check_duplicate
from . import check_margin
from . import check_minimum_order
from . import check_price
from . import check_quantity
from . import check_unknown_product
