from odoo import api, models

# Fields of an account that other systems keep too.
TOLD_OF_ACCOUNTS = {
    "name", "ref", "vat", "email", "phone", "type", "street", "street2", "zip",
    "city", "state_id", "country_id", "active", "parent_id", "b2b_tier_id", "b2b_status", "b2b_minimum_order",
    "property_payment_term_id", "specific_property_product_pricelist", "property_product_pricelist",
}  # fmt: skip


class Announcer(models.AbstractModel):
    """Turns what happened into messages to the webhooks that want to know, in the same transaction.

    Costs a look into the cache when nobody does.
    """

    _name = "b2b.announcer"
    _description = "Announcements"

    @api.model
    def _tell(self, kind, company, account, subject, data):
        """:param data: callable that takes whether the reader is the account itself"""
        webhooks = self.env["b2b.webhook"]._for(kind, company, account)
        for own, of_reader in webhooks.grouped(lambda hook: bool(hook.account_id)).items():
            self.env["b2b.webhook.delivery"]._queue(of_reader, kind, subject, data(own))

    # === ORDERS === #

    @api.model
    def _order_state(self, orders, state):
        """Orders came into a state of our path."""
        for order in orders.sudo():
            self._about_order(
                order, f"order.{state}", lambda own, order=order: self._reasons(order, own)
            )

    def _reasons(self, order, own):
        view = self.env["b2b.api.order.view"]
        told = [(hold.code, hold.message) for hold in order._b2b_blocking().sorted("id")]
        reasons = [{"code": c, "message": m} for c, m in view._reasons(told, own)]
        return {"holds": reasons}

    def _about_order(self, order, kind, more=None):
        self._tell(
            kind,
            order.company_id,
            order.b2b_account_id,
            f"order:{order.id}",
            lambda own: {
                "order": self.env["b2b.api.order.view"]._summary(order)
            } | (more(own) if more else {}),
        )  # fmt: skip

    @api.model
    def _promised(self, allocations):
        """Quantities were promised from stock, or wait for it."""
        for order, of_order in allocations.sudo().grouped("order_id").items():
            from_stock = of_order.filtered("is_planned_from_stock")
            for kind, rows in (
                ("order.allocated", from_stock),
                ("order.backordered", of_order - from_stock),
            ):
                if rows:
                    self._about_order(order, kind, lambda _own, rows=rows: self._shares(rows))

    @api.model
    def _served(self, allocations):
        """Backorders got their stock."""
        for order, of_order in allocations.sudo().grouped("order_id").items():
            self._about_order(
                order, "order.allocated", lambda _own, rows=of_order: self._shares(rows)
            )

    def _shares(self, allocations):
        return {
            "allocations": [
                {
                    "order_line": row.line_id.id,
                    "sku": row.product_id.default_code or "",
                    "warehouse": row.warehouse_id.code,
                    "quantity": row.quantity,
                    "date": row.promised_date or None,
                }
                for row in allocations
            ]
        }

    # === GOODS AND MONEY === #

    @api.model
    def _shipped(self, pickings):
        for picking in pickings.sudo():
            order = picking.sale_id
            self._tell(
                "order.shipped",
                order.company_id,
                order.b2b_account_id,
                f"order:{order.id}",
                lambda _own, picking=picking: {
                    "shipment": self.env["b2b.api.resource.shipments"]._tell(picking)
                },
            )

    @api.model
    def _invoices(self, kind, moves):
        """:param kind: order.invoiced or order.paid"""
        for move in moves.sudo().filtered(lambda move: move.is_sale_document()):
            account = move.commercial_partner_id.with_company(move.company_id)
            if account.b2b_tier_id:
                self._tell(
                    kind,
                    move.company_id,
                    account,
                    f"invoice:{move.id}",
                    lambda _own, move=move: {
                        "invoice": self.env["b2b.api.resource.invoices"]._tell(move)
                    },
                )

    # === WHAT OTHERS KEEP COPIES OF === #

    @api.model
    def _companies(self, company):
        """The companies something is about; nothing named: all that want to know of anything."""
        told_of = {company_id for company_id, _kind in self.env["b2b.webhook"]._told_of()}
        return company or self.env["res.company"].sudo().browse(told_of)

    @api.model
    def _stock(self, product, location):
        """A quantity on hand or reserved changed. Only that it did: what may be promised is asked."""
        company = location.company_id
        self._tell(
            "stock.changed",
            company,
            product.env["res.partner"],
            f"product:{product.id}",
            lambda _own: {
                "sku": product.default_code or "",
                "warehouse": location.warehouse_id.code,
            },
        )

    @api.model
    def _prices(self, rules):
        """Price rules were made, changed or are about to go."""
        if not self.env["b2b.webhook"]._told_of():
            return
        for pricelist, of_list in rules.sudo().grouped("pricelist_id").items():
            for company in self._companies(pricelist.company_id):
                self._price_list(pricelist, of_list, company)

    def _price_list(self, pricelist, rules, company):
        Agreement = self.env["b2b.price.agreement"].sudo()
        account = (
            Agreement.search([("pricelist_id", "=", pricelist.id)], limit=1).account_id
            if pricelist.b2b_is_agreement and ("price.changed" in self._kinds(company))
            else Agreement.account_id
        )
        named = rules.product_id | rules.product_tmpl_id.product_variant_ids
        everything = any(rule.applied_on in ("3_global", "2_product_category") for rule in rules)
        self._tell(
            "price.changed",
            company,
            account,
            f"pricelist:{pricelist.id}",
            lambda _own: {
                "pricelist": pricelist.name,
                "account": account.ref or None,
                "skus": None if everything else sorted(filter(None, named.mapped("default_code"))),
            },
        )

    def _kinds(self, company):
        told = self.env["b2b.webhook"]._told_of()
        return {kind for company_id, kind in told if company_id == company.id}

    @api.model
    def _list_prices(self, templates):
        """List prices changed: they count where no rule names a price."""
        for template in templates.sudo():
            for company in self._companies(template.company_id):
                self._tell(
                    "price.changed",
                    company,
                    self.env["res.partner"],
                    f"template:{template.id}",
                    lambda _own, template=template: {
                        "pricelist": None,
                        "account": None,
                        "skus": template.product_variant_ids.filtered("default_code").mapped(
                            "default_code"
                        ),
                    },
                )

    @api.model
    def _accounts(self, partners, fields=()):
        """Accounts or their addresses changed in fields that others keep too."""
        changed = sorted(TOLD_OF_ACCOUNTS & set(fields))
        if changed and self.env["b2b.change"]._is_fed():
            accounts = partners.sudo().commercial_partner_id
            told = accounts if "b2b_tier_id" in changed else accounts.filtered("b2b_tier_id")
            self.env["b2b.change"]._mark("accounts", told.ids)
        if not changed or not self.env["b2b.webhook"]._told_of():
            return
        for account in partners.sudo().commercial_partner_id:
            for company in self._companies(account.company_id):
                if account.with_company(company).b2b_tier_id:
                    self._account(account, company, changed)

    @api.model
    def _limits(self, limits):
        """Credit limits changed."""
        self.env["b2b.change"]._mark("accounts", limits.sudo().account_id.ids)
        for limit in limits.sudo():
            self._account(limit.account_id, limit.company_id, ["credit_limit"])

    def _account(self, account, company, changed):
        self._tell(
            "account.changed",
            company,
            account,
            f"account:{account.id}",
            lambda _own: {
                "account": self.env["b2b.api.order.view"]._partner(account),
                "changed": changed,
            },
        )
