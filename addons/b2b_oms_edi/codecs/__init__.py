from . import flat
from . import cxml
from . import ubl
