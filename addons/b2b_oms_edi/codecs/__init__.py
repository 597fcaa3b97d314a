from . import flat
from . import registry
