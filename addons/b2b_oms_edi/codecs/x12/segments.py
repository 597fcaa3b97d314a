"""The elements of every segment we read or write, with number, type and length.

A row is a tag and its elements: ``324!AN1-22`` is data element 324, mandatory, text of 1 to 22
characters. Types: AN text, ID code, DT date, TM time, R decimal, N0 and N2 whole numbers (the
last with two implied decimals). ``(…)5`` repeats a group five times. Lengths are those of 5010 where
releases differ, for reading; the writer keeps to 4010 where a release is older.
"""

import re
from typing import NamedTuple

TEXT = """
ISA 101!ID2-2 102!AN10-10 103!ID2-2 104!AN10-10 105!ID2-2 106!AN15-15 105!ID2-2 107!AN15-15 108!DT6-6
    109!TM4-4 165!AN1-1 111!ID5-5 112!N09-9 113!ID1-1 114!ID1-1 115!AN1-1
GS  479!ID2-2 142!AN2-15 124!AN2-15 373!DT6-8 337!TM4-8 28!N01-9 455!ID1-2 480!AN1-12
GE  97!N01-6 28!N01-9
IEA 116!N01-5 112!N09-9
TA1 112!N09-9 113!DT6-6 114!TM4-4 115!ID1-1 118!ID3-3
ST  143!ID3-3 329!AN1-9 1705AN1-35
SE  96!N01-10 329!AN1-9
BEG 353!ID2-2 92!ID2-2 324!AN1-22 328AN1-30 373!DT6-8 367AN1-30 587ID2-2 1019ID3-3 668ID2-2 640ID2-2
BCH 353!ID2-2 92!ID2-2 324!AN1-22 328AN1-30 327AN1-8 373!DT6-8 326AN1-45 367AN1-30 127AN1-50 373DT6-8
    373DT6-8 1073ID1-1
BAK 353!ID2-2 587!ID2-2 324!AN1-22 373!DT6-8 328AN1-30 326AN1-45 367AN1-30 127AN1-50 373DT6-8 640ID2-2
BCA 353!ID2-2 587ID2-2 324!AN1-22 328AN1-30 327AN1-8 373!DT6-8 326AN1-45 367AN1-30 127AN1-50 373DT6-8
    373DT6-8 373DT6-8
BSN 353!ID2-2 396!AN2-30 373!DT6-8 337!TM4-8 1005ID4-4 640ID2-2 641ID3-3
BIG 373!DT6-8 76!AN1-22 373DT6-8 324AN1-22 328AN1-30 327AN1-8 640ID2-2 353ID2-2 306ID1-2
BIA 353!ID2-2 755!ID2-2 127!AN1-50 373!DT6-8 337TM4-8 306ID1-2
BCT 683!ID2-2 684AN1-15 685AN1-15 686AN1-15 687AN1-15 688AN1-15 324AN1-22 328AN1-30 352AN1-80 353ID2-2
CUR 98!ID2-3 100!ID3-3 280R4-10 98ID2-3 100ID3-3 669ID3-3 374ID3-3 373DT6-8 337TM4-8
REF 128!ID2-3 127AN1-50 352AN1-80 C040AN1-99
PER 366!ID2-2 93AN1-60 365ID2-2 364AN1-256 365ID2-2 364AN1-256 365ID2-2 364AN1-256 443AN1-20
TAX 325AN1-20 (309ID1-2 310AN1-30)5 441ID1-1 1179AN1-10
FOB 146!ID2-2 309ID1-2 352AN1-80 334ID2-2 335ID3-3 309ID1-2 352AN1-80 54ID2-2 352AN1-80
ITD 336ID2-2 333ID1-2 338R1-6 370DT6-8 351N01-3 446DT6-8 386N01-3 362N21-10 388DT6-8 389N21-10 342R1-5
    352AN1-80 765N01-2 107ID1-2 954R1-10
DTM 374!ID3-3 373DT6-8 337TM4-8 623ID2-2 1250ID2-3 1251AN1-35
SAC 248!ID1-1 1300ID4-4 559ID2-2 1301AN1-10 610N21-15 378ID1-1 332R1-6 118R1-9 355ID2-2 380R1-15
    380R1-15 331ID2-2 127AN1-50 770AN1-20 352AN1-80 819ID2-3
N9  128!ID2-3 127AN1-50 369AN1-45 373DT6-8 337TM4-8 623ID2-2 C040AN1-99
MSG 933!AN1-264 934ID2-2 1470N01-9
N1  98!ID2-3 93AN1-60 66ID1-2 67AN2-80 706ID2-2 98ID2-3
N2  93!AN1-60 93AN1-60
N3  166!AN1-55 166AN1-55
N4  19AN2-30 156ID2-2 116ID3-15 26ID2-3 309ID1-2 310AN1-30
PO1 350AN1-20 380R1-15 355ID2-2 212R1-17 639ID2-2 (235ID2-2 234AN1-48)10
IT1 350AN1-20 358R1-15 355ID2-2 212R1-17 639ID2-2 (235ID2-2 234AN1-48)10
POC 350AN1-20 670!ID2-2 330R1-15 671R1-9 C001AN1-99 212R1-17 639ID2-2 (235ID2-2 234AN1-48)10
ACK 668!ID2-2 380R1-15 355ID2-2 374ID3-3 373DT6-8 326AN1-45 (235ID2-2 234AN1-48)10 559ID2-2 822AN1-15
    1271AN1-30
PID 349!ID1-1 750ID2-3 559ID2-2 751AN1-12 352AN1-80 752ID2-2 822AN1-15 1073ID1-1 819ID2-3
PO4 356N01-6 357R1-8 355ID2-2 103AN3-5 187ID1-2 384R1-9 355ID2-2 385R1-9 355ID2-2 82R1-8 189R1-8 65R1-8
    355ID2-2 810N01-6
CTP 687ID2-2 236ID3-3 212R1-17 380R1-15 C001AN1-99 648ID3-3 649R1-10 782R1-18 639ID2-2 499R1-10 289N01-2
SDQ 355!ID2-2 54ID1-2 (67AN2-80 380R1-15)10 310AN1-30
SCH 380!R1-15 355!ID2-2 98ID2-3 93AN1-60 374!ID3-3 373!DT6-8 337TM4-8 374ID3-3 373DT6-8 337TM4-8
    326AN1-45 350AN1-20
SLN 350!AN1-20 350AN1-20 662!ID1-1 380R1-15 C001AN1-99 212R1-17 639ID2-2 662ID1-1 (235ID2-2 234AN1-48)10
CTT 354!N01-6 347R1-10 81R1-10 355ID2-2 183R1-8 355ID2-2 352AN1-80
AMT 522!ID1-3 782!R1-18 478ID1-1
TD1 103AN3-5 80N01-7 23ID1-1 22AN1-16 79AN1-50 187ID1-2 81R1-10 355ID2-2 183R1-8 355ID2-2
TD3 40ID2-2 206AN1-4 207AN1-15 102ID1-2
TD5 133ID1-2 66ID1-2 67AN2-80 91ID1-2 387AN1-35 368ID2-2 309ID1-2 310AN1-30 731ID2-2 732ID2-2 733R1-4
    284ID2-2
HL  628!AN1-12 734AN1-12 735!ID1-2 736ID1-1
PRF 324!AN1-22 328AN1-30 327AN1-8 373DT6-8 350AN1-20 367AN1-30
MAN 88!ID1-2 87!AN1-48 87AN1-48 88ID1-2 87AN1-48 87AN1-48
LIN 350AN1-20 235!ID2-2 234!AN1-48 (235ID2-2 234AN1-48)14
SN1 350AN1-20 382!R1-10 355!ID2-2 646R1-15 330R1-15 355ID2-2 728ID1-6 668ID2-2
MEA 737ID2-2 738ID1-3 739R1-20 C001AN1-99 740R1-20 741R1-20
TXI 963!ID2-2 782R1-18 954R1-10 955ID2-2 956AN1-10 441ID1-1 662ID1-1 828R1-9
TDS 610!N21-15 610N21-15 610N21-15 610N21-15
CAD 91ID1-2 206AN1-4 207AN1-15 140ID2-4 387AN1-35 368ID2-2 128ID2-3 127AN1-50 284ID2-2
ISS 382R1-10 355ID2-2 81R1-10 355ID2-2
QTY 673!ID2-2 380R1-15 C001AN1-99 61AN1-30
UIT C001!AN1-99 212R1-17 639ID2-2
G53 674!ID2-2
AK1 479!ID2-2 28!N01-9 480AN1-12
AK2 143!ID3-3 329!AN1-9 1705AN1-35
AK3 721!ID2-3 719!N01-10 447AN1-6 720ID1-3 720ID1-3 720ID1-3 720ID1-3 720ID1-3
AK4 C030!AN1-20 725N01-4 723!ID1-3 724AN1-99
AK5 717!ID1-1 718ID1-3 718ID1-3 718ID1-3 718ID1-3 718ID1-3
AK9 715!ID1-1 97!N01-6 123!N01-6 2!N01-6 716ID1-3 716ID1-3 716ID1-3 716ID1-3 716ID1-3
IK3 721!ID2-3 719!N01-10 447AN1-4 620ID1-3
IK4 C030!AN1-20 725N01-4 621!ID1-3 724AN1-99
IK5 717!ID1-1 618ID1-3 618ID1-3 618ID1-3 618ID1-3 618ID1-3
CTX C998!AN1-99 721ID2-3 719N01-10 447AN1-4 C030AN1-20 C999AN1-99
"""

