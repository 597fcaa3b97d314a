from . import flat
from . import letter
from . import registry
from . import cxml
from . import ubl
from . import order_x
from . import xml_in_pdf
