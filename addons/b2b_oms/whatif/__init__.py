from . import examination
