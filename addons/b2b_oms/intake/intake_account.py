from odoo import models


class IntakeAccount(models.AbstractModel):
    """Whose document it is. Adopted by ``b2b.intake``."""

    _name = "b2b.intake.account"
    _description = "Account of a received document"

    def _find_account(self, document):
        """The account that sent the document; empty when a person must say (the intake then waits)."""
        if self.mail_id and (doubt := self.mail_id._doubt()):
            return self._wait_for_account("unproven_sender", doubt)
        named = self._account_by_reference(document.account)
        if self.account_id and (not document.account or named == self.account_id):
            account = self.account_id
        elif self.account_id:
            return self._wait_for_account(
                "account_mismatch",
                self.env._(
                    "The document is from account “%(named)s”, but was handed in for %(given)s.",
                    named=document.account[:80],
                    given=self.account_id.display_name,
                ),
            )
        elif len(named) == 1:
            account = named
        elif document.account:
            return self._wait_for_account(
                "unknown_account",
                self.env._("“%(named)s” is not one of our accounts.", named=document.account[:80]),
            )
        else:
            return self._wait_for_account(
                "unknown_account", self.env._("The document does not say which account sent it.")
            )
        if not account.active:
            return self._wait_for_account(
                "archived_account",
                self.env._("%(account)s is archived.", account=account.display_name),
            )
        return account

    def _wait_for_account(self, code, reason):
        self._end("waiting", code, reason)
        return self.env["res.partner"]

    def _account_by_reference(self, reference):
        """Accounts with this account number, else with exactly this name; archived ones too."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        if not reference:
            return Partner
        scope = [("parent_id", "=", False), ("company_id", "in", (False, self.company_id.id))]
        return Partner.search([*scope, ("ref", "=", reference)]) or Partner.search(
            [*scope, ("name", "=ilike", reference.replace("%", r"\%").replace("_", r"\_"))]
        )
