"""Who sends a cXML document to whom, and the secret that proves it."""

import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Credential:
    """An identity in a domain ("NetworkId", "DUNS"). The secret shows in no text of ours."""

    domain: str
    identity: str
    secret: str = field(default="", repr=False)

    def matches(self, domain, identity):
        """Whether this is that identity; domains are compared without case, as buyers mix them."""
        return self.domain.lower() == domain.lower() and self.identity == identity

    def proves(self, secret):
        """Whether the secret is the agreed one, in a time that does not tell how much of it is."""
        return bool(secret) and hmac.compare_digest(self.secret.encode(), secret.encode())


@dataclass(frozen=True)
class Header:
    """From, To and Sender of a document; the secret is in ``sender``."""

    origin: Credential
    receiver: Credential
    sender: Credential
    user_agent: str = ""
