from . import edi_as2
from . import edi_http
