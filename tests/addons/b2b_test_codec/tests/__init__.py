from . import test_decoder_till
