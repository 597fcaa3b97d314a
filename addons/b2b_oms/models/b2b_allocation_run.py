import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ..allocation.fair_share import distribute
from ..const import FAIR_SHARES

_logger = logging.getLogger(__name__)

# So many waiting lines are served in the transaction of the receipt; more in the background.
AT_ONCE = 50
CHUNK = 100


class AllocationRun(models.Model):
    """Stock came free: who waits for it gets it, by rank and age. Simulated first, or at once."""

    _name = "b2b.allocation.run"
    _description = "Allocation run"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    warehouse_id = fields.Many2one("stock.warehouse", help="Empty: every warehouse.")
    product_ids = fields.Many2many("product.product", help="Empty: everything somebody waits for.")
    method = fields.Selection(
        FAIR_SHARES,
        required=True,
        default=lambda self: self.env.company.b2b_fair_share,
        help="How those of one rank share what is not enough for all.",
    )
    state = fields.Selection(
        [("simulated", "Simulated"), ("done", "Done")], required=True, default="simulated"
    )
    line_ids = fields.One2many("b2b.allocation.run.line", "run_id")
    done_count = fields.Integer(readonly=True)

    @api.depends("create_date", "state")
    def _compute_name(self):
        for run in self:
            day = fields.Datetime.context_timestamp(run, run.create_date or fields.Datetime.now())
            run.name = self.env._("Allocation %(moment)s", moment=day.strftime("%Y-%m-%d %H:%M"))

    # === BY A PERSON === #

    def action_simulate(self):
        """Who would get what, if it were done now."""
        self.ensure_one()
        self.line_ids.unlink()
        waiting = self._waiting()
        grants = self._grants(waiting)
        self.env["b2b.allocation.run.line"].create(
            [
                {
                    "run_id": self.id,
                    "allocation_id": allocation.id,
                    "waiting": allocation.waiting_quantity,
                    "granted": grants.get(allocation, 0.0),
                }
                for allocation in waiting
            ]
        )
        self.state = "simulated"
        return True

    def action_commit(self):
        """Give out the stock as it is now; who got it meanwhile is not asked to give it back."""
        self.ensure_one()
        if self.state == "done":
            raise UserError(self.env._("This run was carried out already. Make a new one."))
        waiting = self._waiting()
        self.done_count = len(self._serve(waiting))
        self.state = "done"
        return True

    def _waiting(self):
        domain = [("company_id", "=", self.company_id.id)]
        if self.warehouse_id:
            domain.append(("warehouse_id", "=", self.warehouse_id.id))
        if self.product_ids:
            domain.append(("product_id", "in", self.product_ids.ids))
        return self.env["b2b.allocation"]._waiting(domain)

    # === SHARING OUT === #

    def _grants(self, waiting):
        """{allocation: quantity it may have now}, from the stock that nothing is promised from."""
        method = self.method or self.env.company.b2b_fair_share or "first_come"
        free = self._free(waiting)
        grants = {}
        for key, of_product in waiting._by_stock().items():
            shares = distribute(free.get(key, 0.0), of_product._claims(), method)
            grants |= {a: quantity for a, quantity in shares.items() if quantity > 0}
        return grants

    @api.model
    def _free(self, waiting):
        """{(product id, warehouse id): on hand and not reserved}; safety stock serves who was promised."""
        scope = waiting.product_id, waiting.warehouse_id
        free = self.env["b2b.availability"]._free(*scope) if waiting else {}
        for key, quantity in self.env["b2b.soft.reservation"]._blocked(*scope).items():
            free[key] = free.get(key, 0.0) - quantity
        return free

    def _serve(self, waiting):
        """Reserve what the shares are. Returns the allocations that got something."""
        grants = self._grants(waiting)
        served = self.env["b2b.allocation"].concat(*grants)
        whole = served.filtered(lambda a: grants[a] >= a.waiting_quantity)
        whole.sorted(lambda a: a._rank_and_age())._reserve_whole()
        for allocation in (served - whole).sorted(lambda a: a._rank_and_age()):
            allocation._reserve(grants[allocation])
        served._log_served()
        return served

    # === BY ITSELF === #

    @api.model
    def _arrived(self, products, warehouses):
        """Stock came free for these. A few who wait are served at once, many in the background."""
        waiting = self._who_waits(products, warehouses)
        if len(waiting) > AT_ONCE:
            self._later()
        elif waiting:
            self._serve_by_company(waiting)

    @api.model
    def _who_waits(self, products, warehouses, limit=None):
        return self.env["b2b.allocation"]._waiting(
            [("product_id", "in", products.ids), ("warehouse_id", "in", warehouses.ids)], limit
        )

    @api.model
    def _later(self):
        """Within seconds, in a transaction of its own."""
        self.env.ref("b2b_oms.cron_allocate").sudo()._trigger()

    @api.model
    def _serve_by_company(self, waiting):
        for company, of_company in waiting.grouped("company_id").items():
            run = self.sudo().with_company(company).new({"company_id": company.id})
            run._serve(of_company)

    @api.model
    def _cron_allocate(self):
        """Everything that could be served now, a chunk a transaction, product by product."""
        keys = self._servable()
        self.env["ir.cron"]._commit_progress(remaining=len(keys))
        while keys:
            chunk, keys = keys[:CHUNK], keys[CHUNK:]
            try:
                self._serve_keys(chunk)
            except (OperationalError, ConcurrencyError):
                self.env.cr.rollback()  # somebody confirms the same products; the next run is soon
                self._later()
            except UserError as error:
                self.env.cr.rollback()
                _logger.warning("Stock could not be handed on: %s", error)
            if not self.env["ir.cron"]._commit_progress(processed=len(chunk)):
                break

    @api.model
    def _servable(self):
        """Sorted pairs of product and warehouse ids for which somebody waits and something is free."""
        waiting = self.env["b2b.allocation"]._waiting()
        free = self._free(waiting)
        return sorted(key for key in waiting._by_stock() if free.get(key, 0.0) > 0)

    @api.model
    def _serve_keys(self, keys):
        products = self.env["product.product"].browse({product for product, _w in keys})
        warehouses = self.env["stock.warehouse"].browse({warehouse for _p, warehouse in keys})
        by_stock = self._who_waits(products, warehouses)._by_stock()
        nobody = self.env["b2b.allocation"]
        self._serve_by_company(nobody.union(*(by_stock.get(key, nobody) for key in keys)))


class AllocationRunLine(models.Model):
    """What one backorder would get."""

    _name = "b2b.allocation.run.line"
    _description = "Line of an allocation run"
    _order = "product_id, granted desc, id"

    run_id = fields.Many2one("b2b.allocation.run", required=True, ondelete="cascade", index=True)
    allocation_id = fields.Many2one("b2b.allocation", required=True, ondelete="cascade")
    order_id = fields.Many2one(related="allocation_id.order_id")
    account_id = fields.Many2one(related="allocation_id.account_id")
    product_id = fields.Many2one(related="allocation_id.product_id", store=True)
    warehouse_id = fields.Many2one(related="allocation_id.warehouse_id")
    promised_date = fields.Date(related="allocation_id.promised_date")
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    waiting = fields.Float(string="Waits For", digits="Product Unit")
    granted = fields.Float(string="Would Get", digits="Product Unit")
