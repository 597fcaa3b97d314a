from . import test_codec_flat
from . import test_upload
from . import test_tour_order_desk
