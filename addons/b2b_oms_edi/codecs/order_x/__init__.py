from . import read