# Other tags of the standard that turn up in these messages: known by name, their elements unchecked.
OTHER_TAGS = frozenset(
    [
        "PAM",
        "CSH",
        "DIS",
        "INC",
        "LDT",
        "SI",
        "PWK",
        "PKG",
        "TD4",
        "PCT",
        "CTB",
        "NX2",
        "LM",
        "LQ",
        "SPI",
        "ADV",
        "CB1",
        "CN1",
        "PO3",
        "IT3",
        "IT8",
        "TC2",
        "LS",
        "LE",
        "FA1",
        "FA2",
        "BAL",
        "ST2",
        "LX",
        "IT2",
        "LT",
        "ETD",
        "V1",
        "PKL",
        "CLD",
        "GF",
        "YNQ",
        "CID",
        "TSD",
        "TMD",
        "FST",
        "SLI",
        "PSA",
        "SD1",
        "ASI",
        "G39",
        "ZA",
        "UCS",
        "ACT",
        "GCI",
        "PD",
        "PI",
        "CRC",
        "N10",
        "QTY",
        "R4",
        "G05",
        "CS",
        "CUR",
        "DD",
        "EM",
        "TCD",
        "L7",
        "LV",
        "PCS",
        "PLD",
        "PS",
        "STA",
        "TD",
        "RSC",
        "NM1",
        "CON",
        "XQ",
        "PR",
        "SR",
        "OID",
        "SWC",
        "IC",
        "REP",
        "DMA",
        "RDT",
        "R1",
        "R2",
        "R3",
        "CTT",
    ]
)

