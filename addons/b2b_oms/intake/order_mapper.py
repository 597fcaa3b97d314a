from odoo import api, models
from odoo.fields import Command
from odoo.tools import float_round

DEFAULT_UNITS = {"", "ea", "each", "pc", "pcs", "piece", "pieces", "st", "stk", "stück", "unit",
                 "units", "u", "c62"}  # fmt: skip

SHORT_UNITS = {"ctn": "carton", "crtn": "carton", "c": "case", "bx": "box", "pk": "pack",
               "dz": "dozen", "doz": "dozen", "pr": "pair"}  # fmt: skip


class OrderMapper(models.AbstractModel):
    """A purchase order of a known account to values of ``sale.order``. Nothing is dropped.

    What cannot be mapped stays on the order in the buyer's words, with a problem that holds it.
    Prices and terms come from the account; the buyer's price is kept beside ours.
    """

    _name = "b2b.order.mapper"
    _description = "Purchase order to order"

    @api.model
    def _prepare_order(self, document, account, company):
        """Values to create the order.

        :param document: ``PurchaseOrder``
        :param account: ``res.partner``, the commercial partner
        :return: dict for ``sale.order.create``
        """
        ship_tos, problems = self._ship_tos(document, account)
        ship_to = self._order_ship_to(document, ship_tos)
        problems += [problem.text for problem in document.problems]
        problems += self._currency_problems(document, account)
        matches = self._matches(document, account, company)
        lines = [
            self._prepare_line(line, match)
            for line, match in zip(document.lines, matches, strict=True)
        ]
        for line, values in zip(document.lines, lines, strict=True):
            address = ship_tos.get(line.ship_to)
            if address and address != ship_to:
                values["b2b_ship_to_id"] = address.id
        vals = {
            "partner_id": account.id,
            "company_id": company.id,
            "client_order_ref": document.number or False,
            "b2b_requested_date": document.requested_date or False,
            "b2b_document_problem": " ".join(problems) or False,
            "note": document.note or False,
            "order_line": [Command.create(line) for line in lines],
        }
        if ship_to:
            vals["partner_shipping_id"] = ship_to.id
        if document.confidence:
            vals["b2b_confidence"] = document.confidence
        return vals

    def _matches(self, document, account, company):
        """The product of each line. Another addon may guess where no number is known."""
        return self.env["b2b.product.lookup"]._match(document.lines, account, company)

    def _ship_tos(self, document, account):
        """({the buyer's words: address}, list of problem sentences) for order and lines."""
        lookup = self.env["b2b.ship.to.lookup"]
        named = dict.fromkeys([document.ship_to, *(line.ship_to for line in document.lines)])
        found = {text: lookup._match(text, account) for text in named if text}
        problems = [
            self.env._("“%(text)s” is not a delivery address of this account.", text=text[:80])
            for text, address in found.items()
            if not address
        ]
        return found, problems

    def _order_ship_to(self, document, ship_tos):
        """Where the order goes: as its head says, else where all its lines go; else the account's."""
        if document.ship_to:
            return ship_tos.get(document.ship_to)
        wanted = {line.ship_to for line in document.lines}
        return ship_tos.get(wanted.pop()) if len(wanted) == 1 else None

    def _currency_problems(self, document, account):
        ours = account.property_product_pricelist.currency_id or self.env.company.currency_id
        if not document.currency or document.currency.upper() == ours.name:
            return []
        return [
            self.env._(
                "The document is in %(theirs)s, the account buys in %(ours)s.",
                theirs=document.currency[:10],
                ours=ours.name,
            )
        ]

    # === LINES === #

    def _prepare_line(self, line, match):
        problems = [problem.text for problem in line.problems]
        vals = {
            "b2b_source_code": line.item_text[:200],
            "b2b_source_unit": line.unit[:40],
            "b2b_customer_price": float(line.price or 0),
            "b2b_requested_date": line.requested_date or False,
        }
        if match.product:
            unit, unit_problem = self._unit(line.unit, match.product)
            problems += unit_problem
            vals |= {"product_id": match.product.id, "product_uom_id": unit.id}
        else:
            unknown = self.env.ref("b2b_oms.product_unknown_item")
            unit = unknown.uom_id
            vals |= {"product_id": unknown.id, "name": self._unknown_text(line, match.reason)}
        quantity, quantity_problem = self._quantity(line, unit)
        problems += quantity_problem
        vals["product_uom_qty"] = quantity
        vals["b2b_row_problem"] = " ".join(problems) or False
        if line.confidence:
            vals["b2b_confidence"] = line.confidence | {"product": match.confidence}
        return vals

    def _unknown_text(self, line, reason):
        """The row as it came, for the person who finds out what was meant."""
        cells = ", ".join(f"{name}: {text[:200]}" for name, text in line.raw.items() if text)
        return "\n".join(part for part in (reason, f"{line.where}: {cells}"[:1000]) if part)

    def _unit(self, text, product):
        """(unit, list of problem sentences). No unit means the product's own."""
        if text.strip().lower().rstrip(".") in DEFAULT_UNITS:
            return product.uom_id, []
        wanted = _singular(text)
        units = product.uom_id | product.uom_ids
        named = units.filtered(lambda unit: _is_called(unit, wanted))
        if not named:
            named = self._units_by_name(wanted).filtered(
                lambda unit: unit._has_common_reference(product.uom_id)
            )
        if len(named) == 1:
            return named, []
        return product.uom_id, [
            self.env._(
                "“%(unit)s” is not a unit of %(product)s.",
                unit=text[:40],
                product=product.display_name,
            )
        ]

    def _units_by_name(self, name):
        """Units with this name. All units are few and stay in the cache for the next row."""
        every = self.env["uom.uom"].search([])  # pylint: disable=no-search-all
        return every.filtered(lambda unit: _is_called(unit, name))

    def _quantity(self, line, unit):
        """(quantity in the unit's precision, list of problem sentences)."""
        if line.quantity is None:
            return 0.0, []  # the codec said why
        wanted = float(line.quantity)
        rounded = float_round(wanted, precision_rounding=unit.rounding)
        if rounded <= 0 or abs(rounded - wanted) > 1e-9:
            return rounded, [
                self.env._(
                    "%(where)s: %(quantity)s is finer than %(unit)s can be counted.",
                    where=line.where,
                    quantity=line.quantity,
                    unit=unit.name,
                )
            ]
        return rounded, []


def _singular(name):
    """“carton”, “Cartons” and “ctns.” are one thing."""
    word = name.strip().lower().rstrip(".").rstrip("s")
    return SHORT_UNITS.get(word, word)


def _is_called(unit, name):
    """Whether buyers mean this unit: “carton” is also the product's “Carton of 10”."""
    own = _singular(unit.name)
    return own == name or own.startswith(f"{name} of ")
