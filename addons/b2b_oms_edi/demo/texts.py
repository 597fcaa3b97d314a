"""What the demo's buyers send: one order each, in four syntaxes."""

X12 = (
    "ISA*00*          *00*          *ZZ*GREATLAKESFAB  *ZZ*DEMODIST       *{short}*0915*U*00401*"
    "{control:09d}*0*P*>~\nGS*PO*GREATLAKESFAB*DEMODIST*{day}*0915*{control}*X*004010~\n"
    "ST*850*0001~\nBEG*00*SA*{po}**{day}~\nCUR*BY*USD~\n"
    "N1*BY*Great Lakes Fabrication*92*GLF~\n{lines}CTT*{count}~\nSE*{segments}*0001~\n"
    "GE*1*{control}~\nIEA*1*{control:09d}~\n"
)
X12_LINE = "PO1*{line}*{quantity}*EA*{price}*PE*{kind}*{code}~\n"

EDIFACT = (
    "UNA:+.? '\nUNB+UNOC:3+5412345000013:14+4012345500004:14+{short}:0915+{control}'\n"
    "UNH+1+ORDERS:D:96A:UN:EAN008'\nBGM+220+{po}+9'\nDTM+137:{day}:102'\n"
    "NAD+BY+5412345000013::9'\nNAD+SU+4012345500004::9'\nCUX+2:USD:9'\n"
    "{lines}UNS+S'\nCNT+2:{count}'\nUNT+{segments}+1'\nUNZ+1+{control}'\n"
)
EDIFACT_LINE = "LIN+{line}++'\nPIA+5+{code}:{kind}'\nQTY+21:{quantity}:PCE'\nPRI+AAA:{price}'\n"

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>
  <cbc:ID>{po}</cbc:ID>
  <cbc:IssueDate>{date}</cbc:IssueDate>
  <cbc:DocumentCurrencyCode>USD</cbc:DocumentCurrencyCode>
  <cac:BuyerCustomerParty><cac:Party>
    <cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>
    <cac:PartyName><cbc:Name>Pinecrest Property Care</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cac:Country><cbc:IdentificationCode>US</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
  </cac:Party></cac:BuyerCustomerParty>
  <cac:SellerSupplierParty><cac:Party>
    <cbc:EndpointID schemeID="0088">4012345500004</cbc:EndpointID>
  </cac:Party></cac:SellerSupplierParty>
{lines}</Order>
"""
UBL_LINE = """  <cac:OrderLine><cac:LineItem>
    <cbc:ID>{line}</cbc:ID>
    <cbc:Quantity unitCode="EA">{quantity}</cbc:Quantity>
    <cac:Price><cbc:PriceAmount currencyID="USD">{price}</cbc:PriceAmount></cac:Price>
    <cac:Item><cbc:Name>{code}</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>{code}</cbc:ID></cac:SellersItemIdentification>
    </cac:Item>
  </cac:LineItem></cac:OrderLine>
"""
CXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/Fulfill.dtd">
<cXML payloadID="{control}.{po}@procure.example" timestamp="{date}T09:15:00+00:00" version="1.2.050">
<Header>
  <From><Credential domain="NetworkId"><Identity>AN-IRONWOOD</Identity></Credential></From>
  <To><Credential domain="NetworkId"><Identity>AN-DEMODIST</Identity></Credential></To>
  <Sender><Credential domain="NetworkId"><Identity>AN-IRONWOOD</Identity>
    <SharedSecret>demo words</SharedSecret></Credential><UserAgent>Procure</UserAgent></Sender>
</Header>
<Request><OrderRequest>
<OrderRequestHeader orderID="{po}" orderDate="{date}" type="new">
  <Total><Money currency="USD">{total}</Money></Total>
</OrderRequestHeader>
{lines}</OrderRequest></Request>
</cXML>
"""
CXML_LINE = """  <ItemOut quantity="{quantity}" lineNumber="{line}">
    <ItemID><SupplierPartID>{code}</SupplierPartID></ItemID>
    <ItemDetail>
      <UnitPrice><Money currency="USD">{price}</Money></UnitPrice>
      <Description xml:lang="en">{code}</Description>
      <UnitOfMeasure>EA</UnitOfMeasure>
    </ItemDetail>
  </ItemOut>
"""
# Template, a line, segments around the lines, segments a line, and the word for the buyer's item.
SYNTAXES = {
    "x12": (X12, X12_LINE, 6, 1, ("VP", "BP")),
    "edifact": (EDIFACT, EDIFACT_LINE, 9, 4, ("SA", "IN")),
    "ubl": (UBL, UBL_LINE, 0, 0, ("", "")),
    "cxml": (CXML, CXML_LINE, 0, 0, ("", "")),
}


def order(syntax, po, control, today, lines):
    """The bytes of an order.

    :param lines: list of (code, quantity, price, whether the code is the buyer's own)
    """
    template, row, around, each, kinds = SYNTAXES[syntax]
    rows = "".join(
        row.format(
            line=number,
            code=code,
            quantity=quantity,
            price=price,
            kind=kinds[is_buyers],
        )
        for number, (code, quantity, price, is_buyers) in enumerate(lines, 1)
    )
    return template.format(
        po=po,
        control=control,
        day=today.strftime("%Y%m%d"),
        short=today.strftime("%y%m%d"),
        date=today.isoformat(),
        lines=rows,
        total=round(sum(quantity * price for _code, quantity, price, _buyers in lines), 2),
        count=len(lines),
        segments=around + each * len(lines),
    ).encode()
