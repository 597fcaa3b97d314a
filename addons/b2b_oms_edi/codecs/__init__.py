from . import flat
from . import ubl
