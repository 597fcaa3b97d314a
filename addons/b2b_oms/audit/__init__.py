from . import audit
from . import promise_no_oversell
from . import promise_nothing_lost
from . import promise_billed
from . import promise_price
from . import promise_quantities
from . import promise_same_answer
from . import promise_ledger
