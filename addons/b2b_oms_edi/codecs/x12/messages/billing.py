"""810 invoice."""

from ...grammar import table

PARTY = """
{0}N1 O 200:
{0}  N2 O 2
{0}  N3 O 2
{0}  N4 O 1
{0}  REF O 12
{0}  PER O 3
{0}  DMG O 1
"""

TABLES = {
    "810": table(f"""
ST M 1
BIG M 1
NTE O 100
CUR O 1
REF O 12
YNQ O 10
PER O 3
{PARTY.format("")}
ITD O *
DTM O 10
FOB O 1
PID O 200
MEA O 40
PWK O 25
PKG O 25
L7 O 1
BAL O *
N9 O *:
  MSG M 10
IT1 O 200000:
  CRC O 1
  QTY O 5
  CUR O 1
  IT3 O 5
  TXI O *
  CTP O 25
  PAM O 10
  MEA O 40
  PID O 1000:
    MEA O 10
  PWK O 25
  PKG O 25
  PO4 O 1
  ITD O 2
  REF O *
  YNQ O 10
  PER O 5
  SDQ O 500
  DTM O 10
  CAD O *
  L7 O *
  SR O 1
  SAC O 25:
    TXI O 10
  SLN O 1000:
    DTM O 1
    REF O *
    PID O 1000
    SAC O 25
    TC2 O 2
    TXI O 10
{PARTY.format("  ")}
  LM O 10:
    LQ M 100
TDS M 1
TXI O 10
CAD O 1
AMT O *
SAC O 25:
  TXI O 10
ISS O *:
  PID O 1
CTT O 1
SE M 1
""")
}