ELEMENT = re.compile(r"(C?\d+)(!?)(AN|ID|DT|TM|R|N0|N2)(\d+)-(\d+)")
GROUP = re.compile(r"\(([^)]*)\)(\d+)")
REAL = re.compile(r"-?(\d+\.?\d*|\.\d+)")
WHOLE = re.compile(r"-?\d+")


def _is_day(text):
    if len(text) == 8:
        month, last = text[4:6], text[6:]
    elif len(text) == 6:
        month, last = text[2:4], text[4:]
    else:
        return False
    return text.isdigit() and "01" <= month <= "12" and "01" <= last <= "31"


def _is_time(text):
    return text.isdigit() and text[:2] < "24" and text[2:4] < "60" and text[4:6] < "60"


# How a kind is judged, the AK403 code of a value that is none, its name, whether length counts.
JUDGES = {
    "DT": (_is_day, "8", "date", False),
    "TM": (_is_time, "9", "time", False),
    "R": (REAL.fullmatch, "6", "number", True),
    "N0": (WHOLE.fullmatch, "6", "whole number", True),
    "N2": (WHOLE.fullmatch, "6", "whole number", True),
}


class Element(NamedTuple):
    """One place of a segment; ``judge`` is None where any text will do."""

    number: str
    is_needed: bool
    judge: tuple | None
    shortest: int
    longest: int


