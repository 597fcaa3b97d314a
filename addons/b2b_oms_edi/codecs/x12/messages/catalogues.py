"""846 inventory, 832 price catalogue."""

from ...grammar import table

PARTY = """
{0}N1 O *:
{0}  N2 O 2
{0}  N3 O 2
{0}  N4 O 1
{0}  REF O 12
{0}  PER O 3
"""

TABLES = {
    "846": table(f"""
ST M 1
BIA M 1
CUR O 1
DTM O 10
REF O 12
PER O 3
MEA O *
{PARTY.format("")}
LIN M *:
  PID O 200
  MEA O 40
  PKG O 25
  DTM O 10
  CTP O 6
  CUR O 1
  PO4 O 1
  SAC O 25
  REF O *
  PER O 3
  SDQ O 500
  MAN O 1
  UIT O 1
  CS O 1
  DD O 100
  G53 O 1
  PCT O *
  QTY O 99:
    MEA O 25
    DTM O 10
    REF O *
    UIT O 12
  SCH O 25
{PARTY.format("  ")}
CTT O 1
SE M 1
"""),
    "832": table(f"""
ST M 1
BCT M 1
REF O 12
PER O 3
CTB O *
CUR O 5
DTM O 10
ITD O 5
TD5 O 5
FOB O 1
PID O 200
SAC O 25
N9 O *:
  MSG O *
{PARTY.format("")}
LIN O *:
  G53 O 1
  DTM O 10
  REF O *
  PER O 3
  CTB O *
  PID O 200
  MEA O 40
  PKG O 25
  PKL O 25
  PO4 O *
  SAC O 25
  IT8 O 25
  FOB O *
  N9 O *:
    MSG O *
  CTP O *:
    CUR O 5
    DTM O 10
    PO4 O *
    SAC O 25
  SLN O *
{PARTY.format("  ")}
CTT O 1
SE M 1
"""),
}
