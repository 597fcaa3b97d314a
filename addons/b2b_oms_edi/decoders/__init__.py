from . import decoder_flat
from . import decoder_hybrid
from . import decoder_letter
