from . import buckets
from . import claim
from . import collected_account
from . import collected_move
from . import account_ledger
from . import letter
from . import reminder_plan
