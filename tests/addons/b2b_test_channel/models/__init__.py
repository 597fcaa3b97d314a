from . import b2b_intake
from . import sale_order
