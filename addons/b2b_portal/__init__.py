from . import controllers
from . import shop
from . import models
