from . import decoder_flat
