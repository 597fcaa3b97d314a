"""INVOIC invoice and credit note."""

from ...grammar import table
from .ordering import CHARGE, PARTY, REFERENCE

TABLES = {
    "INVOIC": table(
        """
UNH M 1
BGM M 1
DTM M 35
PAI O 1
ALI O 5
IMD O 1
FTX O 99
LOC O 10
GIR O 10
"""
        + REFERENCE.format("")
        + PARTY.format("")
        + """
TAX O 5:
  MOA O 1
  LOC O 5
CUX O 5:
  DTM O 5
PAT O 10:
  DTM O 5
  PCD O 1
  MOA O 1
  PAI O 1
  FII O 1
TDT O 10:
  LOC O 10:
    DTM O 5
TOD O 5:
  LOC O 5
PAC O 1000:
  MEA O 5
  PCI O 5:
    RFF O 1
    DTM O 5
    GIN O 5
"""
        + CHARGE.format("")
        + """
LIN O 9999999:
  PIA O 25
  IMD O 10
  MEA O 5
  QTY O 5
  PCD O 1
  ALI O 5
  DTM O 35
  GIN O 1000
  GIR O 1000
  QVR O 1
  EQD O 1
  FTX O 99
  MOA O 10:
    CUX O 1
  PAT O 10:
    DTM O 5
    PCD O 1
    MOA O 1
  PRI O 25:
    APR O 1
    RNG O 1
    DTM O 5
"""
        + REFERENCE.format("  ")
        + """
  PAC O 10:
    MEA O 10
    EQD O 1
    PCI O 10:
      RFF O 1
      DTM O 5
      GIN O 10
  LOC O 9999:
    QTY O 100
    DTM O 5
  TAX O 99:
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
UNS M 1
CNT O 10
MOA M 100:
  RFF O 1:
    DTM O 5
TAX O 10:
  MOA O 2
ALC O 15:
  ALI O 1
  MOA O 2
UNT M 1
"""
    )
}
