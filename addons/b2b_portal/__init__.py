from . import controllers
from . import demo
from . import shop
from . import models
