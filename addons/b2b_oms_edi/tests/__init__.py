from . import test_as2
from . import test_codec_cxml
from . import test_codec_flat
from . import test_codec_ubl_read
from . import test_codec_ubl_write
from . import test_upload
from . import test_tour_order_desk
