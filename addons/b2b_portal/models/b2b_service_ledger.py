from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.b2b_oms.performance.service_ledger import Part


def returns_part(account=None):
    """What was asked back in a month, and how much of it has no answer or is not here yet."""
    select = SQL(
        """
        SELECT request.company_id, request.account_id,
               DATE_TRUNC('month', request.create_date)::date AS month, COUNT(*) AS returns,
               COUNT(*) FILTER (WHERE request.state = 'requested' OR coming.id IS NOT NULL)
                 AS open_returns
          FROM b2b_return_request request
          LEFT JOIN (
            SELECT DISTINCT rel.request_id AS id
              FROM b2b_return_picking_rel rel
              JOIN stock_picking p ON p.id = rel.picking_id
             WHERE p.state NOT IN ('done', 'cancel')
          ) coming ON coming.id = request.id AND request.state = 'approved'
         WHERE request.account_id IS NOT NULL%s
         GROUP BY request.company_id, request.account_id, DATE_TRUNC('month', request.create_date)
        """,
        SQL(" AND request.account_id = %s", account) if account else SQL(),
    )
    return Part("returned", select, ("returns", "open_returns"))


class ServiceLedger(models.Model):
    _inherit = "b2b.service.ledger"

    _depends = {
        "b2b.return.request": ["account_id", "company_id", "picking_ids", "state"],
        "stock.picking": ["state"],
    }

    returns = fields.Integer(readonly=True, help="Asked for in the month.")
    open_returns = fields.Integer(
        readonly=True, help="Of these, without an answer or on their way still."
    )

    @api.model
    def _parts(self, account=None):
        return [*super()._parts(account), returns_part(account)]
