from . import way
from . import way_email
from . import way_portal
from . import way_post
from . import way_notice
from . import move_send
