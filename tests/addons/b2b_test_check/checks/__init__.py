from . import check_friday
