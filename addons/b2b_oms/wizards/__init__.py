from . import b2b_approval_answer
from . import b2b_credit_raise
from . import b2b_hold_release
from . import b2b_order_answer
from . import b2b_order_difference
from . import b2b_partial_release
from . import b2b_price_explanation
from . import b2b_price_sheet
