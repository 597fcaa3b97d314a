"""ORDERS order, ORDCHG its change, ORDRSP the answer to both."""

from ...grammar import table

CHARGE = """
{0}ALC O 99:
{0}  ALI O 5
{0}  DTM O 5
{0}  QTY O 1:
{0}    RNG O 1
{0}  PCD O 13:
{0}    RNG O 1
{0}  MOA O 4:
{0}    RNG O 1
{0}  RTE O 1:
{0}    RNG O 1
{0}  TAX O 5:
{0}    MOA O 1
"""

PARTY = """
{0}NAD O *:
{0}  LOC O 99
{0}  FII O 5
{0}  RFF O 99:
{0}    DTM O 5
{0}  DOC O 5:
{0}    DTM O 5
{0}  CTA O 5:
{0}    COM O 9
"""

REFERENCE = """
{0}RFF O 9999:
{0}  DTM O 5
"""

TABLE = (
    """
UNH M 1
BGM M 1
DTM M 35
PAI O 1
ALI O 5
IMD O 999
FTX O 99
GIR O 10
"""
    + REFERENCE.format("")
    + PARTY.format("")
    + """
TAX O 5:
  MOA O 1
  LOC O 5
CUX O 5:
  PCD O 5
  DTM O 5
PAT O 10:
  DTM O 5
  PCD O 1
  MOA O 1
TDT O 10:
  LOC O 10:
    DTM O 5
TOD O 5:
  LOC O 5
PAC O 99:
  MEA O 5
  PCI O 5:
    RFF O 1
    DTM O 5
    GIN O 10
EQD O 10:
  HAN O 5
  MEA O 5
  FTX O 5
SCC O 10:
  FTX O 5
  RFF O 5
  QTY O 10:
    DTM O 5
APR O 25:
  PRI O 1
  QTY O 5
  DTM O 5
  MOA O 2
  RNG O 1
"""
    + CHARGE.format("")
    + """
RCS O 999:
  RFF O 5
  DTM O 5
  FTX O 99
LIN O 200000:
  PIA O 25
  IMD O 99
  MEA O 99
  QTY O 99
  PCD O 5
  ALI O 5
  DTM O 35
  MOA O 10
  GIN O 1000
  GIR O 1000
  QVR O 1
  DOC O 99
  PAI O 1
  FTX O 99
  CCI O 999:
    CAV O 10
    MEA O 10
  PAT O 10:
    DTM O 5
    PCD O 1
    MOA O 1
  PRI O 25:
    CUX O 1
    APR O 99
    RNG O 1
    DTM O 5
"""
    + REFERENCE.format("  ")
    + """
  PAC O 99:
    MEA O 10
    QTY O 5
    DTM O 5
    RFF O 1:
      DTM O 5
    PCI O 5:
      RFF O 1
      DTM O 5
      GIN O 10
  LOC O 9999:
    QTY O 1
    PCD O 1
    DTM O 5
  TAX O 10:
    MOA O 1
    LOC O 5
"""
    + PARTY.format("  ")
    + CHARGE.format("  ")
    + """
  TDT O 10:
    LOC O 10:
      DTM O 5
  TOD O 5:
    LOC O 5
  EQD O 10:
    HAN O 5
    MEA O 5
    FTX O 5
  SCC O 100:
    FTX O 5
    RFF O 5
    QTY O 10:
      DTM O 5
  RCS O 999:
    RFF O 5
    DTM O 5
    FTX O 99
  STG O 10:
    QTY O 3:
      MOA O 1
UNS M 1
MOA O 12
CNT O 10
ALC O 10:
  ALI O 1
  MOA O 2
UNT M 1
"""
)

TABLES = {name: table(TABLE, name) for name in ("ORDERS", "ORDCHG", "ORDRSP")}
