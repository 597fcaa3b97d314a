from . import b2b_account_member
from . import b2b_cart
from . import b2b_cart_line
from . import product_category
from . import product_product
from . import sale_order
