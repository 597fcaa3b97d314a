from . import as2
from . import errors
from . import transport
from . import transport_folder
from . import transport_sftp
from . import transport_http
from . import transport_as2
from . import transport_by_hand
