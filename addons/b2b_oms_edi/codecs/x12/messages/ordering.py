"""850 purchase order, 855 its acknowledgement, 860 its change by the buyer, 865 the answer to that."""

from ...grammar import table

PARTY = """
{0}N1 O 200:
{0}  N2 O 2
{0}  N3 O 2
{0}  N4 O *
{0}  NX2 O *
{0}  REF O 12
{0}  PER O *
{0}  SI O *
{0}  FOB O 1
{0}  TD1 O 2
{0}  TD5 O 12
{0}  TD3 O 12
{0}  TD4 O 5
{0}  PKG O 200
{0}  MSG O *
{0}  SCH O 200
{0}  DTM O *
"""

HEADING = """
CUR O 1
REF O *
PER O *
TAX O *
FOB O *
CTP O *
PAM O 10
CSH O 5
TD2 O 5
SAC O 25:
  CUR O 1
ITD O 5
DIS O 20
INC O 1
DTM O 10
LDT O 12
LIN O 5
SI O *
PID O 200
MEA O 40
PWK O 25
PKG O 200
TD1 O 2
TD5 O 12
TD3 O 12
TD4 O 5
MAN O 10
PCT O *
CTB O *
TXI O *
AMT O *:
  REF O *
  DTM O 1
  PCT O *
  FA1 O *:
    FA2 M *
N9 O 1000:
  DTM O *
  MSG O 1000
  PWK O *
""" + PARTY.format("") + """
LM O *:
  LQ M 100
SPI O *:
  REF O 5
  DTM O 5
  MSG O 50
  N1 O 20:
    N2 O 2
    N3 O 2
    N4 O 1
    REF O 20
    G61 O 1
    MSG O 50
  CB1 O *:
    REF O 20
    DTM O 5
    LDT O 1
    MSG O 50
ADV O *:
  DTM O *
  MTX O *
"""  # fmt: skip

LINE = """
  ACK O 104:
    DTM O 1
  LIN O *
  SI O *
  CUR O 1
  CN1 O 1
  PO3 O 25
  CTP O *:
    CUR O 1
  PAM O 10
  MEA O 40
  PID O 1000:
    MEA O 10
  PWK O 25
  PKG O 200
  PO4 O *
  REF O *
  PER O 5
  SAC O 25:
    CUR O 1
    CTP O 1
  IT8 O 25
  CSH O *
  ITD O 5
  DIS O 20
  INC O 1
  TAX O *
  FOB O *
  SDQ O 500
  IT3 O 5
  DTM O 10
  TC2 O 2
  TD1 O 1
  TD5 O 12
  TD3 O 12
  TD4 O 5
  PCT O *
  MAN O 10
  MSG O *
  SPI O *
  TXI O *
  CTB O *
  ACK O 104:
    DTM O 1
  QTY O *:
    SI O *
  SCH O 200:
    TD1 O 2
    TD5 O 12
    TD3 O 12
    TD4 O 5
    REF O *
  PKG O 200:
    MEA O *
  LDT O *:
    QTY O *
    MSG O 1
    REF O *
    LM O *:
      LQ M 100
  N9 O 1000:
    DTM O *
    MEA O 40
    MSG O 1000
""" + PARTY.format("  ") + """
  SLN O 1000:
    ACK O 104
    MSG O *
    SI O *
    PID O 1000
    PO3 O 104
    TC2 O 2
    ADV O *
    DTM O 10
    CTP O 25
    PAM O 10
    PO4 O 1
    TAX O 3
    N9 O *
    SAC O 25:
      CUR O 1
      CTP O 1
    QTY O *:
      SI O *
    N1 O 10:
      N2 O 2
      N3 O 2
      N4 O 1
      NX2 O *
      REF O 12
      PER O 3
      SI O *
  AMT O *:
    REF O 1
    PCT O *
  LM O *:
    LQ M 100
"""  # fmt: skip

END = """
CTT O 1:
  AMT O *
AMT O *
SE M 1
"""


def _set(beginning, line, need):
    return table(f"ST M 1\n{beginning} M 1\n{HEADING}\n{line} {need} *:\n{LINE}\n{END}")


TABLES = {
    "850": _set("BEG", "PO1", "O"),
    "855": _set("BAK", "PO1", "O"),
    "860": _set("BCH", "POC", "O"),
    "865": _set("BCA", "POC", "O"),
}
