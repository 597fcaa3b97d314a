import hashlib
import secrets
from datetime import timedelta, timezone

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

from ..codecs.cxml import punch_out
from ..documents.punch_out import Basket, BasketLine
from ..mappers.mapper import decimal, money, unit_code

KEYS = "b2b_oms_edi.group_keys"
# How long the start page may be opened, once; and how long the buyer may shop from then on.
OFFERED = timedelta(minutes=10)
SHOPPING = timedelta(hours=4)
STATES = [("offered", "Offered"), ("shopping", "Shopping"), ("returned", "Returned")]


class PunchOut(models.Model):
    """A visit to our shop from a buyer's procurement system: asked for, begun once, returned once."""

    _name = "b2b.edi.punch.out"
    _description = "Punch-out"
    _order = "id desc"
    _rec_name = "cookie"

    exchange_id = fields.Many2one(
        "b2b.edi.exchange", string="Asked For By", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(
        "b2b.edi.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    account_id = fields.Many2one(related="partner_id.account_id")
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Login", required=True, readonly=True)
    shopper = fields.Char(readonly=True, help="Whom their system names.")
    operation = fields.Char(readonly=True)
    cookie = fields.Char(readonly=True, required=True, help="Their name for the visit.")
    return_url = fields.Char(string="Returns To", readonly=True, required=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="offered")
    token_digest = fields.Char(groups=KEYS, readonly=True, copy=False, index=True)
    until = fields.Datetime(readonly=True, help="Then it is over.")
    basket_id = fields.Many2one("b2b.edi.exchange", string="Basket", readonly=True)

    # === ASKED FOR === #

    @api.model
    def _offer(self, exchange, setup):
        """Note a visit that a partner's system asks for.

        :param setup: ``PunchOutSetup``
        :return: the visit
        :raises UserError: not agreed, nobody to shop as, or an address the basket may not go to
        """
        partner = exchange.partner_id
        if not partner.takes_punch_out:
            raise UserError(self.env._("With this partner punch-out was not agreed."))
        for found in setup.problems:
            raise UserError(found.text)
        if problem := partner._return_problem(setup.return_url):
            raise UserError(problem)
        user = partner._punch_out_login(setup.email)
        if not user or not self.env["b2b.outside.shopping"]._shop_page(user, partner.account_id):
            raise UserError(self.env._("Nobody of this account may shop by punch-out."))
        return self.create(
            {
                "exchange_id": exchange.id,
                "partner_id": partner.id,
                "user_id": user.id,
                "shopper": (setup.user or setup.email)[:100],
                "operation": setup.operation[:20],
                "cookie": setup.cookie[:500],
                "return_url": setup.return_url,
            }
        )

    def _start_page(self):
        """The address at which the visit begins, good once; the one before is good no more."""
        self.ensure_one()
        token = secrets.token_urlsafe(32)
        self.write({"token_digest": _digest(token), "until": fields.Datetime.now() + OFFERED})
        return f"{self.get_base_url()}/b2b/punchout/{token}"

    # === ON THE VISIT === #

    @api.model
    def _by_token(self, token):
        """The visit whose start page this is, while it may still be begun; else empty."""
        if not token:
            return self.browse()
        now = fields.Datetime.now()
        domain = [("token_digest", "=", _digest(token)), ("state", "=", "offered")]
        return self.sudo().search([*domain, ("until", ">", now)], limit=1)

    def _begin(self, token):
        """Use the token up.

        :return: whether it was this visit's, and unused
        """
        self.ensure_one()
        if not self.try_lock_for_update() or self.state != "offered" or not self.token_digest:
            return False
        if not consteq(self.token_digest, _digest(token)) or self.until <= fields.Datetime.now():
            return False
        until = fields.Datetime.now() + SHOPPING
        self.write({"state": "shopping", "token_digest": False, "until": until})
        return True

    def _is_open(self, user):
        """Whether this login is on the visit."""
        return (
            bool(self)
            and self.state == "shopping"
            and self.user_id == user
            and self.until > fields.Datetime.now()
        )

    def _asked_lines(self):
        """{product: quantity} of the basket their system sends along to be changed."""
        setup = self.exchange_id._interchange().messages[0].document
        lookup = self.env["b2b.product.lookup"]
        matches = lookup._match(setup.lines, self.account_id, self.company_id)
        found = {}
        for line, match in zip(setup.lines, matches, strict=True):
            if match.product and line.quantity and line.quantity > 0:
                found[match.product] = found.get(match.product, 0) + float(line.quantity)
        return found

    def _hand_back(self, lines):
        """Write the basket and end the visit.

        :param lines: list of :class:`HandedLine`
        :return: ``Markup``, the form by which the buyer's browser carries it
        :raises UserError: the visit is over
        """
        self.ensure_one()
        if not self.try_lock_for_update() or self.state != "shopping":
            raise UserError(self.env._("This visit is over; begin a new one in your system."))
        content = self._written(lines)
        self.basket_id = self.env["b2b.edi.exchange"].sudo()._keep_basket(self, content)
        self.write({"state": "returned", "until": fields.Datetime.now()})
        return Markup(  # noqa: S704 (escaped where it is made)
            punch_out.browser_form(content, self.return_url, self.env._("Return to your system"))
        )

    def _written(self, lines):
        partner = self.partner_id
        syntax, mapper = partner._syntax(), self.env["b2b.edi.mapper"]
        currency = lines[0].currency
        products = self.env["product.product"].union(*(line.product for line in lines))
        items = mapper._product_items(products, self.account_id)
        basket = Basket(
            cookie=self.cookie,
            currency=currency.name,
            lines=tuple(
                BasketLine(
                    item=items[line.product],
                    quantity=decimal(line.quantity),
                    unit=unit_code(line.unit),
                    price=decimal(line.price),
                    reference=f"{self.id}/{position}",
                )
                for position, line in enumerate(lines, 1)
            ),
            total=money(sum(line.quantity * line.price for line in lines), currency),
        )
        envelope = syntax._envelope(partner, "PunchOutOrderMessage")
        frame = syntax._frame(partner, envelope)
        # It travels through the buyer's browser: no secret in it.
        us = frame.origin.__class__(frame.origin.domain, frame.origin.identity)
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        return punch_out.encode(basket, frame._replace(origin=us, sender=us, sent_at=now))


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
