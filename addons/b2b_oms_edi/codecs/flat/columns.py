"""The names by which buyers head their columns, and what each column means to us."""

from odoo.addons.b2b_oms.documents.table import Headings

# Field → usual headings.
HEADINGS = {
    "number": (
        "PO number", "PO no", "PO", "PO #", "Purchase order", "Purchase order number", "Order number",
        "Order no", "Customer PO", "Your reference", "Bestellnummer", "Bestellnr", "Bestell-Nr",
        "Numéro de commande", "N° commande", "No commande", "Commande", "Número de pedido",
        "N.º pedido", "Pedido", "Bestelnummer", "Inkoopordernummer",
    ),
    "account": (
        "Account", "Account number", "Account no", "Customer", "Customer number", "Customer no",
        "Sold to", "Kundennummer", "Kundennr", "Kunden-Nr", "Kunde", "Numéro client", "Client",
        "Code client", "Número de cliente", "Cliente", "Klantnummer", "Klant",
    ),
    "sku": (
        "SKU", "Item", "Item number", "Item no", "Item #", "Item code", "Product", "Product code",
        "Product number", "Product no", "Article", "Article number", "Material", "Part number",
        "Part no", "Part #", "Part", "Code", "Vendor part", "Vendor part number", "Supplier part",
        "Artikelnummer", "Artikelnr", "Artikel-Nr", "Artikel", "Référence", "Code article",
        "Référence article", "Código", "Código de artículo", "Artículo", "Referencia", "Artikelcode",
    ),
    "customer_code": (
        "Customer part", "Customer part number", "Customer part no", "Customer item",
        "Customer item number", "Customer SKU", "Buyer part", "Buyer part number", "Buyer item",
        "My part number", "Our part", "Our part number", "Our item", "Our article",
        "Kundenartikelnummer", "Unsere Artikelnummer", "Référence client", "Notre référence",
        "Referencia cliente", "Nuestro código", "Klantartikelnummer", "Ons artikelnummer",
    ),
    "barcode": (
        "Barcode", "EAN", "EAN13", "EAN code", "GTIN", "UPC", "UPC code", "Strichcode", "Code-barres",
        "Code barre", "Código de barras", "Streepjescode",
    ),
    "description": (
        "Description", "Item description", "Product description", "Product name", "Name",
        "Bezeichnung", "Beschreibung", "Artikelbezeichnung", "Désignation", "Libellé",
        "Descripción", "Nombre", "Omschrijving",
    ),
    "quantity": (
        "Qty", "Quantity", "Qty ordered", "Quantity ordered", "Order qty", "Order quantity",
        "Ordered", "Ordered qty", "Menge", "Anzahl", "Bestellmenge", "Quantité", "Qté",
        "Quantité commandée", "Cantidad", "Cant", "Aantal", "Hoeveelheid",
    ),
    "unit": (
        "Unit", "UOM", "U/M", "UM", "Unit of measure", "Order unit", "Einheit", "ME",
        "Mengeneinheit", "Unité", "Unité de mesure", "Unidad", "Unidad de medida", "Eenheid",
    ),
    "price": (
        "Price", "Unit price", "Net price", "Price each", "Cost", "Unit cost", "Rate", "Preis",
        "Einzelpreis", "Stückpreis", "Nettopreis", "Prix", "Prix unitaire", "PU", "Precio",
        "Precio unitario", "Prijs", "Stukprijs",
    ),
    "requested_date": (
        "Requested date", "Requested delivery", "Requested delivery date", "Request date",
        "Delivery date", "Due date", "Date required", "Required date", "Need by", "Needed by",
        "Ship date", "Liefertermin", "Lieferdatum", "Wunschtermin", "Date de livraison",
        "Livraison souhaitée", "Fecha de entrega", "Fecha solicitada", "Leverdatum",
    ),
    "ship_to": (
        "Ship to", "Ship-to", "Ship to code", "Ship to number", "Deliver to", "Delivery address",
        "Delivery location", "Location", "Store", "Store number", "Branch", "Lieferadresse",
        "Filiale", "Warenempfänger", "Adresse de livraison", "Livrer à", "Magasin",
        "Dirección de entrega", "Tienda", "Afleveradres", "Vestiging",
    ),
    "currency": ("Currency", "Curr", "Währung", "Devise", "Moneda", "Valuta"),
    "note": (
        "Note", "Notes", "Comment", "Comments", "Remark", "Remarks", "Instructions", "Bemerkung",
        "Hinweis", "Remarque", "Commentaire", "Nota", "Comentario", "Observaciones", "Opmerking",
    ),
}  # fmt: skip

ITEM_FIELDS = ("sku", "customer_code", "barcode")


ORDER = Headings(HEADINGS)


def is_header(cells):
    """Whether a row heads an order: at least two known headings, an item or a quantity among them."""
    found = ORDER.recognize(cells)
    return len(found) >= 2 and bool({"quantity", *ITEM_FIELDS} & found.keys())
