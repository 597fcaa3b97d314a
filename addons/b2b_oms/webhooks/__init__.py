from . import announcer
