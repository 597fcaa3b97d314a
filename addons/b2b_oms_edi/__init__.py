from . import documents
from . import codecs
from . import decoders
from . import models
from . import transports
