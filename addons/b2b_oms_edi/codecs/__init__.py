from . import flat
from . import letter
from . import registry
from . import cxml
from . import ubl
