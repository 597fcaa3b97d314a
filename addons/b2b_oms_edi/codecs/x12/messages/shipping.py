"""856 ship notice: a tree of HL loops, flat in the table because HL02 says who is below whom."""

from ...grammar import table

TABLES = {
    "856": table("""
ST M 1
BSN M 1
DTM O 10
HL M *:
  LIN O 1
  SN1 O 1
  SLN O 1000
  PRF O 1
  PO4 O 1
  PID O 200
  MEA O 40
  PWK O 25
  PKG O 25
  TD1 O 20
  TD5 O 12
  TD3 O 12
  TD4 O 5
  TSD O 1
  REF O *
  PER O 3
  MAN O *
  DTM O 10
  FOB O 1
  PAL O 1
  CUR O 1
  CLD O 200:
    REF O 200
    DTP O 1
  N1 O 200:
    N2 O 2
    N3 O 2
    N4 O 1
    REF O 12
    PER O 3
    FOB O 1
  SAC O *
  LM O 10:
    LQ M 100
CTT O 1
SE M 1
""")
}
