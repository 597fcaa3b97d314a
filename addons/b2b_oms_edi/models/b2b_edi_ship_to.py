from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EdiShipTo(models.Model):
    """The code by which an account names one of its addresses: a store number, a GLN."""

    _name = "b2b.edi.ship.to"
    _description = "Address in an account's words"
    _order = "account_id, code"
    _rec_name = "code"

    account_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("parent_id", "=", False)],
    )
    code = fields.Char(string="Their Code", required=True)
    address_id = fields.Many2one("res.partner", string="Our Address", required=True)

    _account_code_uniq = models.UniqueIndex(
        "(account_id, upper(code))", "This code of the account is known already."
    )

    @api.constrains("account_id", "address_id")
    def _check_owner(self):
        for row in self:
            if row.address_id.commercial_partner_id != row.account_id:
                raise ValidationError(
                    self.env._(
                        "%(address)s is no address of %(account)s.",
                        address=row.address_id.display_name,
                        account=row.account_id.display_name,
                    )
                )

    @api.model
    def _find(self, code, account):
        """The address the account means; empty when nobody told us."""
        code = code.strip().replace("%", r"\%").replace("_", r"\_")
        row = self.search([("account_id", "=", account.id), ("code", "=ilike", code)], limit=1)
        return row.address_id.filtered("active")

    @api.model
    def _code_of(self, address, account):
        """The account's own code of an address, for what we send; empty when it has none."""
        return self.search(
            [("account_id", "=", account.id), ("address_id", "=", address.id)], limit=1
        ).code
