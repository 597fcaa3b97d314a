from . import despatch_advice
from . import invoice
from . import order_response
from . import read
