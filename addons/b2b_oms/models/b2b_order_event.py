import json
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import EVENT_KINDS, ORDER_STATES


class OrderEvent(models.Model):
    """One line of the decision ledger: what was decided, by which rule, with which figures.

    Written once, never changed; it goes only with its order.
    """

    _name = "b2b.order.event"
    _description = "Decision ledger"
    _order = "id desc"
    _rec_name = "message"
    _log_access = True

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    account_id = fields.Many2one(related="order_id.b2b_account_id", string="Account")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    kind = fields.Selection(EVENT_KINDS, required=True)
    message = fields.Char(required=True)
    rule = fields.Char(help="Code of the check or rule that decided.")
    figures = fields.Json(help="The figures the decision rests on.")
    alternatives = fields.Json(help="What was considered and lost, with the reasons.")
    not_chosen = fields.Char(compute="_compute_not_chosen", help="What lost, and why.")
    from_state = fields.Selection(ORDER_STATES)
    to_state = fields.Selection(ORDER_STATES)

    @api.depends("alternatives")
    def _compute_not_chosen(self):
        for event in self:
            event.not_chosen = "; ".join(
                f"{lost['name']}: {lost['reason']}" for lost in event.alternatives or ()
            )

    def action_xlsx(self):
        """Download these lines, or all that the list shows, as an Excel file."""
        chosen = self.env.context.get("active_domain") or []
        domain = [("id", "in", self.ids)] if self else chosen
        return {
            "type": "ir.actions.act_url",
            "url": f"/b2b/ledger.xlsx?domain={quote(json.dumps(domain, default=str))}",
            "target": "download",
        }

    @api.model
    def _log(self, entries):
        """Append lines to the ledger.

        :param entries: list of dicts of field values; ``order_id``, ``kind``, ``message`` needed
        """
        return self.sudo().create(entries)

    @api.model
    def _note(self, order, kind, message, rule=False, **figures):
        """Append one line about one order, with the figures it rests on."""
        return self._log(
            [
                {
                    "order_id": order.id,
                    "kind": kind,
                    "rule": rule,
                    "message": message,
                    "figures": figures,
                }
            ]
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("The ledger is only ever added to; its lines cannot be changed.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("The ledger is only ever added to; its lines cannot be deleted.")
        )
