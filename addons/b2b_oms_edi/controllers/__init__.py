from . import edi_as2
from . import edi_http
from . import punch_out
