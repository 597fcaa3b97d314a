from . import columns
from . import decode
