from . import timeline
from . import shipments
from . import backorders
from . import wishes
from . import reorder
