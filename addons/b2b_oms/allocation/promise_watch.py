"""Promises of backorders move with the receipts; buyers are told once, not line by line."""

from odoo import api, fields, models

from .promise_dates import promise_dates


class PromiseWatch(models.AbstractModel):
    """Adopted by ``b2b.allocation``."""

    _name = "b2b.promise.watch"
    _description = "Watching promises"

    told = fields.Selection(
        [("waiting", "It waits"), ("served", "It is there"), ("cancelled", "It is cancelled")],
        string="Buyer Was Told",
        readonly=True,
    )
    told_date = fields.Date(string="Date Told", readonly=True)
    told_on = fields.Datetime(readonly=True)

    # === DATES === #

    @api.model
    def _promise_again(self, products=None):
        """In one pass, give every backorder the day by which the receipts in sight serve it.

        :param products: only these; default all that somebody waits for
        :return: the allocations whose date changed
        """
        of_these = [] if products is None else [("product_id", "in", products.ids)]
        waiting = self.env["b2b.allocation"]._waiting(of_these)
        houses = waiting.warehouse_id
        receipts = self.env["b2b.availability"]._receipts(waiting.product_id, houses)
        calendars = houses._b2b_shipping_calendars(fields.Datetime.now())
        changed = waiting.browse()
        for key, rows in waiting._by_stock().items():
            house = rows.warehouse_id
            claims = [
                (row, row.waiting_quantity) for row in rows.sorted(lambda a: a._rank_and_age())
            ]
            for row, arrival in promise_dates(receipts.get(key, []), claims).items():
                day = arrival and calendars[house].working_day(arrival, house.b2b_handling_days)
                if row.promised_date != day:
                    row._move_promise(day)
                    changed |= row
        return changed

    def _move_promise(self, day):
        """Another day than promised; the first promise is kept beside it."""
        self.ensure_one()
        was = self.promised_date
        self.write(
            {"promised_date": day, "first_promised_date": self.first_promised_date or was or day}
        )
        words = {False: self.env._("no date in sight")}
        self.env["b2b.order.event"]._note(
            self.order_id,
            "allocation",
            self.env._(
                "%(product)s: %(quantity)s promised for %(day)s, before %(was)s.",
                product=self.product_id.display_name,
                quantity=f"{self.waiting_quantity:g}",
                day=words.get(day, day),
                was=words.get(was, was),
            ),
            rule="promise",
            day=str(day or ""),
            was=str(was or ""),
        )

    # === TELLING THE BUYER === #

    @api.model
    def _cron_promise(self):
        """Receipts moved, stock arrived, orders were closed: promise again, then tell."""
        self._promise_again()
        orders = self._to_tell().order_id
        self.env["ir.cron"]._commit_progress(remaining=len(orders))
        for order in orders:
            order.b2b_allocation_ids._to_tell_of_these()._tell()
            if not self.env["ir.cron"]._commit_progress(processed=1):
                break

    @api.model
    def _to_tell(self):
        """Allocations of which the buyer knows something else than is true."""
        rows = self.sudo().search(
            [
                ("order_id.b2b_state", "in", ("released", "closed", "cancelled")),
                "|",
                ("told", "=", "waiting"),
                "&",
                ("kind", "=", "backorder"),
                ("state", "=", "open"),
            ]
        )
        return rows._to_tell_of_these()

    def _to_tell_of_these(self):
        return self.filtered(lambda row: row._is_news())

    def _is_news(self):
        """What waits is news when it began to or moved; its end only to who knew that it waits."""
        self.ensure_one()
        now = self._what_to_tell()
        if now == "waiting":
            return self.told != "waiting" or self._has_moved()
        return self.told == "waiting" and not (now == "cancelled" and self._was_replaced())

    def _was_replaced(self):
        """Given up because the same goods are promised otherwise: nothing was taken from the buyer."""
        self.ensure_one()
        return self.order_id.state == "sale" and not self.line_id.b2b_cancelled_quantity

    def _what_to_tell(self):
        self.ensure_one()
        if self.state == "cancelled":
            return "cancelled"
        return "waiting" if self.state == "open" and self.waiting_quantity > 0 else "served"

    def _told_quantity(self):
        """How many the news is about."""
        self.ensure_one()
        if self.state == "cancelled":
            return self.given_up_quantity
        return self.waiting_quantity or self.open_quantity or self.delivered_quantity

    def _has_moved(self):
        """Whether the date is off by more than the account tolerates."""
        if not self.promised_date or not self.told_date:
            return self.promised_date != self.told_date
        account = self.account_id.with_company(self.company_id)
        tolerated = account.b2b_date_tolerance or account.b2b_tier_id.date_tolerance
        return abs((self.promised_date - self.told_date).days) > tolerated

    def _tell(self):
        """One message an order with everything that is new, in the buyer's language."""
        for order, rows in self.grouped("order_id").items():
            buyer = order.partner_id
            rows = rows.with_context(lang=buyer.lang)
            body = (
                self.env["ir.qweb"]
                .with_context(lang=buyer.lang)
                ._render("b2b_oms.backorder_digest", {"order": order, "allocations": rows})
            )
            subject = rows.env._("%(order)s: news of your order", order=order.name)
            order.with_context(lang=buyer.lang).message_post(
                body=body,
                subject=subject,
                partner_ids=order._b2b_mailed("backorder", subject).ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid="mail.mail_notification_light",
            )
            for row in rows:
                row.write(
                    {
                        "told": row._what_to_tell(),
                        "told_date": row.promised_date,
                        "told_on": fields.Datetime.now(),
                    }
                )

    @api.model
    def _watch_receipts(self, products):
        """A receipt of these was made or moved: promise again within seconds."""
        if self.env["b2b.allocation"]._waiting([("product_id", "in", products.ids)], limit=1):
            self.env.ref("b2b_oms.cron_promise").sudo()._trigger()
