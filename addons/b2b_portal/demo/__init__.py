from . import follow
from . import people
from . import portal
from . import shop
