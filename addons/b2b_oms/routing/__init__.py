from . import availability
from . import routing_plan
