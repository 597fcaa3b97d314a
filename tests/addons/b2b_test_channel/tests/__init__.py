from . import test_channel_kiosk
