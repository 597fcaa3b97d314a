from . import read
from . import in_pdf
