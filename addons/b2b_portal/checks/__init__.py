from . import check_buyer_limit
