from . import availability
from . import routing_strategy
from . import strategy_nearest
from . import strategy_stock_first
from . import strategy_preference
from . import strategy_cost
from . import routing_plan
