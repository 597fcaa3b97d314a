from . import account
from . import approvals
from . import colleagues
from . import home
from . import returns
from . import standing
