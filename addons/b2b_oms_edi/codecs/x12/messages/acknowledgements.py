"""997 functional and 999 implementation acknowledgement."""

from ...grammar import table

TABLES = {
    "997": table("""
ST M 1
AK1 M 1
AK2 O *:
  AK3 O *:
    AK4 O 99
  AK5 M 1
AK9 M 1
SE M 1
"""),
    "999": table("""
ST M 1
AK1 M 1
AK2 O *:
  IK3 O *:
    CTX O 10
    IK4 O *:
      CTX O 10
  IK5 M 1
AK9 M 1
SE M 1
"""),
}
