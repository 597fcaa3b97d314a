"""A UBL order of 10,000 lines and 35 MB: read whole, beside the tree lxml would make of it.

Memory is measured in a process of its own each, above what the bytes themselves take.
``B2B_EDI_XML_LINES=500 make bench`` tries it with fewer lines.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from lxml import etree

from odoo.addons.b2b_oms_edi.codecs import ubl

from bench.measure import side_by_side

ROOT = Path(__file__).resolve().parent.parent.parent
LINES = int(os.environ.get("B2B_EDI_XML_LINES", "10000"))
# What pads a line to the 3.5 kB that lines of real orders of this size have.
NOTE = "Deliver on weekdays only, between eight and noon, at gate C. " * 48

CHILD = """
import json, re, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tools import edi
edi.codecs()
from lxml import etree
from odoo.addons.b2b_oms_edi.codecs import ubl
content = Path({path!r}).read_bytes()
def peak():  # not ru_maxrss: that one remembers the parent
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
before = peak()
found = {work}
print(json.dumps(peak() - before))
"""


def measure(env):
    """One row; how much memory each needs stands in the words."""
    content = order(LINES)

    def document():
        assert len(ubl.decode(content).document.lines) == LINES

    megabytes = len(content) / 1e6
    ours = _memory(content, "ubl.decode(content)")
    theirs = _memory(content, "etree.fromstring(content)")
    yield side_by_side(
        env,
        f"UBL order of {LINES} lines, {megabytes:.0f} MB, to checked document (+{ours:.0f} MB)",
        f"lxml, the tree only (+{theirs:.0f} MB)",
        document,
        lambda: etree.fromstring(content),
    )


def _memory(content, work):
    """MB by which a process grows at the most while it works on these bytes."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(content)
        file.flush()
        script = CHILD.format(root=str(ROOT), path=file.name, work=work)
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
    return json.loads(done.stdout)


def order(lines):
    """A UBL order, about 3.5 kB a line."""
    names = "urn:oasis:names:specification:ubl:schema:xsd:"
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?><Order xmlns="{names}Order-2" '
        f'xmlns:cac="{names}CommonAggregateComponents-2" xmlns:cbc="{names}CommonBasicComponents-2">'
        "<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>"
        "<cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>"
        "<cbc:ID>PO1</cbc:ID><cbc:IssueDate>2030-01-01</cbc:IssueDate>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        "<cac:BuyerCustomerParty><cac:Party><cbc:EndpointID schemeID='0088'>7300010000001"
        "</cbc:EndpointID></cac:Party></cac:BuyerCustomerParty>"
        "<cac:SellerSupplierParty><cac:Party><cbc:EndpointID schemeID='0088'>4012345500004"
        "</cbc:EndpointID></cac:Party></cac:SellerSupplierParty>"
    )
    rows = (
        f"<cac:OrderLine><cbc:Note>{NOTE}</cbc:Note><cac:LineItem><cbc:ID>{number}</cbc:ID>"
        '<cbc:Quantity unitCode="EA">12</cbc:Quantity><cac:Price>'
        '<cbc:PriceAmount currencyID="EUR">9.25</cbc:PriceAmount></cac:Price><cac:Item>'
        f"<cbc:Name>Item {number}</cbc:Name><cac:SellersItemIdentification><cbc:ID>V{number}"
        "</cbc:ID></cac:SellersItemIdentification></cac:Item></cac:LineItem></cac:OrderLine>"
        for number in range(1, lines + 1)
    )
    return (head + "".join(rows) + "</Order>").encode()
