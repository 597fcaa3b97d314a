from . import people
from . import portal
