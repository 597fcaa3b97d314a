from . import errors
from . import station
from . import cms
from . import mime
from . import receipt_request
from . import message
from . import mdn
