from . import b2b_hold_release
