from . import syntax
from . import syntax_x12
from . import syntax_edifact
from . import syntax_ubl
from . import syntax_cxml
from . import syntax_flat
