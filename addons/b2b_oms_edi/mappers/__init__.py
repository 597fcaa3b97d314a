from . import mapper
from . import order_fields
from . import order_change
from . import map_order_response
from . import refusal
from . import map_despatch_advice
from . import map_invoice
from . import map_catalogue
