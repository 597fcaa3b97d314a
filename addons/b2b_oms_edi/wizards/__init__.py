from . import b2b_edi_correction
