from . import test_codec_flat
from . import test_upload
