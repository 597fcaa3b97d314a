from . import inbound
from . import decoder
from . import decoder_json
from . import product_lookup
from . import ship_to_lookup
from . import order_mapper
from . import dry_run
