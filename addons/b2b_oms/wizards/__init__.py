from . import b2b_hold_release
from . import b2b_price_explanation
from . import b2b_price_sheet
