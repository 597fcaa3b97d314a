from . import b2b_edi_correction
from . import b2b_edi_explain
from . import b2b_edi_setup
from . import b2b_intake_review
