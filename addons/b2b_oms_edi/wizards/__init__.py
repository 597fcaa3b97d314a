from . import b2b_edi_correction
from . import b2b_edi_explain
from . import b2b_edi_setup
