from . import columns
from . import decode
from . import reader
from . import values
