from . import fed
from . import fed_models
