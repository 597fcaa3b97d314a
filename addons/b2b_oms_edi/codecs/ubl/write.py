"""What UBL documents of the seller share: head, parties, items, amounts."""

from decimal import Decimal

from odoo.addons.b2b_oms.documents.problems import Problem

from ..xml_write import Unwritable, valued, written
from .names import CAC, CBC, CUSTOMIZATIONS, ROOT, SCHEME_BY_KIND

CENT = Decimal("0.01")
NEEDED_OF_PARTY = (
    ("code", "missing_endpoint", "electronic address"),
    ("name", "missing_name", "name"),
)


def document(kind, pairs):
    """The bytes of a document of ``CUSTOMIZATIONS``; head and namespaces are added."""
    root, customization, profile = CUSTOMIZATIONS[kind]
    head = [("cbc:CustomizationID", customization), ("cbc:ProfileID", profile)]
    return written(root, head + pairs, {"cac": CAC, "cbc": CBC}, ROOT.format(root))


class Rules:
    """Collects what a document may not be, and refuses it as a whole."""

    def __init__(self):
        self._broken = []

    def check(self, is_kept, code, where, sentence):
        """Note a rule of the syntax that the document breaks."""
        if not is_kept:
            self._broken.append(Problem(code, where, f"{where}: {sentence}"))

    def party(self, party, role, needed=NEEDED_OF_PARTY):
        """The party must be there, with an electronic address and a name."""
        self.check(party is not None, "missing_party", role, "The party is missing.")
        for field, code, what in needed if party else ():
            self.check(getattr(party, field), code, role, f"The party has no {what}.")

    def enforce(self):
        """:raises Unwritable: a rule was broken"""
        if self._broken:
            raise Unwritable(self._broken)


# === PARTIES === #


def party_of(document, role):
    """The party of a document in this role, or None."""
    return next((party for party in document.parties if party.role == role), None)


def scheme(party):
    """The identifier scheme (four digits) of a party's code, empty when it has none."""
    if len(party.qualifier) == 4 and party.qualifier.isdigit():
        return party.qualifier
    return SCHEME_BY_KIND.get(party.code_kind, "")


def brief(party):
    """Endpoint, identification and name: what an answer needs of a party."""
    return [
        ("cbc:EndpointID", valued(party.code, schemeID=scheme(party))),
        ("cac:PartyIdentification", [("cbc:ID", valued(party.code, schemeID=scheme(party)))]),
        ("cac:PartyLegalEntity", [("cbc:RegistrationName", party.name)]),
    ]


def full(party):
    """Everything that is known of a party."""
    return [
        ("cbc:EndpointID", valued(party.code, schemeID=scheme(party))),
        ("cac:PartyIdentification", [("cbc:ID", valued(party.code, schemeID=scheme(party)))]),
        ("cac:PartyName", [("cbc:Name", party.name)]),
        ("cac:PostalAddress", address(party)),
        ("cac:PartyTaxScheme", _vat(party)),
        ("cac:PartyLegalEntity", [("cbc:RegistrationName", party.name)]),
        ("cac:Contact", contact(party)),
    ]


def contact(party):
    """Whom to ask."""
    return [
        ("cbc:Name", party.contact),
        ("cbc:Telephone", party.phone),
        ("cbc:ElectronicMail", party.email),
    ]


def address(party):
    """Where a party is."""
    first, second, *rest = (*party.street, "", "")
    return [
        ("cbc:StreetName", first),
        ("cbc:AdditionalStreetName", second),
        ("cbc:CityName", party.city),
        ("cbc:PostalZone", party.zip),
        ("cbc:CountrySubentity", party.state),
        ("cac:AddressLine", [("cbc:Line", ", ".join(filter(None, rest)))]),
        ("cac:Country", [("cbc:IdentificationCode", party.country)]),
    ]


def _vat(party):
    return (
        [("cbc:CompanyID", party.vat), ("cac:TaxScheme", [("cbc:ID", "VAT")])] if party.vat else []
    )


# === LINES === #


def item(item, *after):
    """An item by all its names; ``after`` follows them in the schema."""
    return [
        ("cbc:Name", item.description or item.sku or item.customer_code or item.barcode),
        ("cac:BuyersItemIdentification", [("cbc:ID", item.customer_code)]),
        ("cac:SellersItemIdentification", [("cbc:ID", item.sku)]),
        ("cac:ManufacturersItemIdentification", [("cbc:ID", item.manufacturer_code)]),
        (
            "cac:StandardItemIdentification",
            [("cbc:ID", valued(item.barcode, schemeID="0160"))],
        ),
        *after,
    ]


def quantity(number, unit):
    """A quantity in the buyer's unit."""
    return valued(number, unitCode=unit)


def amount(number, currency):
    """Money in hundredths."""
    return None if number is None else valued(number.quantize(CENT), currencyID=currency)


def is_money(number):
    """Whether a sum has no part finer than a hundredth, as totals must not."""
    return number is None or number == number.quantize(CENT)


def price(line, currency):
    """The price of a line as the buyer counts it: for so many units."""
    if line.price is None:
        return []
    basis = line.price_basis
    return [
        ("cbc:PriceAmount", valued(line.price * basis, currencyID=currency)),
        ("cbc:BaseQuantity", quantity(basis, line.unit) if basis != 1 else None),
    ]
