import base64
from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..documents import price_list
from ..documents.problems import Undecodable

CHUNK = 5000


class PriceImport(models.Model):
    """New prices for a list, from a file: looked at first, then active from a day, all or nothing.

    Nothing of the list is overwritten: its old rules end when the new ones begin, so the change
    can be taken back.
    """

    _name = "b2b.price.import"
    _description = "Price list import"
    _order = "id desc"
    _inherit = ["mail.thread"]

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    pricelist_id = fields.Many2one(
        "product.pricelist", string="Price List", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="pricelist_id.currency_id")
    filename = fields.Char()
    content = fields.Binary(string="File", required=True, attachment=True)
    date = fields.Date(string="Active From", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("draft", "File"),
            ("refused", "Refused"),
            ("checked", "Checked"),
            ("active", "Active"),
            ("taken_back", "Taken Back"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
    )
    problem = fields.Text(readonly=True, help="Why nothing of the file was taken.")
    progress = fields.Float(readonly=True, help="Per cent of the rows read.")
    line_ids = fields.One2many("b2b.price.import.line", "import_id", readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    changed_count = fields.Integer(string="Prices That Change", readonly=True)
    account_count = fields.Integer(string="Accounts Touched", readonly=True)
    order_count = fields.Integer(string="Open Orders Touched", readonly=True)
    amount_change = fields.Monetary(
        string="Change on Open Orders",
        readonly=True,
        help="Of quotations and orders not yet released, at the new prices.",
    )
    new_rule_ids = fields.Many2many(
        "product.pricelist.item", "b2b_price_import_new_rel", readonly=True
    )
    old_rule_ids = fields.Many2many(
        "product.pricelist.item", "b2b_price_import_old_rel", readonly=True
    )

    @api.depends("filename", "pricelist_id.name")
    def _compute_name(self):
        for one in self:
            one.name = " · ".join(filter(None, (one.pricelist_id.name, one.filename)))

    old_ends = fields.Json(readonly=True, help="When the old rules were to end, by their ids.")

    # === DRY RUN === #

    def action_check(self):
        """Read the file and show what it would change. Nothing counts yet."""
        self.ensure_one()
        if self.state not in ("draft", "refused", "checked"):
            raise UserError(self.env._("These prices are active already."))
        self.line_ids.unlink()
        try:
            rows, problems = price_list.read(base64.b64decode(self.content or b""))
        except Undecodable as error:
            return self._refuse([error.problem.text])
        products = self._products({row.sku for row in rows} - {""})
        problems = [problem.text for problem in problems]
        problems += [
            self.env._("%(row)s: “%(sku)s” is no SKU of ours.", row=row.where, sku=row.sku[:60])
            for row in rows
            if row.sku and len(products.get(row.sku.lower(), ())) != 1
        ]
        if problems:
            return self._refuse(problems)
        self._make_lines(rows, products)
        self.write({"state": "checked", "problem": False, "row_count": len(rows)})
        self._measure()
        return True

    def _refuse(self, problems):
        """All or nothing: one bad row, and none is taken."""
        shown = problems[:50]
        if len(problems) > len(shown):
            shown.append(self.env._("… and %(count)s more.", count=len(problems) - len(shown)))
        self.write({"state": "refused", "problem": "\n".join(shown), "row_count": 0})
        return True

    def _products(self, skus):
        """{sku: products} in one query."""
        spellings = {spelling for sku in skus for spelling in (sku, sku.upper(), sku.lower())}
        found = self.env["product.product"].search(
            [
                ("default_code", "in", list(spellings)),
                ("company_id", "in", (False, self.company_id.id)),
            ]
        )
        return found.grouped(lambda product: product.default_code.lower())

    def _make_lines(self, rows, products):
        now = self._moment()
        old = self._old_prices(self.env["product.product"].union(*products.values()), now)
        for start in range(0, len(rows), CHUNK):
            values = []
            for row in rows[start : start + CHUNK]:
                product = products[row.sku.lower()]
                before = old(product, float(row.min_quantity))
                values.append(
                    {
                        "import_id": self.id,
                        "product_id": product.id,
                        "min_quantity": float(row.min_quantity),
                        "old_price": before,
                        "new_price": float(row.price),
                    }
                )
            self.env["b2b.price.import.line"].create(values)
            self.progress = 100 * min(start + CHUNK, len(rows)) / len(rows)

    def _old_prices(self, products, moment):
        """A function (product, quantity) → the list's price at a moment, from rules read once."""
        rules = self.pricelist_id._get_applicable_rules(products, moment)
        by_variant = rules.filtered("product_id").grouped("product_id")
        others = rules.filtered(lambda rule: not rule.product_id)
        by_template = others.filtered("product_tmpl_id").grouped("product_tmpl_id")
        general = others.filtered(lambda rule: not rule.product_tmpl_id)
        none = rules.browse()

        def price(product, quantity):
            candidates = (
                *by_variant.get(product, none),
                *by_template.get(product.product_tmpl_id, none),
                *general,
            )
            fitting = (rule for rule in candidates if rule._is_applicable_for(product, quantity))
            rule = next(fitting, none)
            terms = {"uom": product.uom_id, "date": moment, "currency": self.currency_id}
            return rule._compute_price(product, quantity or 1.0, **terms)

        return price

    def _measure(self):
        """How much of the business the change touches."""
        changed = self.line_ids.filtered("is_changed")
        accounts = self._accounts()
        lines = self.env["sale.order.line"].search(
            [
                ("order_id.b2b_account_id", "in", accounts.ids),
                ("order_id.pricelist_id", "=", self.pricelist_id.id),
                ("order_id.b2b_state", "in", ("received", "held")),
                ("product_id", "in", changed.product_id.ids),
            ]
        )
        best = {}
        for change in changed.sorted("min_quantity"):
            best.setdefault(change.product_id, []).append(change)
        total, orders = 0.0, self.env["sale.order"]
        for line in lines:
            reached = [c for c in best[line.product_id] if c.min_quantity <= line.product_uom_qty]
            if reached and not line.b2b_price_pinned and line.b2b_price_source != "agreement":
                new = line.product_id.uom_id._compute_price(
                    reached[-1].new_price, line.product_uom_id
                )
                total += (new - line._b2b_effective_price()) * line.product_uom_qty
                orders |= line.order_id
        self.write(
            {
                "changed_count": len(changed),
                "account_count": len(accounts),
                "order_count": len(orders),
                "amount_change": total,
            }
        )

    def _accounts(self):
        """Accounts that buy by this list: their own, or their tier's."""
        Partner = self.env["res.partner"].with_company(self.company_id)
        tiers = self.env["b2b.account.tier"].search([("pricelist_id", "=", self.pricelist_id.id)])
        candidates = Partner.search(
            [
                ("parent_id", "=", False),
                "|",
                ("b2b_tier_id", "in", tiers.ids),
                ("specific_property_product_pricelist", "=", self.pricelist_id.id),
            ]
        )
        return candidates.filtered(
            lambda partner: partner.property_product_pricelist == self.pricelist_id
        )

    # === ACTIVATION === #

    def _moment(self):
        """The beginning of the day, as rules of price lists are dated."""
        return datetime.combine(self.date, time.min)

    def action_activate(self):
        """The new rules count from the day on; the old ones for the same goods end before it."""
        self.ensure_one()
        if self.state != "checked":
            raise UserError(self.env._("Check the file first."))
        moment = self._moment()
        products = self.line_ids.product_id
        old = self.pricelist_id.item_ids.filtered(
            lambda rule: (
                (
                    rule.product_id in products
                    or (not rule.product_id and rule.product_tmpl_id in products.product_tmpl_id)
                )
                and (not rule.date_end or rule.date_end >= moment)
            )
        )
        ends = {str(rule.id): fields.Datetime.to_string(rule.date_end) or None for rule in old}
        old.write({"date_end": fields.Datetime.subtract(moment, seconds=1)})
        new = self.env["product.pricelist.item"]
        for start in range(0, len(self.line_ids), CHUNK):
            new |= new.create([line._rule(moment) for line in self.line_ids[start : start + CHUNK]])
        self.write(
            {
                "state": "active",
                "new_rule_ids": [Command.set(new.ids)],
                "old_rule_ids": [Command.set(old.ids)],
                "old_ends": ends,
            }
        )
        return True

    def action_take_back(self):
        """As if it had never been: the new rules go, the old ones go on."""
        self.ensure_one()
        if self.state != "active":
            raise UserError(self.env._("Only active prices can be taken back."))
        self.new_rule_ids.unlink()
        for rule in self.old_rule_ids:
            rule.date_end = (self.old_ends or {}).get(str(rule.id)) or False
        self.state = "taken_back"
        return True


class PriceImportLine(models.Model):
    """One price of an import: before and after."""

    _name = "b2b.price.import.line"
    _description = "Imported price"
    _order = "change desc, id"

    import_id = fields.Many2one("b2b.price.import", required=True, ondelete="cascade", index=True)
    currency_id = fields.Many2one(related="import_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    min_quantity = fields.Float(string="From Quantity", digits="Product Unit")
    old_price = fields.Float(min_display_digits="Product Price")
    new_price = fields.Float(min_display_digits="Product Price")
    change = fields.Float(string="Change %", compute="_compute_change", store=True)
    is_changed = fields.Boolean(compute="_compute_change", store=True)

    @api.depends("old_price", "new_price")
    def _compute_change(self):
        for line in self:
            line.is_changed = abs(line.new_price - line.old_price) > 1e-6
            line.change = (
                100 * (line.new_price - line.old_price) / line.old_price if line.old_price else 0.0
            )

    def _rule(self, moment):
        """Values of the list's rule."""
        self.ensure_one()
        return {
            "pricelist_id": self.import_id.pricelist_id.id,
            "applied_on": "0_product_variant",
            "product_id": self.product_id.id,
            "product_tmpl_id": self.product_id.product_tmpl_id.id,
            "min_quantity": self.min_quantity,
            "compute_price": "fixed",
            "fixed_price": self.new_price,
            "date_start": moment,
        }
