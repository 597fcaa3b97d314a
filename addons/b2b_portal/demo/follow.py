"""What both demo buyers follow: an order in each state, invoices open, late, disputed, promised."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.b2b_oms.demo.dating import date_back

ACCOUNTS = ("C10010", "C10020")
# Per order, and the value of goods from which it goes free, of each.
FREIGHT = ((24.0, 500.0), (18.0, 250.0))
# Bought every two weeks, and not for a while: the overview suggests it.
HABIT = {"NG-L": 10, "TW-CENT": 6}
HABIT_DAYS = (76, 62, 48, 34)
SMALL = {"SF-60": 2, "PT-CLR": 6}
# Nothing of the first is in stock; the second may be sent instead.
SCARCE, INSTEAD = "AB-UNI", "AB-PAD"
CARRIER = ("Lakeside Freight", "LF-{}", "https://track.lakeside-freight.example/{}")


class FollowDemo(models.AbstractModel):
    """Loads once; a second call does nothing."""

    _name = "b2b.demo.follow"
    _description = "Demo distributor: what buyers follow"

    @api.model
    def _load(self):
        demo = self.env["b2b.demo"].with_company(self.env.ref("base.main_company"))
        demo = demo.with_context(tracking_disable=True, lang="en_US", install_mode=True).sudo()
        tier = self.env.ref("b2b_oms.demo_tier_platinum", raise_if_not_found=False)
        if not tier or self.env.ref("b2b_oms.demo_followed_1", raise_if_not_found=False):
            return
        demo.env["b2b.substitute"].create(
            {
                "product_id": demo._get("product", SCARCE).id,
                "substitute_id": demo._get("product", INSTEAD).id,
                "note": "Cut to size, same absorption",
            }
        )
        for ref in ACCOUNTS:
            self._tell(demo, demo._get("account", ref))
        self._agree_freight(demo)

    def _agree_freight(self, demo):
        """From today on: what was ordered before stays as it was billed."""
        for ref, (charge, free_from) in zip(ACCOUNTS, FREIGHT, strict=True):
            account = demo._get("account", ref)
            account.write({"b2b_freight_charge": charge, "b2b_free_freight_from": free_from})

    def _tell(self, demo, account):
        """One account's orders and invoices; first those that are long over."""
        habits = [self._placed(demo, account, HABIT, days) for days in HABIT_DAYS]
        for order, days in zip(habits, HABIT_DAYS, strict=True):
            self._ship(order, days - 1)
            self._pay(self._invoice(order, days - 2))
        late, disputed, promised = (self._billed(demo, account, days) for days in (38, 24, 20))
        self._late(late)
        self._dispute(demo, disputed)
        self._promise(demo, promised)
        partly = self._placed(demo, account, SMALL, 4)
        self._ship(partly, 3, share=0.5)
        waiting = self._placed(demo, account, SMALL | {SCARCE: 6}, 2)
        self._postpone(waiting)
        quotation = self._placed(demo, account, SMALL, 1, confirm=False)
        quotation.state = "sent"
        cancelled = self._placed(demo, account, SMALL, 9)
        cancelled._action_cancel()
        orders = [*habits, partly, waiting, quotation, cancelled]
        number = 1 if account == demo._get("account", ACCOUNTS[0]) else 101
        names = range(number, number + len(orders))
        demo._name_records("followed", names, demo.env["sale.order"].concat(*orders))

    # === ORDERS === #

    def _placed(self, demo, account, quantities, days, confirm=True):
        order = demo.env["sale.order"].create(
            {
                "partner_id": account.id,
                "client_order_ref": f"PO-{account.ref[-2:]}{days:03}",
                "b2b_channel": "portal",
                "warehouse_id": demo._get("warehouse", "CHI").id,
                "order_line": [
                    Command.create(
                        {"product_id": demo._get("product", sku).id, "product_uom_qty": quantity}
                    )
                    for sku, quantity in quantities.items()
                ],
            }
        )
        if confirm:
            # Small and alike: the checks about repeated and small orders have their own stories.
            order.action_confirm()
            order.b2b_hold_ids.filtered(lambda hold: hold._is_blocking()).action_release(
                "Agreed with the account"
            )
        date_back(demo.env, {order: timedelta(days=days, hours=2)})
        return order

    def _ship(self, order, days, share=1.0):
        picking = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
        for move in picking.move_ids:
            if share < 1:
                move.quantity = int(move.quantity * share)
            move.picked = bool(move.quantity)
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        number = f"{order.id:06}"
        name, tracking, page = CARRIER
        for one in picking:
            one.write(
                {
                    "b2b_carrier": name,
                    "b2b_tracking_ref": tracking.format(number),
                    "b2b_tracking_url": page.format(number),
                    "date_done": fields.Datetime.now() - timedelta(days=days),
                }
            )

    def _postpone(self, order):
        """What was promised for this week comes later: the buyer is asked."""
        today = fields.Date.today()
        for row in order._b2b_waiting():
            row.write(
                {
                    "first_promised_date": today + timedelta(days=2),
                    "promised_date": today + timedelta(days=12),
                }
            )

    # === MONEY === #

    def _billed(self, demo, account, days):
        order = self._placed(demo, account, SMALL, days)
        self._ship(order, days - 1)
        return self._invoice(order, days - 2)

    def _invoice(self, order, days):
        invoice = order._create_invoices()
        invoice.invoice_date = fields.Date.today() - timedelta(days=days)
        invoice.action_post()
        return invoice

    def _pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": fields.Date.today()})._create_payments()

    def _late(self, invoice):
        """Due six days ago, whatever the terms are: late, and not so late that orders are held."""
        due = fields.Date.today() - timedelta(days=6)
        invoice.line_ids.filtered("date_maturity").date_maturity = due
        invoice.invoice_date_due = due

    def _dispute(self, demo, invoice):
        demo.env["b2b.dispute"].create(
            {
                "move_id": invoice.id,
                "line_id": invoice.invoice_line_ids.filtered("product_id")[0].id,
                "reason": "quantity",
                "user_id": demo._get("user", "credit").id,
                "expected_date": fields.Date.today() + timedelta(days=4),
                "note": "Two boxes were missing.",
            }
        )

    def _promise(self, demo, invoice):
        demo.env["b2b.payment.promise"].create(
            {
                "move_id": invoice.id,
                "promised_date": fields.Date.today() + timedelta(days=6),
                "user_id": demo._get("user", "accountant").id,
                "note": "Goes with the run of next week.",
            }
        )
