from . import decoders
