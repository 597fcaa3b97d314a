from . import orders
from . import invoices
from . import shop
from . import audit
from . import checks
from . import models
from . import controllers
from . import demo
