from . import point
from . import point_accounts
from . import point_company
from . import point_machine
from . import point_people
from . import point_rules
from . import point_tiers
from . import point_warehouses
