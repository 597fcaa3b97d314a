from . import decoder_flat
from . import decoder_letter
