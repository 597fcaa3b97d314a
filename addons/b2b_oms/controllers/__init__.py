from . import approval
from . import price_sheet
from . import open_items
