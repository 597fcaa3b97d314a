from . import section_exchanges
