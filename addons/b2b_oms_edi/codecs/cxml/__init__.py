from . import confirmation
from . import credentials
from . import invoice
from . import punch_out
from . import read
from . import response
from . import ship_notice
