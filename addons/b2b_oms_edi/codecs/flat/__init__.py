from . import columns
from . import decode
from . import layout
