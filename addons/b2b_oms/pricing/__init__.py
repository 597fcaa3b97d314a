from . import price_book
from . import pricing
