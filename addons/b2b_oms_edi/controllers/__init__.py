from . import edi_http
