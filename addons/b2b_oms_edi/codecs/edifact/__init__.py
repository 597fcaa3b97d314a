"""UN/EDIFACT: ORDERS, ORDCHG, CONTRL in; CONTRL, ORDRSP, DESADV, INVOIC, PRICAT out."""

from .explain import explain
from . import tokenizer
from .reader import read, sniff

NAME = "edifact"
