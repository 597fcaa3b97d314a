"""Who is at the other end of a portal page."""

from typing import Any, NamedTuple


class Buyer(NamedTuple):
    """One login acting for one account.

    ``account`` and ``member`` are sudo records (``res.partner`` in the company of the login;
    ``b2b.account.member``, empty for a login without a role of its own). Everything a page shows
    or does starts from ``account``; nothing a browser sends widens it. ``visit`` is set while they
    shop for a system of their own (``b2b.outside.shopping``).
    """

    user: Any
    account: Any
    company: Any
    member: Any
    rights: frozenset
    visit: Any = None

    def may(self, right):
        """Whether the role allows it; the rights are listed in ``roles.py``."""
        return right in self.rights

    @property
    def ship_tos(self):
        """Addresses this login may order to: ``res.partner``, sudo."""
        if self.member.ship_to_ids:
            return self.member.ship_to_ids
        family = self.account.child_ids.filtered(
            lambda one: one.active and one.type == "delivery" and not one.b2b_no_delivery
        )
        return self.account + family
