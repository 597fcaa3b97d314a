from . import cells
from . import html_cells
from . import pdf_cells
from . import decode
