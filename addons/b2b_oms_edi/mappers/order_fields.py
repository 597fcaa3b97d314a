"""What EDI orders bring beside an order of a file: the buyer's line numbers, codes, splits."""

from dataclasses import asdict

from odoo import api, models
from odoo.fields import Command

from ..const import READING_FOR

# Codes of X12 and of UN/ECE recommendation 20 and 21 in the words our units have.
UNITS = {
    "pce": "", "h87": "", "xpc": "", "nar": "", "ct": "carton", "xct": "carton", "ca": "case",
    "cs": "case", "xcs": "case", "bx": "box", "xbx": "box", "pk": "pack", "xpk": "pack", "dzn": "dozen",
    "dz": "dozen", "kgm": "kg", "kg": "kg", "grm": "g", "mtr": "m", "mr": "m", "ltr": "l", "lt": "l",
    "pf": "pallet", "xpx": "pallet", "pr": "pair", "lb": "lb", "lbr": "lb", "ft": "ft", "fot": "ft",
}  # fmt: skip
ANSWERED = ("release", "order_type", "order_date")


class OrderMapper(models.AbstractModel):
    _inherit = "b2b.order.mapper"

    def _matches(self, document, account, company):
        matches = super()._matches(document, account, company)
        return self.env["b2b.product.guess"]._guess(document.lines, matches, account, company)

    @api.model
    def _prepare_order(self, document, account, company):
        self = self.with_context(**{READING_FOR: account.id})
        vals = super()._prepare_order(document, account, company)
        partner = self.env["b2b.edi.partner"].browse(self.env.context.get("b2b_edi_partner", ()))
        if not partner:
            return vals
        vals["b2b_edi_head"] = _head(document)
        self._place_by_address(document, account, vals)
        self._refuse_unknown(partner, document, vals)
        problem = self._purpose_problem(document)
        if problem:
            said = vals["b2b_document_problem"]
            vals["b2b_document_problem"] = " ".join(filter(None, (said, problem)))
        return vals

    def _purpose_problem(self, document):
        words = {
            "duplicate": self.env._("The buyer says that this is a copy of an order sent before."),
            "confirmation": self.env._("The buyer says that this confirms an order given before."),
        }
        return words.get(document.purpose, "")

    def _place_by_address(self, document, account, vals):
        """A ship-to without a code: the address of the account that is the same, else a person's."""
        party = document.party("ship_to")
        if document.ship_to or not party or vals.get("partner_shipping_id"):
            return
        if not (party.street or party.zip):
            return
        address = self.env["b2b.ship.to.lookup"]._by_address(party, account)
        if address:
            vals["partner_shipping_id"] = address.id
            return
        words = ", ".join(filter(None, (party.name, *party.street, party.zip, party.city)))
        text = self.env._("“%(text)s” is not a delivery address of this account.", text=words[:120])
        said = vals["b2b_document_problem"]
        vals["b2b_document_problem"] = " ".join(filter(None, (said, text)))

    def _refuse_unknown(self, partner, document, vals):
        """Leave out lines of unknown items, where that was agreed; never all of them."""
        if partner.unknown_item != "reject":
            return
        unknown = self.env.ref("b2b_oms.product_unknown_item").id
        lines = vals["order_line"]
        kept = [command for command in lines if command[2]["product_id"] != unknown]
        if not kept or len(kept) == len(lines):
            return
        vals["order_line"] = kept
        vals["b2b_edi_refused"] = [
            command[2]["b2b_edi_line"] for command in lines if command[2]["product_id"] == unknown
        ]

    # === LINES === #

    def _prepare_line(self, line, match):
        vals = super()._prepare_line(line, match)
        vals["b2b_edi_line"] = _line(line)
        self._split(line, vals)
        return vals

    def _split(self, line, vals):
        """Quantities for several stores: each becomes a destination of the line."""
        deliveries = [one for one in line.deliveries if one.quantity and one.ship_to]
        account = self.env["res.partner"].browse(self.env.context.get(READING_FOR, ()))
        if not deliveries or not account:
            return
        lookup = self.env["b2b.ship.to.lookup"]
        places = {one.ship_to: lookup._match(one.ship_to, account) for one in deliveries}
        missing = [code for code, place in places.items() if not place]
        if missing:
            text = self.env._(
                "%(where)s: “%(codes)s” are no delivery addresses of this account.",
                where=line.where,
                codes=", ".join(missing)[:80],
            )
            said = vals["b2b_row_problem"]
            vals["b2b_row_problem"] = " ".join(filter(None, (said, text)))
            return
        if len(deliveries) == 1 and float(deliveries[0].quantity) == vals["product_uom_qty"]:
            vals["b2b_ship_to_id"] = places[deliveries[0].ship_to].id
            return
        if sum(float(one.quantity) for one in deliveries) <= vals["product_uom_qty"] + 1e-6:
            vals["b2b_destination_ids"] = [
                Command.create(
                    {"partner_id": places[one.ship_to].id, "quantity": float(one.quantity)}
                )
                for one in deliveries
            ]

    def _unit(self, text, product):
        """What the account means by the word, then what everybody means."""
        account = self.env["res.partner"].browse(self.env.context.get(READING_FOR, ()))
        if account and text.strip():
            known = self.env["b2b.edi.unit"]._find(text, account, product)
            if known:
                return known, []
        word = text.strip().lower()
        found = super()._unit(UNITS.get(word, text), product)
        if found[1] and word in UNITS:
            return super()._unit(text, product)
        return found


class ShipToLookup(models.AbstractModel):
    _inherit = "b2b.ship.to.lookup"

    @api.model
    def _match(self, text, account):
        return self.env["b2b.edi.ship.to"]._find(text, account) or super()._match(text, account)

    @api.model
    def _by_address(self, party, account):
        """The one address of the account with this street and postal code; empty when there is none."""
        wanted = (_plain(" ".join(party.street[:1])), _plain(party.zip))
        candidates = account | account.child_ids
        found = candidates.filtered(
            lambda address: (_plain(address.street), _plain(address.zip)) == wanted
        )
        return found if len(found) == 1 else account.browse()


def _plain(text):
    return "".join(char for char in (text or "").lower() if char.isalnum())


def _head(document):
    """What answers repeat of the head, as JSON."""
    head = {name: _json(getattr(document, name)) for name in ANSWERED}
    return head | {"parties": [asdict(party) for party in document.parties]}


def _line(line):
    """What answers repeat of a line, as JSON."""
    return {
        "id": line.line_id,
        "quantity": float(line.quantity or 0),
        "unit": line.unit,
        "sku": line.sku,
        "customer_code": line.customer_code,
        "barcode": line.barcode,
        "description": line.description[:200],
        "price": float(line.price) if line.price is not None else None,
        "basis": str(line.price_basis),
        "requested": _json(line.requested_date),
    }


def _json(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
