from odoo import api, models


class ShipToLookup(models.AbstractModel):
    """The account's delivery address a document means."""

    _name = "b2b.ship.to.lookup"
    _description = "Ship-to look-up"

    @api.model
    def _match(self, text, account):
        """The address of the account with this reference, name or city; empty when not exactly one.

        :param text: as the buyer wrote it; channels of ours write ``id:`` and our number
        :param account: ``res.partner``; it and its children are the candidates
        """
        wanted = " ".join(text.lower().split())
        candidates = account | account.child_ids.filtered(
            lambda child: child.type in ("delivery", "other")
        )
        if wanted.startswith("id:"):
            return candidates.filtered(lambda address: wanted == f"id:{address.id}")
        for field in ("ref", "name", "city", "zip"):
            found = candidates.filtered(
                lambda address, field=field: (address[field] or "").strip().lower() == wanted
            )
            if len(found) == 1:
                return found
        return account.browse()
