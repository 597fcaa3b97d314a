"""Interchanges to be damaged: builders shared by the tests of the codecs."""

from datetime import datetime

from ..codecs import edifact, judgement, x12
from ..codecs.edifact import encode_acknowledgement as contrl
from ..codecs.x12 import encode_acknowledgement as functional
from ..codecs.x12.messages import ACKNOWLEDGING
from ..documents.envelope import Address, Envelope

PO = ("BEG*00*SA*PO-1**20300105", "N1*ST*Store*92*S1", "PO1*1*12*EA*9.25*PE*VP*N-1", "CTT*1")
ORDERS = (
    "BGM+220+PO-1+9", "DTM+137:20300105:102", "NAD+BY+5412345000013::9", "LIN+1++4006381333931:EN",
    "QTY+21:12:PCE", "PRI+AAA:9.25", "UNS+S", "CNT+2:1",
)  # fmt: skip
US = Envelope(
    Address("NORTHDIST", "01"), Address("HARBORMRO", "ZZ"), "77", "", group="78", message="1",
    sent_at=datetime(2030, 1, 6, 10, 0),
)  # fmt: skip


def isa(number="000000101", version="00401", sender="HARBORMRO", test="P"):
    """An ISA without its terminator."""
    return (
        f"ISA*00*          *00*          *ZZ*{sender:<15}*01*NORTHDIST      *300105*0915*U*{version}*"
        f"{number}*0*{test}*>"
    )


def x12_text(*bodies, kind="850", group="PO", release="004010", end="\n", **header):
    """One group of documents of one kind; each body is segments without ST and SE."""
    segments = [isa(**header), f"GS*{group}*HARBORMRO*NORTHDIST*20300105*0915*101*X*{release}"]
    for number, body in enumerate(bodies or (PO,), 1):
        segments += [f"ST*{kind}*{number:04d}", *body, f"SE*{len(body) + 2}*{number:04d}"]
    segments += [f"GE*{len(bodies or (PO,))}*101", f"IEA*1*{header.get('number', '000000101')}"]
    return "".join(f"{segment}~{end}" for segment in segments)


def edifact_text(*bodies, kind="ORDERS:D:96A:UN:EAN008", syntax="UNOC:3", end="\n"):
    """One interchange of messages of one kind; each body is segments without UNH and UNT."""
    segments = [f"UNB+{syntax}+5412345000013:14+4012345500004:14+300105:0915+4711"]
    for number, body in enumerate(bodies or (ORDERS,), 1):
        segments += [f"UNH+{number}+{kind}", *body, f"UNT+{len(body) + 2}+{number}"]
    segments.append(f"UNZ+{len(bodies or (ORDERS,))}+4711")
    return "".join(f"{segment}'{end}" for segment in segments)


def changed(body, old, new):
    """``body`` with every ``old`` made ``new``; a segment made empty goes."""
    return tuple(filter(None, (segment.replace(old, new) for segment in body)))


def reasons(reading):
    """Every reason and problem code of a reading."""
    found = {problem.code for problem in reading.problems}
    for one in reading.interchanges:
        found |= {fault.reason for fault in one.faults}
        for group in one.groups:
            found |= {fault.reason for fault in group.faults}
        for message in one.messages:
            found |= {fault.reason for fault in message.faults}
            found |= document_codes(message.document)
    return found


def document_codes(document):
    """Codes of the problems of an order or a change."""
    found = {problem.code for problem in getattr(document, "problems", ())}
    for line in getattr(document, "lines", ()):
        found |= {problem.code for problem in getattr(line, "line", line).problems}
    return found


def answers(reading):
    """What the sender is told, as text: 997s and the TA1, or the CONTRL."""
    found = []
    for one in reading.interchanges:
        if reading.syntax == "edifact":
            verdict = judgement.of_interchange(one, frozenset({"CONTRL"}))
            found += [contrl.encode(verdict, US)] if verdict else []
            continue
        found += [functional.encode(v, US) for v in judgement.of_groups(one, ACKNOWLEDGING)]
        verdict = judgement.of_interchange(one, ACKNOWLEDGING)
        found += [functional.encode_ta1(verdict, one.envelope, US)] if verdict else []
    return b"".join(found).decode("latin-1")


CODECS = {"x12": x12, "edifact": edifact}
