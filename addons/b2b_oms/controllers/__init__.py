from . import approval
from . import price_sheet
from . import ledger
from . import open_items
from . import api_dispatcher
from . import api
from . import connection
from . import health
