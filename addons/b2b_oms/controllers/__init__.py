from . import approval
from . import price_sheet
