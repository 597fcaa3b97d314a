"""ANSI ASC X12: 850, 860, 997, 999, TA1 in; 855, 865, 856, 810, 846, 832 and acknowledgements out."""

from .explain import explain
from .reader import read, sniff

NAME = "x12"
