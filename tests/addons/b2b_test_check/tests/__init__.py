from . import test_check_friday
