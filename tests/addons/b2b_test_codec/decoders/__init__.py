from . import decoder_till
