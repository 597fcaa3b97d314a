from . import strategy_least_busy
