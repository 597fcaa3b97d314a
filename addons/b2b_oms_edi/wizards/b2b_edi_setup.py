from odoo import api, fields, models
from odoo.exceptions import UserError

STEPS = [("who", "Who"), ("way", "The Way"), ("agreed", "What Was Agreed")]
# What is filled in for each syntax.
USUAL = {
    "x12": {"their_qualifier": "ZZ", "our_qualifier": "ZZ", "version": "004010"},
    "edifact": {"their_qualifier": "14", "our_qualifier": "14", "version": "D:96A:UN:EAN008"},
    "ubl": {"their_qualifier": "0088", "our_qualifier": "0088", "version": False},
    "cxml": {"their_qualifier": "NetworkId", "our_qualifier": "NetworkId", "version": False},
    "flat": {"their_qualifier": False, "our_qualifier": False, "version": False},
}
COPIED = (
    "account_id", "syntax", "their_qualifier", "their_id", "our_qualifier", "our_id", "version", "layout_id",
    "transport", "folder_in", "folder_out", "sftp_host", "sftp_user", "sftp_host_key", "http_url",
    "acknowledge", "unknown_item", "sends_response", "sends_despatch", "sends_invoice",
)  # fmt: skip


class EdiSetup(models.TransientModel):
    """A trading partner in three steps; it begins in test, with a first document sent from its form."""

    _name = "b2b.edi.setup"
    _description = "New trading partner"

    step = fields.Selection(STEPS, default="who", required=True)
    account_id = fields.Many2one("res.partner", domain=[("parent_id", "=", False)])
    syntax = fields.Selection(
        selection=lambda self: self.env["b2b.edi.partner"]._selection_syntax(), default="x12"
    )
    their_qualifier = fields.Char(compute="_compute_usual", store=True, readonly=False)
    their_id = fields.Char(string="Their ID")
    our_qualifier = fields.Char(compute="_compute_usual", store=True, readonly=False)
    our_id = fields.Char(string="Our ID", compute="_compute_our_id", store=True, readonly=False)
    version = fields.Char(compute="_compute_usual", store=True, readonly=False)
    layout_id = fields.Many2one(
        "b2b.edi.layout", help="Empty: columns are told by their usual names."
    )
    transport = fields.Selection(
        selection=lambda self: self.env["b2b.edi.partner"]._selection_transport(), default="by_hand"
    )
    folder_in = fields.Char(string="Incoming Folder")
    folder_out = fields.Char(string="Outgoing Folder")
    sftp_host = fields.Char(string="Server")
    sftp_user = fields.Char(string="User")
    sftp_host_key = fields.Char(string="Host Key")
    http_url = fields.Char(string="Their Address")
    acknowledge = fields.Selection(
        [("always", "Always"), ("errors", "Only what is wrong"), ("never", "Never")],
        default="always",
    )
    unknown_item = fields.Selection(
        [("hold", "Hold the order"), ("reject", "Reject the line")], default="hold"
    )
    sends_response = fields.Boolean(string="Order Responses", default=True)
    sends_despatch = fields.Boolean(string="Despatch Advices", default=True)
    sends_invoice = fields.Boolean(string="Invoices", default=True)

    @api.depends("syntax")
    def _compute_usual(self):
        for wizard in self:
            wizard.update(USUAL.get(wizard.syntax, {}))

    @api.depends("syntax")
    def _compute_our_id(self):
        """As the other partners of this syntax know us."""
        for wizard in self:
            known = self.env["b2b.edi.partner"].search(
                [("syntax", "=", wizard.syntax), ("company_id", "=", self.env.company.id)], limit=1
            )
            wizard.our_id = known.our_id
            if known:
                wizard.our_qualifier = known.our_qualifier

    def action_next(self):
        """The next step, or the partner after the last.

        :raises UserError: something of this step is missing
        """
        self.ensure_one()
        if self.step == "who" and not (self.account_id and self.their_id and self.our_id):
            raise UserError(self.env._("Choose the account, and enter both identities."))
        order = [key for key, _label in STEPS]
        if self.step == order[-1]:
            return self._make_partner()
        self.step = order[order.index(self.step) + 1]
        return self._again()

    def action_back(self):
        self.ensure_one()
        order = [key for key, _label in STEPS]
        self.step = order[max(order.index(self.step) - 1, 0)]
        return self._again()

    def _again(self):
        return self._get_records_action(
            name=self.env._("New Trading Partner"), target="new", views=[(False, "form")]
        )

    def _make_partner(self):
        vals = self.read(COPIED, load=None)[0]
        vals.pop("id")
        partner = self.env["b2b.edi.partner"].create(
            vals | {"name": self.account_id.name, "is_test": True}
        )
        return partner._get_records_action()
