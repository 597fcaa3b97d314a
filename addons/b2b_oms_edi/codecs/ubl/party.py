"""A party of a UBL document, read by a table."""

from odoo.addons.b2b_oms.documents.party import Party

from .names import SCHEMES

# Where each role stands, below the root; the first found path counts.
ROLES = (
    ("buyer", "cac:BuyerCustomerParty", "cac:Party"),
    ("seller", "cac:SellerSupplierParty", "cac:Party"),
    ("orderer", "cac:OriginatorCustomerParty", "cac:Party"),
    ("bill_to", "cac:AccountingCustomerParty", "cac:Party"),
    ("ship_to", "cac:Delivery", "cac:DeliveryParty"),
)
ADDRESS = {
    "city": ("cbc:CityName",),
    "state": ("cbc:CountrySubentity", "cbc:CountrySubentityCode"),
    "zip": ("cbc:PostalZone",),
    "country": ("cac:Country/cbc:IdentificationCode", "cac:Country/cbc:Name"),
}
STREET = (
    "cbc:StreetName",
    "cbc:BuildingNumber",
    "cbc:AdditionalStreetName",
    "cbc:BuildingName",
    "cac:AddressLine/cbc:Line",
)
PERSON = {
    "name": ("cac:PartyName/cbc:Name", "cac:PartyLegalEntity/cbc:RegistrationName"),
    "vat": ("cac:PartyTaxScheme/cbc:CompanyID",),
    "contact": ("cac:Contact/cbc:Name",),
    "phone": ("cac:Contact/cbc:Telephone",),
    "email": ("cac:Contact/cbc:ElectronicMail",),
}
ADDRESSES = (
    "cac:PostalAddress",
    "cac:DeliveryLocation/cac:Address",
    "cac:DeliveryAddress",
)


def parties(fields):
    """Every party of the document, in the order of ``ROLES``."""
    found = (party(fields, role, holder, inner) for role, holder, inner in ROLES)
    return tuple(each for each in found if each)


def party(fields, role, holder, inner):
    """The party of one role, or None when the document does not name it."""
    elements = fields.all(holder)
    if not elements:
        return None
    outer = fields.below(elements[0], f"{fields.where}/{holder[4:]}")
    people = outer.all(inner)
    person = outer.below(people[0], f"{outer.where}/{inner[4:]}") if people else None
    code, kind, scheme = _code(outer, person)
    values = {"code": code, "code_kind": kind, "qualifier": scheme, "source_role": holder[4:]}
    if person:
        values |= {name: person.text(*paths) for name, paths in PERSON.items()}
    values |= _address(outer, person)
    has_content = any(value for name, value in values.items() if name != "source_role")
    return Party(role=role, **values) if has_content else None


def _code(outer, person):
    """(code, kind, scheme): a GLN before any other number, an identification before an endpoint."""
    candidates = outer.all("cac:DeliveryLocation/cbc:ID")
    if person:
        candidates += person.all("cac:PartyIdentification/cbc:ID") + person.all("cbc:EndpointID")
    found = []
    for element in candidates:
        scheme = (element.get("schemeID") or "").strip()
        code = (element.text or "").strip()
        if code:
            found.append((code, SCHEMES.get(scheme.upper(), "other"), scheme))
    return min(found, key=lambda each: each[1] != "gln", default=("", "", ""))


def _address(outer, person):
    for source in (outer, person):
        for path in ADDRESSES if source else ():
            if elements := source.all(path):
                address = source.below(elements[0], source.where)
                street = tuple(line for path in STREET if (line := address.text(path)))
                return {"street": street} | {
                    name: address.text(*paths) for name, paths in ADDRESS.items()
                }
    return {}
