from . import follow
