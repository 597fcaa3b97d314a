from . import promise_nothing_lost
