from . import flow
from . import receiving
from . import acknowledging
from . import sending
from . import watching
