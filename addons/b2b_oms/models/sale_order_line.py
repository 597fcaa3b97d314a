from odoo import api, fields, models
from odoo.tools import float_compare

from ..const import CLOSING, PRICE_DIGITS, PRICE_SOURCES


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = [
        "sale.order.line",
        "b2b.line.allocation",
        "b2b.line.closing",
        "b2b.line.billing",
        "b2b.line.reading",
        "b2b.internal.fields",
    ]
    _b2b_internal = {"sale_line_warn_msg"}

    b2b_source_code = fields.Char(
        string="Ordered As", copy=False, help="The item as the buyer wrote it."
    )
    b2b_source_unit = fields.Char(
        string="Ordered Unit", copy=False, help="The unit as the buyer wrote it."
    )
    b2b_customer_price = fields.Float(
        string="Buyer's Price",
        digits="Product Price",
        copy=False,
        groups="base.group_user",
        help="The unit price on the buyer's document, kept beside ours.",
    )
    b2b_requested_date = fields.Date(string="Requested Date", copy=False)
    b2b_adjustment = fields.Selection(
        [("volume", "Volume discount"), ("fee", "Small-order fee"), ("freight", "Freight")],
        string="Adjustment",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Made and kept up to date by us, from the value of the goods.",
    )
    b2b_price_pinned = fields.Boolean(
        string="Price Kept",
        copy=False,
        groups="base.group_user",
        help="The price was given, not computed; nothing replaces it but a person.",
    )
    b2b_price_source = fields.Selection(
        PRICE_SOURCES,
        string="Price From",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Where the price of the line came from when the order was last checked.",
    )
    b2b_price_rule_id = fields.Many2one(
        "product.pricelist.item",
        string="Price Rule",
        copy=False,
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )
    b2b_engine_price = fields.Float(
        string="Computed Price",
        min_display_digits="Product Price",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="What the account pays by its agreements and lists, discount included.",
    )
    b2b_price_date = fields.Datetime(
        string="Price Date", copy=False, readonly=True, groups="base.group_user"
    )
    b2b_price_by_rule = fields.Boolean(
        string="Kept by a Rule",
        copy=False,
        groups="base.group_user",
        help="The kept price was decided by a policy, not given by a seller.",
    )
    b2b_price_reason = fields.Char(
        string="Price Reason",
        copy=False,
        groups="base.group_user",
        help="Why a kept price differs from the computed one.",
    )
    b2b_row_problem = fields.Char(
        string="Row Problem",
        copy=False,
        groups="base.group_user",
        help="What could not be read without doubt in this row of the document.",
    )

    @api.model
    def _b2b_correcting_fields(self):
        """Fields by whose change a person settles what was unclear in the row."""
        return {"product_id", "product_uom_qty", "product_uom_id"}

    def write(self, vals):
        if self._b2b_correcting_fields() & vals.keys() and "b2b_row_problem" not in vals:
            unclear = self.filtered("b2b_row_problem")
            if unclear:
                super(SaleOrderLine, unclear).write({"b2b_row_problem": False})
        self._b2b_settle(vals)
        changes = self._b2b_promised_fields() & vals.keys() and not self.env.context.get(CLOSING)
        guarded = self.order_id._b2b_totals() if changes else {}
        result = super().write(vals)
        if "b2b_ship_to_id" in vals:
            self._b2b_addresses_changed()
        if guarded:
            self.env["sale.order"]._b2b_guard_change(guarded, "lines")
        if "product_id" in vals and "product_uom_id" not in vals:
            self.filtered("b2b_source_unit")._b2b_apply_source_unit()
        if self._b2b_priced_fields() & vals.keys():
            self._b2b_forget_price()
            self._b2b_reprice_sisters()
        if {"price_unit", "discount"} & vals.keys() and not self.env.context.get(
            "sale_write_from_compute"
        ):
            self._b2b_pin_given_prices()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse(
            {vals.get("order_id") for vals in vals_list} - {None}
        )
        guarded = orders._b2b_totals()
        lines = super().create(vals_list)
        self.env["sale.order"]._b2b_guard_change(guarded, "lines")
        given = [bool({"price_unit", "discount"} & vals.keys()) for vals in vals_list]
        lines.filtered(lambda line: given[lines.ids.index(line.id)])._b2b_pin_given_prices()
        lines._b2b_reprice_sisters()
        added = lines.filtered(lambda line: line.state == "sale" and line._b2b_is_priced())
        for order, late in added.grouped("order_id").items():
            order._b2b_note_prices(late)
        return lines

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._b2b_reprice()
        return result

    def _b2b_apply_source_unit(self):
        """A person named the product: the buyer's unit counts for it, not the product's own."""
        for line in self:
            unit, problems = self.env["b2b.order.mapper"]._unit(
                line.b2b_source_unit, line.product_id
            )
            line.write({"product_uom_id": unit.id, "b2b_row_problem": " ".join(problems) or False})

    # === PRICE === #

    @api.model
    def _b2b_priced_fields(self):
        """Fields the price rests on."""
        return {"product_id", "product_uom_qty", "product_uom_id"}

    @api.model
    def _b2b_promised_fields(self):
        """Fields whose change on a released order changes what was promised or is owed."""
        return {"product_id", "product_uom_qty", "product_uom_id", "price_unit", "discount",
                "tax_ids"}  # fmt: skip

    def _b2b_is_sellers_price(self):
        """Whether a person gave the price; what the buyer's policy or a split gave is no discount."""
        self.ensure_one()
        line = self.sudo()
        return bool(line.b2b_price_pinned and not line.b2b_price_by_rule and line.b2b_engine_price)

    def _b2b_is_priced(self):
        """Whether our engine prices the line."""
        self.ensure_one()
        return bool(
            self.product_id
            and not self.display_type
            and not self.is_downpayment
            and not self.is_reward_line
            and not self.sudo().b2b_adjustment
            and not self.combo_item_id
            and self.product_type != "combo"
            and self.order_id._b2b_is_managed()
        )

    def _b2b_price_is_fixed(self):
        """Kept by a person, or frozen by the release of the order."""
        self.ensure_one()
        line = self.sudo()
        return bool(
            line.b2b_price_pinned
            or line.b2b_adjustment
            or (line.state == "sale" and line.b2b_price_source)
        )

    def _b2b_reprice_sisters(self):
        """Odoo prices a changed line itself; only orders with more than one line have sisters."""
        self.order_id.filtered(lambda order: len(order.order_line) > 1)._b2b_reprice()

    def _b2b_is_manual(self):
        """Whether a person typed the price on the form; Odoo keeps such prices too."""
        self.ensure_one()
        return self.currency_id.compare_amounts(self.technical_price_unit, self.price_unit) != 0

    def _b2b_take_computed_price(self):
        """Let Odoo's own computation put our rule's price on the line."""
        self.ensure_one()
        self.invalidate_recordset(["pricelist_item_id"])
        self.with_context(force_price_recomputation=True)._compute_price_unit()
        self._compute_discount()

    def _b2b_effective_price(self):
        """Price per unit with the line's discount."""
        self.ensure_one()
        return self.price_unit * (1 - (self.discount or 0.0) / 100)

    def _compute_pricelist_item_id(self):
        """Breaks count the product over all lines of the order, so one call prices them all."""
        ours = self.filtered(lambda line: line._b2b_is_priced())
        result = super(SaleOrderLine, self - ours)._compute_pricelist_item_id()
        for order, lines in ours.grouped("order_id").items():
            frozen = lines.filtered(lambda line: line._b2b_price_is_fixed())
            for line in frozen:
                line.pricelist_item_id = line.sudo().b2b_price_rule_id
            if lines - frozen:
                quotes = order._b2b_quotes(lines)
                for line in lines - frozen:
                    line.pricelist_item_id = quotes[line].rule if line in quotes else False
        return result

    def _compute_price_unit(self):
        free = self.filtered(lambda line: not line._b2b_price_is_fixed())
        return super(SaleOrderLine, free)._compute_price_unit()

    def _compute_discount(self):
        free = self.filtered(lambda line: not line._b2b_price_is_fixed())
        return super(SaleOrderLine, free)._compute_discount()

    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        self._b2b_take_billed_quantity()
        return result

    def _get_order_date(self):
        return self.order_id._b2b_price_moment() or super()._get_order_date()

    def _b2b_forget_price(self):
        """The line changed: what was frozen for another quantity says nothing any more."""
        lines = self.sudo().filtered(lambda line: line.b2b_price_source and line.state != "sale")
        if lines:
            lines.write({"b2b_price_source": False, "b2b_price_rule_id": False})

    def _b2b_pin_given_prices(self):
        """Keep prices that were given and differ from ours; Odoo would replace them silently."""
        for order, lines in self.filtered("product_id").grouped("order_id").items():
            if not order._b2b_is_managed():
                continue
            frozen = lines.filtered(lambda line: line.state == "sale" and line.b2b_price_source)
            computed = {line: line.b2b_engine_price for line in frozen.sudo()}
            if lines - frozen:
                quotes = order._b2b_quotes()
                computed |= {line: quotes[line].price for line in lines - frozen if line in quotes}
            for line, price in computed.items():
                line.sudo()._b2b_pin(line._b2b_differs(price))

    def _b2b_pin(self, differs):
        self.ensure_one()
        if differs == self.b2b_price_pinned:
            return
        reason = self.env._("Given by %(user)s.", user=self.env.user.name)
        self.write(
            {
                "b2b_price_pinned": differs,
                "b2b_price_reason": differs and reason,
                "b2b_price_by_rule": False,
            }
        )
        if differs and self.b2b_price_source:
            self.b2b_price_source = "given"

    def _b2b_keep_price(self, kept):
        """A price that was agreed elsewhere, with its reason; no seller's discount is seen in it."""
        if kept:
            reason = {"b2b_price_pinned": True, "b2b_price_by_rule": True}
            self.write({name: kept[name] for name in ("price_unit", "discount")})
            self.write(reason | {"b2b_price_reason": kept["b2b_price_reason"]})

    def _b2b_differs(self, price):
        """Whether the line's price is another than this one."""
        self.ensure_one()
        return float_compare(self._b2b_effective_price(), price, precision_digits=PRICE_DIGITS) != 0

    # === DELIVERY === #

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Odoo's one door to the warehouses, also for lines that change after the release."""
        if not self.env.context.get("skip_procurement"):
            self.filtered(lambda line: line.state == "sale")._b2b_follow()
        return super()._action_launch_stock_rule(previous_product_uom_qty=previous_product_uom_qty)

    def _get_qty_procurement(self, previous_product_uom_qty=False):
        if self._b2b_is_allocated():
            return self._b2b_procured()
        return super()._get_qty_procurement(previous_product_uom_qty)

    def _create_procurements(self, product_qty, procurement_uom, values):
        if self._b2b_is_allocated():
            return self._b2b_procurements(procurement_uom, values)
        return super()._create_procurements(product_qty, procurement_uom, values)

    def action_b2b_explain_price(self):
        """Why this price: opens the candidates in the order they were asked."""
        self.ensure_one()
        explanation = self.env["b2b.price.explanation"]._explain(self)
        return explanation._get_records_action(
            name=self.env._("Why this price"), target="new", views=[(False, "form")]
        )

    def b2b_explain_price(self):
        """Why this price, for programs: the facts of ``action_b2b_explain_price`` as a dict.

        :raises AccessError: not for buyers, the candidates are ours
        """
        self.ensure_one()
        self.check_access("read")
        self.env["b2b.price.explanation"].check_access("create")
        facts = self.env["b2b.price.explanation"]._facts(self)
        return facts | {"price_date": fields.Datetime.to_string(facts["price_date"])}
