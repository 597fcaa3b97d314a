"""Orders of 10,000 lines: split into a list of segments beside other readers, and read whole."""

import io
import warnings

from odoo.addons.b2b_oms_edi.codecs import edifact, x12
from odoo.addons.b2b_oms_edi.codecs.edifact import tokenizer as edifact_tokenizer
from odoo.addons.b2b_oms_edi.codecs.x12 import tokenizer as x12_tokenizer

from bench.measure import side_by_side

LINES = 10_000


def measure(env):
    """Four rows: segments of both syntaxes, then bytes to document beside the others' segments."""
    from pydifact.segmentcollection import Interchange
    from pyx12.x12file import X12Reader

    purchase_order, orders = x12_order(LINES), edifact_order(LINES)

    def pyx12_segments():
        return list(X12Reader(io.StringIO(purchase_order.decode())))

    def pydifact_segments():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Interchange.from_str(orders.decode())

    def document(codec, content):
        order = codec.read(content).messages[0].document
        assert len(order.lines) == LINES and not order.problems

    rows = (
        ("850 of 10,000 lines, bytes to segments", "pyx12, the same",
         lambda: x12_tokenizer.pieces(purchase_order.decode()), pyx12_segments),
        ("ORDERS of 10,000 lines, bytes to segments", "pydifact, the same",
         lambda: edifact_tokenizer.pieces(orders.decode()), pydifact_segments),
        ("850 of 10,000 lines, bytes to checked document", "pyx12, segments only",
         lambda: document(x12, purchase_order), pyx12_segments),
        ("ORDERS of 10,000 lines, bytes to checked document", "pydifact, segments only",
         lambda: document(edifact, orders), pydifact_segments),
    )  # fmt: skip
    for what, other, ours, others in rows:
        yield side_by_side(env, what, other, ours, others)


def x12_order(lines):
    """An 850 of about 0.9 MB for 10,000 lines, two segments each."""
    segments = [
        "ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *300101*1200*U*00401*"
        "000000001*0*P*>",
        "GS*PO*BUYER*SELLER*20300101*1200*1*X*004010", "ST*850*0001", "BEG*00*SA*PO1**20300101",
        "CUR*BY*USD", "DTM*002*20300201", "N1*ST*Store*92*S1",
    ]  # fmt: skip
    for number in range(1, lines + 1):
        segments.append(f"PO1*{number}*12*EA*9.25*PE*BP*B{number}*VP*V{number}*UP*012345678905")
        segments.append(f"PID*F****Item number {number}")
    segments += [f"CTT*{lines}", f"SE*{len(segments)}*0001", "GE*1*1", "IEA*1*000000001"]
    return "".join(f"{segment}~\n" for segment in segments).encode()


def edifact_order(lines):
    """An ORDERS of about 1.1 MB for 10,000 lines, five segments each, one of them with a release."""
    segments = [
        "UNB+UNOC:3+5412345000013:14+4012345500004:14+300101:1200+1", "UNH+1+ORDERS:D:96A:UN:EAN008",
        "BGM+220+PO1+9", "DTM+137:20300101:102", "NAD+BY+5412345000013::9", "CUX+2:EUR:9",
    ]  # fmt: skip
    for number in range(1, lines + 1):
        segments += [
            f"LIN+{number}++4006381333931:EN", f"PIA+1+V{number}:SA+B{number}:IN",
            f"IMD+F++:::Item?+ number {number}", "QTY+21:48:PCE", f"PRI+AAA:{number}.58",
        ]  # fmt: skip
    segments += ["UNS+S", f"CNT+2:{lines}", f"UNT+{len(segments) + 2}+1", "UNZ+1+1"]
    return "".join(f"{segment}'\n" for segment in segments).encode()
