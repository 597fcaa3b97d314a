import ast

from odoo import fields, models


class Mailbox(models.Model):
    """An address orders are mailed to: of a company, or of one account or salesperson of it."""

    _name = "b2b.mailbox"
    _inherit = ["mail.alias.mixin"]
    _description = "Order Mailbox"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    account_id = fields.Many2one(
        "res.partner",
        domain=[("parent_id", "=", False)],
        help="Only this account orders here. Contacts of others wait for a person.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        domain=[("share", "=", False)],
        help="Follows the mails that come to this address.",
    )
    unproven = fields.Selection(
        [("wait", "Wait for a person"), ("accept", "Accept when the address is a contact's")],
        string="Senders Without Proof",
        required=True,
        default="wait",
        help="Anyone can write any address under From. Proof is what your own mail server found.",
    )
    proof_server = fields.Char(
        string="Proof By",
        help="The name your mail server writes into Authentication-Results, for instance "
        "mx.example.com. Its dmarc=pass is proof of the sender; statements of others are not. "
        "The server must take away headers of that name that come from outside.",
    )
    answer = fields.Boolean(
        string="Answer Senders",
        default=True,
        help="Known contacts are told what became of their mail. Others never get an answer.",
    )
    mail_ids = fields.One2many("b2b.received.mail", "mailbox_id", readonly=True)

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("b2b.received.mail")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = defaults | {"mailbox_id": self.id}
        return values
