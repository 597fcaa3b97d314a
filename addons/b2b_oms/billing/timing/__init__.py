from . import timing
from . import on_confirmation
from . import on_shipment
from . import on_complete
from . import daily
from . import weekly
from . import semi_monthly
from . import monthly
