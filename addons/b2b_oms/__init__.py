from . import documents
from . import flow
from . import checks
from . import intake
from . import audit
from . import models
from . import wizards
from . import demo
