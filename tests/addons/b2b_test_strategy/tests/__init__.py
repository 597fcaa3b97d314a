from . import test_strategy_least_busy
