"""What can go wrong on the way: worth another try, or not before a person changed something."""


class TransportError(Exception):
    """The other side cannot be reached now; later it may be."""


class PermanentError(TransportError):
    """Trying again is no use: a key, a path or a password is wrong."""
