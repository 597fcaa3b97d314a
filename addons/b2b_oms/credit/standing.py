"""Exposure beside limit, for orders and for accounts: the arithmetic everything else shows."""

from collections import defaultdict
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache


class Standing(NamedTuple):
    """Where an account is with its credit. All amounts in ``currency``.

    ``limit`` is the ``b2b.credit.limit`` that counts, empty when Odoo's own limit does.
    ``ceiling`` is how much may be owed, None without a limit. ``terms`` is {term code: amount}
    without the order asked about, whose ``amount`` with tax stands apart; zero once confirmed.
    ``rateless`` are the currencies without a rate: the sum is then not to be trusted.
    """

    limit: Any
    currency: Any
    ceiling: float
    terms: dict
    amount: float = 0.0
    rateless: tuple = ()

    @property
    def exposure(self):
        return self.currency.round(sum(self.terms.values()))

    @property
    def available(self):
        return None if self.ceiling is None else self.currency.round(self.ceiling - self.exposure)

    @property
    def over(self):
        """By how much the exposure passes the limit with the order; zero when it does not."""
        if self.ceiling is None:
            return 0.0
        over = self.currency.round(self.exposure + self.amount - self.ceiling)
        return max(0.0, over)

    def figures(self):
        """For the ledger and the screen, JSON-ready."""
        return {
            "currency": self.currency.name,
            "limit": self.currency.round(self.ceiling or 0.0),
            "terms": self.terms,
            "exposure": self.exposure,
            "amount": self.currency.round(self.amount),
            "over": self.over,
        }


class CreditStanding(models.AbstractModel):
    """Answers for many orders or accounts in a constant number of queries."""

    _name = "b2b.credit.standing"
    _description = "Credit standing"

    @api.model
    def _of_orders(self, orders):
        """{order: Standing} of the orders whose account has a limit; prepaid orders have none.

        A confirmed order is part of the exposure; any other counts for itself.
        """
        orders = orders.sudo().filtered(lambda order: not order._b2b_term("prepaid"))
        if not orders or not self._is_anything_limited(orders.company_id):
            return {}
        pairs = {(order.b2b_account_id, order.company_id) for order in orders}
        standings = self._of_accounts(pairs, without=orders.filtered(lambda o: o.state != "sale"))
        result = {}
        for order in orders:
            standing = standings.get((order.b2b_account_id, order.company_id))
            if standing:
                result[order] = self._with_order(standing, order)
        return result

    @api.model
    def _of_accounts(self, pairs, without=None):
        """{(account, company): Standing}; accounts without a limit are left out.

        :param pairs: iterable of (commercial partner, company) records
        :param without: ``sale.order`` that count for themselves
        """
        pairs = set(pairs)
        owns = self.env["b2b.credit.limit"]._of(pairs)
        pools = {pair: owns[pair].shared_with_id or owns[pair] for pair in pairs}
        members = self._members(pools)
        scope = {member for pair in pairs for member in members[pair]}
        amounts = self.env["b2b.credit.exposure"]._amounts(
            {account for account, _company in scope},
            {company for _account, company in scope},
            without.ids if without else (),
        )
        standings = {}
        for pair in pairs:
            currency, ceiling = self._ceiling(pair, pools[pair])
            if ceiling is None and not pools[pair]:
                continue
            owed = [item for member in members[pair] for item in amounts.get(member, {}).items()]
            terms, rateless = self._convert(owed, currency, pair[1])
            standings[pair] = Standing(
                pools[pair], currency, ceiling, terms, rateless=tuple(rateless)
            )
        return standings

    @api.model
    def _arithmetic(self, figures):
        """The figures of a standing as rows to read: [{label, amount, result, bad}]."""
        if not figures or "terms" not in figures:
            return {}
        labels = {term._code: term._description for term in self.env["b2b.exposure.term"]._all()}
        labels["batch"] = self.env._("Confirmed together with it")
        rows = [
            {"label": labels.get(code, code), "amount": amount}
            for code, amount in figures["terms"].items()
        ]
        rows.append(
            {"label": self.env._("Exposure"), "amount": figures["exposure"], "result": True}
        )
        if figures.get("amount"):
            rows.append({"label": self.env._("This order"), "amount": figures["amount"]})
        if not figures.get("unlimited"):
            rows.append({"label": self.env._("Limit"), "amount": figures["limit"]})
        if figures.get("over"):
            over = {"label": self.env._("Over the limit"), "amount": figures["over"]}
            rows.append(over | {"result": True, "bad": True})
        currency = self._currency(figures["currency"])
        return {
            "currency": currency.symbol or figures["currency"],
            "decimals": currency.decimal_places,
            "rows": rows,
        }

    @api.model
    @ormcache("name")
    def _currency_id(self, name):
        return self.env["res.currency"].search([("name", "=", name)], limit=1).id

    def _currency(self, name):
        return self.env["res.currency"].browse(self._currency_id(name))

    @api.model
    def _is_anything_limited(self, companies):
        """Saves the look where nobody uses credit limits."""
        own = self.env["b2b.credit.limit"]._is_used()
        return own or any(companies.mapped("account_use_credit_limit"))

    def _members(self, pools):
        """{pair: ids of (account, company) that share its limit}."""
        shared = self.env["b2b.credit.limit"].sudo().browse({p.id for p in pools.values() if p})
        is_shared = self.env["b2b.credit.limit"]._is_shared()
        rows = shared | shared.sharing_ids.filtered("active") if is_shared else shared
        by_pool = rows.grouped(lambda row: row.shared_with_id or row)
        return {
            (account, company): {(account.id, company.id)}
            | {(row.account_id.id, row.company_id.id) for row in by_pool.get(pool, ())}
            for (account, company), pool in pools.items()
        }

    def _ceiling(self, pair, pool):
        """(currency, how much may be owed or None). Without a row of ours Odoo's limit counts."""
        account, company = pair
        if pool:
            return pool.currency_id, pool._ceiling()
        account = account.sudo().with_company(company)
        uses = company.account_use_credit_limit and account.credit_limit > 0
        return company.currency_id, account.credit_limit if uses else None

    def _with_order(self, standing, order):
        """The standing with the order's own amount, unless the exposure holds it already."""
        if order.state == "sale":
            return standing
        owed = [(("order", order.currency_id.id), order.amount_total)]
        terms, rateless = self._convert(owed, standing.currency, order.company_id)
        return standing._replace(
            amount=terms.get("order", 0.0), rateless=tuple({*standing.rateless, *rateless})
        )

    def _convert(self, owed, currency, company):
        """({term: amount in one currency, today's rate}, names of currencies without a rate).

        Rounded term by term: what is shown adds up to the cent.
        """
        terms, rateless = defaultdict(float), set()
        today = fields.Date.context_today(self)
        for (term, currency_id), amount in owed:
            source = self.env["res.currency"].browse(currency_id)
            if source != currency:
                rateless |= {c.name for c in source | currency if not c._b2b_has_rate(company)}
            terms[term] += source._convert(amount, currency, company, today, round=False)
        return {term: currency.round(amount) for term, amount in terms.items()}, rateless
