from . import kind
from . import kind_tiers
from . import kind_accounts
from . import kind_ship_tos
from . import kind_credit_limits
from . import kind_agreements
from . import kind_open_invoices
from . import kind_open_orders
