"""What becomes of a cart, told before it is handed in: by the order itself, made and taken back."""

import json
from contextlib import closing
from typing import Any, NamedTuple

from odoo import models
from odoo.tools import format_amount

from odoo.addons.b2b_oms.const import STOPPING_ACTIONS

from .hold_words import words


class ReviewLine(NamedTuple):
    """``price`` per unit without tax; ``days`` are [(day or False, quantity, from stock)]."""

    price: float
    subtotal: float
    days: tuple


class Credit(NamedTuple):
    """What the account may still owe before and after the order, in ``currency``."""

    before: float
    after: float
    limit: float
    currency: Any


class Review(NamedTuple):
    """A cart as the order it would be now. Amounts in ``currency``.

    ``lines`` is {cart line id: :class:`ReviewLine`}; ``extras`` are [(name, amount)] of promotions,
    discounts and fees; ``nudges`` sentences of what a little more would bring; ``holds`` are
    [(title, sentence, cart line id or False)] of what would keep it back.
    """

    lines: dict
    goods: float
    extras: tuple
    untaxed: float
    tax: float
    total: float
    currency: Any
    credit: Any
    nudges: tuple
    holds: tuple
    prepaid: bool
    terms: str


class CartReview(models.AbstractModel):
    """Adopted by ``b2b.cart``."""

    _name = "b2b.cart.review"
    _description = "Review of a cart"

    def _review(self):
        """The order this cart would be if it were handed in now.

        Made by the intake's own mapper, priced, adjusted, checked and routed by the flow's own
        steps, then rolled back: nothing of it stays, not even a number of an order.

        :return: :class:`Review`, or None for an empty cart
        """
        self.ensure_one()
        if not self.line_ids:
            return None
        with closing(self.env.cr.savepoint()):
            order = self._as_draft()
            line_ids = order.order_line.sorted("id").ids
            order._step_price_lines()
            order._step_adjust()
            return self._read_order(order, dict(zip(self.line_ids.ids, line_ids, strict=True)))

    def _as_draft(self):
        """A ``sale.order`` as the intake would make it, under a name that costs no number."""
        content = json.dumps(self._as_document()).encode()
        (document,) = self.env["b2b.intake.decoder"]._read(content, "cart.json")
        quiet = self.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        ).env
        account = self.account_id.with_env(quiet)
        vals = quiet["b2b.order.mapper"]._prepare_order(document, account, self.company_id)
        vals |= {
            "name": self.env._("Cart"),
            "b2b_channel": "portal",
            "b2b_orderer_id": self.user_id.id,
        }
        return quiet["sale.order"].create(vals)

    def _read_order(self, order, by_cart_line):
        goods = {line.id: line for line in order.order_line}
        days = order._b2b_promised_days()
        extras = order.order_line.filtered(lambda line: line.id not in by_cart_line.values())
        by_line = {line_id: cart_id for cart_id, line_id in by_cart_line.items()}
        return Review(
            lines={
                cart_id: ReviewLine(
                    goods[line_id]._b2b_effective_price(),
                    goods[line_id].price_subtotal,
                    days.get(line_id, ()),
                )
                for cart_id, line_id in by_cart_line.items()
            },
            goods=order._b2b_goods_value(),
            extras=tuple(
                (line.name, line.price_subtotal) for line in extras if line.price_subtotal
            ),
            untaxed=order.amount_untaxed,
            tax=order.amount_tax,
            total=order.amount_total,
            currency=order.currency_id,
            credit=self._credit_after(order),
            nudges=tuple(self._nudges(order)),
            holds=tuple(self._holds(order, by_line)),
            prepaid=order._b2b_term("prepaid"),
            terms=order.payment_term_id.name or "",
        )

    def _credit_after(self, order):
        standing = self.env["b2b.credit.standing"]._of_orders(order).get(order)
        if not standing or standing.available is None or standing.rateless:
            return None
        after = standing.available - standing.amount
        return Credit(standing.available, after, standing.ceiling, standing.currency)

    def _nudges(self, order):
        """“Goods for 48.20 more: …” — the next step of the order as a whole."""
        goods, currency = order._b2b_goods_value(), order.currency_id
        minimum, fee = order._b2b_minimum_order(), order._b2b_small_order_fee()
        missing = currency.round(minimum - goods)
        if missing > 0:
            more = format_amount(self.env, missing, currency)
            if fee:
                yield self.env._(
                    "Add goods for %(more)s and the small-order fee falls away.", more=more
                )
            else:
                yield self.env._("Add goods for %(more)s to reach the minimum order.", more=more)
        if missing := order._b2b_missing_for_free_freight():
            yield self.env._(
                "Add goods for %(more)s and the freight of %(freight)s falls away.",
                more=format_amount(self.env, missing, currency),
                freight=format_amount(self.env, order._b2b_freight_charge(), currency),
            )
        for step in self.env["b2b.volume.discount"]._steps(order):
            missing = currency.round(step._threshold_for(order) - goods)
            if missing > 0:
                yield self.env._(
                    "Add goods for %(more)s and get %(percent)g%% off the whole order.",
                    more=format_amount(self.env, missing, currency),
                    percent=step.percent,
                )
                break

    def _holds(self, order, by_line):
        """[(title, sentence, cart line id or False)], the same words once."""
        found, told = self.env["b2b.order.check"]._run(order), {}
        for finding, policy in self.env["b2b.check.policy"]._decide(found):
            if policy.action in STOPPING_ACTIONS:
                line = by_line.get(finding.line.id) if finding.line else False
                told[(*words(self.env, finding.code, finding.message), line)] = True
        return told

    def _told_holds(self):
        """[(title, sentence, False)] of what keeps the order of this cart back."""
        self.ensure_one()
        holds = self.intake_id.order_ids.sudo().b2b_hold_ids.filtered(lambda h: h._is_blocking())
        return list(
            dict.fromkeys((*words(self.env, hold.code, hold.message), False) for hold in holds)
        )
