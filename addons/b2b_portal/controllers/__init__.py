from . import home
from . import invoice_payment
from . import invoices
from . import order_acts
from . import orders
from . import statement
