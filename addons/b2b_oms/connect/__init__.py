from . import subject
from . import subject_accounts
from . import subject_prices
from . import subject_stock
from . import subject_orders
from . import subject_shipments
from . import subject_invoices
from . import subject_payments
