from . import way_edi
from . import move_send
