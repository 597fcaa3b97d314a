from . import flat
from . import registry
from . import cxml
from . import ubl
