"""What can go wrong with an AS2 message, each with our code and the words of RFC 4130."""


class As2Error(Exception):
    """``code`` is our stable word; ``disposition`` what an MDN says about it.

    A text never holds what was in the message.
    """

    code = "unexpected_error"
    disposition = "processed/error: unexpected-processing-error"

    def __init__(self, text, code=None):
        super().__init__(text)
        if code:
            self.code = code


class Malformed(As2Error):
    """Not a message of AS2: headers missing, no MIME, no CMS."""

    code = "malformed"


class DecryptionFailed(As2Error):
    """Encrypted for somebody else, or broken on the way."""

    code = "decryption_failed"
    disposition = "processed/error: decryption-failed"


class AuthenticationFailed(As2Error):
    """The signature is of nobody we know, of an expired certificate, or does not fit."""

    code = "authentication_failed"
    disposition = "processed/error: authentication-failed"


class IntegrityFailed(As2Error):
    """Signed by the right one, and changed afterwards."""

    code = "integrity_failed"
    disposition = "processed/error: integrity-check-failed"


class DecompressionFailed(As2Error):
    """Not compressed as it says, or to more than may be unpacked."""

    code = "decompression_failed"
    disposition = "processed/error: decompression-failed"


class InsufficientSecurity(As2Error):
    """Unsigned or unencrypted where the partnership wants it."""

    code = "insufficient_security"
    disposition = "processed/error: insufficient-message-security"


class UnknownPartner(As2Error):
    """AS2-From and AS2-To name no partnership."""

    code = "unknown_partner"
    disposition = "processed/error: unknown-trading-relationship"


class UnsupportedAlgorithm(As2Error):
    """A digest or cipher that is unknown, or too weak to be taken."""

    code = "unsupported_algorithm"
    disposition = "failed/failure: unsupported format"


class UnsupportedMic(UnsupportedAlgorithm):
    """The receipt is wanted with a digest we do not make."""

    code = "unsupported_mic"
    disposition = "failed/failure: unsupported MIC-algorithms"
