from dataclasses import asdict
from decimal import Decimal

from odoo import api, models

from odoo.addons.b2b_oms.documents.party import Party

from ..documents.item import Item

# Qualifiers of identities that say who gave the code.
GIVEN_BY = {"14": "gln", "0088": "gln", "UL": "gln", "1": "duns", "01": "duns", "0060": "duns"}


class EdiMapper(models.AbstractModel):
    """Records to a document we send. One model a kind of document; the only layer that knows both."""

    _name = "b2b.edi.mapper"
    _inherit = "b2b.plugin"
    _description = "Records to documents"

    @api.model
    def _by_kind(self, kind):
        """The mapper of this kind of document."""
        return next(mapper for mapper in self._all() if mapper._code == kind)

    def _document(self, exchange):
        """Override this to return the document that is due, None when there is nothing to say.

        :param exchange: ``b2b.edi.exchange`` with partner and record
        """
        raise NotImplementedError

    # === WHO === #

    @api.model
    def _parties(self, partner, order, ship_to=None):
        """Seller, buyer, ship-to and bill-to, by the codes the buyer used where there are some."""
        said = {
            party["role"]: Party(**{**party, "street": tuple(party["street"])})
            for party in (order.b2b_edi_head or {}).get("parties", ())
        }
        account = partner.account_id
        us = partner.company_id.partner_id
        seller = self._party(
            "seller", us, partner.our_id, partner.our_qualifier, said.get("seller")
        )
        buyer = self._party("buyer", account, partner.their_id, partner.their_qualifier)
        if said.get("buyer") and said["buyer"].code:
            buyer = self._filled(said["buyer"], account)
        address = ship_to or order.partner_shipping_id or account
        place = self._party("ship_to", address, self._code_of(address, account), "")
        if not ship_to and said.get("ship_to"):
            place = self._filled(said["ship_to"], address)
        bill_to = said.get("bill_to")
        payer = [self._filled(bill_to, order.partner_invoice_id)] if bill_to else []
        return (seller, buyer, place, *payer)

    def _code_of(self, address, account):
        return self.env["b2b.edi.ship.to"]._code_of(address, account) or address.ref or ""

    def _party(self, role, record, code, qualifier, said=None):
        """A party of ours or theirs; ``said`` is how the buyer named it, which is repeated."""
        if said and said.code:
            return self._filled(said, record)
        kind = GIVEN_BY.get(qualifier or "", "seller" if role == "seller" else "buyer")
        is_scheme = bool(qualifier) and len(qualifier) == 4
        return self._filled(
            Party(role, code or "", kind, qualifier=qualifier if is_scheme else ""), record
        )

    def _filled(self, party, record):
        """The party with what our records know and the document left out."""
        known = {
            "name": record.commercial_company_name or record.name or "",
            "street": tuple(filter(None, (record.street, record.street2))),
            "city": record.city or "",
            "state": record.state_id.code or "",
            "zip": record.zip or "",
            "country": record.country_id.code or "",
            "vat": record.vat or "",
        }
        values = asdict(party)
        return Party(**{name: value or known.get(name, value) for name, value in values.items()})

    # === WHAT === #

    def _item(self, line):
        """The item of an order line by the buyer's names for it, and ours."""
        said = line.b2b_edi_line or {}
        product = line.product_id
        is_known = product != self.env["sale.order"]._b2b_unknown_item()
        return Item(
            sku=(product.default_code if is_known else "") or said.get("sku", ""),
            customer_code=said.get("customer_code", ""),
            barcode=said.get("barcode", "") or (is_known and product.barcode) or "",
            description=(product.name if is_known else "") or said.get("description", ""),
        )

    def _product_items(self, products, account):
        """{product: ``Item`` by our names and the account's}."""
        parts = self.env["b2b.customer.part"]._of(account, products)
        return {
            product: Item(
                sku=product.default_code or "",
                customer_code=parts[product][0].code if product in parts else "",
                barcode=product.barcode or "",
                description=product.name,
            )
            for product in products
        }

    def _line_id(self, line):
        """The buyer's own number of the line; of a substitute that of what it stands for."""
        line = line.b2b_substituted_line_id or line
        return (line.b2b_edi_line or {}).get("id") or str(line.id)

    def _unit(self, line):
        """The unit in the buyer's words."""
        said = (line.b2b_edi_line or {}).get("unit")
        return said or line.b2b_source_unit or unit_code(line.product_uom_id)


def unit_code(uom):
    """A unit as EDI calls it; pieces where there is no better word."""
    known = {
        "units": "EA",
        "dozens": "DZ",
        "dozen": "DZ",
        "kg": "KG",
        "g": "GR",
        "m": "MR",
        "l": "LT",
    }
    name = uom.name.strip().lower()
    if name in known:
        return known[name]
    return "CT" if name.startswith("carton") else "CA" if name.startswith("case") else "EA"


def decimal(number, digits=6):
    """A float of Odoo as the decimal people see."""
    return Decimal(str(round(number, digits))).normalize() + Decimal(0)


def money(number, currency):
    """A sum in whole units of its currency."""
    return Decimal(str(currency.round(number))).quantize(
        Decimal(1).scaleb(-currency.decimal_places)
    )