def _parse(text):
    found = {}
    for row in filter(None, text.replace("\n    ", " ").splitlines()):
        tag, rest = row.split(None, 1)
        rest = GROUP.sub(lambda group: " ".join([group[1]] * int(group[2])), rest)
        found[tag] = tuple(_element(word) for word in rest.split())
    return found


def _element(word):
    number, needed, kind, low, high = ELEMENT.fullmatch(word).groups()
    return Element(number, bool(needed), JUDGES.get(kind), int(low), int(high))


SEGMENTS = _parse(TEXT)

# Conditions between elements: P all or none, R one of them, C the first demands the others.
CONDITION_TEXT = """
CUR C0807 C0908
REF R0203
PER P0304 P0506 P0708
N1 R0203 P0304
N9 R0203
DTM R020305 P0506
PO1 C0302 C0504 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
IT1 C0302 C0504 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
POC C0706 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
ACK P0203 C0405 P0708 P0910 P1112 P1314 P1516 P1718 P1920 P2122 P2324 P2526
LIN P0405 P0607 P0809 P1011 P1213 P1415
SLN P0910 P1112 P1314
SDQ P0304 P0506 P0708 P0910 P1112 P1314 P1516 P1718 P1920 P2122
PID C0403
PO4 P0203
SCH P0304 P0809
SN1 P0506
MAN P0405
TD5 P0203
TXI R020306
CTT P0304
QTY R0204
SAC R0203 P0304 P0607 P0910
FOB C0302 C0405
HL R0103
"""


def _conditions(text):
    found = {}
    for row in filter(None, text.splitlines()):
        tag, *words = row.split()
        found[tag] = tuple(
            (word[0], tuple(int(word[n : n + 2]) for n in range(1, len(word), 2))) for word in words
        )
    return found


CONDITIONS = _conditions(CONDITION_TEXT)
LAST_NEEDED = {
    tag: max((place for place, element in enumerate(row, 1) if element.is_needed), default=0)
    for tag, row in SEGMENTS.items()
}


def defects(segment):
    """What is wrong with the elements of a segment: (AK403 code, reason, element, number, sentence)."""
    row = SEGMENTS.get(segment[0])
    if row is None:
        return ()
    found = []
    size = len(segment) - 1
    if size > len(row):
        found.append(
            ("3", "too_many_elements", len(row) + 1, "", "There are more elements than allowed.")
        )
    for index, (number, is_needed, judge, shortest, longest) in enumerate(row, 1):
        value = segment[index] if index <= size else ""
        if value:
            if judge or not shortest <= len(value) <= longest:
                defect = _defect(value, judge, shortest, longest)
                if defect:
                    found.append((defect[0], defect[1], index, number, defect[2]))
        elif is_needed:
            found.append(("1", "missing_element", index, number, "The element is missing."))
        elif index > size and index > LAST_NEEDED[segment[0]]:
            break
    if segment[0] in CONDITIONS:
        found += _unmet(segment, size)
    return found


def _unmet(segment, size):
    """What of the conditions between elements is not met."""
    for kind, places in CONDITIONS[segment[0]]:
        if places[0] > size and kind != "R":
            break  # the conditions stand in the order of their elements
        given = [place <= size and segment[place] != "" for place in places]
        if kind == "P" and any(given) != all(given) or kind == "C" and given[0] and not all(given):
            place = places[given.index(False)]
            yield (
                "2",
                "missing_pair",
                place,
                "",
                "The element is missing beside the one it belongs to.",
            )
        elif kind == "R" and not any(given):
            yield "2", "missing_one_of", places[0], "", "One of several elements must be there."


def _defect(value, judge, shortest, longest):
    length = len(value)
    if judge:
        is_kind, code, kind, is_measured = judge
        if not is_kind(value):
            return code, f"bad_{kind.replace(' ', '_')}", f"“{value[:40]}” is not a {kind}."
        if not is_measured:
            return None
        length -= value.count("-") + value.count(".")
    if length > longest:
        text = f"“{value[:40]}” has {length} characters, at most {longest} are allowed."
        return "5", "too_long", text
    if length < shortest:
        text = f"“{value[:40]}” has {length} characters, at least {shortest} are needed."
        return "4", "too_short", text
    return None
