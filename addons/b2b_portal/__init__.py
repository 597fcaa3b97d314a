from . import orders
from . import invoices
from . import models
from . import controllers
