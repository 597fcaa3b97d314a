from . import cart_submission
