from . import announcer
from . import outward
