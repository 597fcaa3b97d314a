"""PRICAT price catalogue."""

from ...grammar import table
from .ordering import CHARGE, REFERENCE

TABLES = {
    "PRICAT": table(
        """
UNH M 1
BGM M 1
DTM M 10
ALI O 5
FTX O 99
"""
        + REFERENCE.format("")
        + """
NAD O 99:
  LOC O 25
  RFF O 99:
    DTM O 5
  CTA O 5:
    COM O 5
TAX O 5:
  MOA O 1
CUX O 5:
  DTM O 5
PAT O 10:
  DTM O 5
  PCD O 1
  MOA O 1
TDT O 5:
  LOC O 10:
    DTM O 5
TOD O 5:
  LOC O 5
"""
        + CHARGE.format("")
        + """
PGI O 1000:
  DTM O 5
  QTY O 5
  ALI O 5
  TAX O 5
  LIN O 9999:
    PIA O 10
    IMD O 25
    MEA O 25
    QTY O 10
    HAN O 5
    ALI O 5
    DTM O 10
    FTX O 5
    DOC O 10
    LOC O 99
    RFF O 99:
      DTM O 5
    TAX O 5:
      MOA O 1
    NAD O 99
    CUX O 5
    PRI O 99:
      CUX O 1
      APR O 1
      RNG O 1
      DTM O 5
"""
        + CHARGE.format("    ")
        + """
    PAC O 10:
      MEA O 10
      HAN O 5
      PCI O 5
      QTY O 5
    TOD O 5
    TDT O 5
LIN O 9999:
  PIA O 10
  IMD O 25
  MEA O 25
  QTY O 10
  DTM O 10
  FTX O 5
  PRI O 99:
    RNG O 1
    DTM O 5
UNS O 1
CNT O 10
UNT M 1
"""
    )
}
