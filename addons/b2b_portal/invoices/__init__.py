from . import standing
from . import claims
