"""The elements of every EDIFACT segment we read or write, lengths at their widest directory.

``C507(2005!an3 2380an35)`` is a composite; a name with ``!`` must be there, ``an3`` is text of at most
three characters, ``n15`` a number of 15 digits. ``(…)5`` repeats a group five times.
"""

import re
from typing import NamedTuple

TEXT = """
UNH 0062!an14 S009!(0065!an6 0052!an3 0054!an3 0051!an3 0057an6 0110an6) 0068an35 S010(0070n2 0073a1)
UNT 0074!n10 0062!an14
UNS 0081!a1
BGM C002(1001an3 1131an17 3055an3 1000an35) C106(1004an70 1056an9 1060an6) 1225an3 4343an3
DTM C507!(2005!an3 2380an35 2379an3)
PAI C534!(4439an3 4431an3 4461an3 1131an17 3055an3 4435an3)
ALI 3239an3 9213an3 (4183an3)5
IMD 7077an3 7081an3 C273(7009an17 1131an17 3055an3 7008an256 7008an256 3453an3)
FTX 4451!an3 4453an3 C107(4441an17 1131an17 3055an3) C108(4440an512 4440an512 4440an512 4440an512
    4440an512) 3453an3
RFF C506!(1153!an3 1154an70 1156an6 4000an35 1060an6)
NAD 3035!an3 C082(3039an35 1131an17 3055an3) C058(3124an35 3124an35 3124an35 3124an35 3124an35)
    C080(3036an70 3036an70 3036an70 3036an70 3036an70 3045an3) C059(3042an35 3042an35 3042an35 3042an35)
    3164an35 C819(3229an9 1131an17 3055an3 3228an70) 3251an17 3207an3
LOC 3227!an3 C517(3225an35 1131an17 3055an3 3224an256) C519(3223an25 1131an17 3055an3 3222an70)
    C553(3233an25 1131an17 3055an3 3232an70) 5479an3
CTA 3139an3 C056(3413an17 3412an256)
COM C076!(3148!an512 3155!an3) C076(3148an512 3155an3) C076(3148an512 3155an3)
TAX 5283!an3 C241(5153an3 1131an17 3055an3 5152an35) C533(5289an6 1131an17 3055an3) 5286an15
    C243(5279an7 1131an17 3055an3 5278an17 5273an12 1131an17 3055an3) 5305an3 3446an20 1227an3
MOA C516!(5025!an3 5004n35 6345an3 6343an3 4405an3)
CUX C504(6347an3 6345an3 6343an3 6348n4) C504(6347an3 6345an3 6343an3 6348n4) 5402n12 6341an3
PAT 4279!an3 C110(4277an17 1131an17 3055an3 4276an35 4276an35) C112(2475an3 2009an3 2151an3 2152n3)
PCD C501!(5245!an3 5482n10 5249an3 1131an17 3055an3)
TDT 8051!an3 8028an17 C220(8067an3 8066an17) C228(8179an8 8178an17) C040(3127an17 1131an17 3055an3
    3128an35) 8101an3 C401(8457an3 8459an3 7130an17) C222(8213an9 1131an17 3055an3 8212an35 8453an3)
TOD 4055an3 4215an3 C100(4053an3 1131an17 3055an3 4052an70 4052an70)
PAC 7224n8 C531(7075an3 7233an3 7073an3) C202(7065an17 1131an17 3055an3 7064an35) C402(7077an3 7064an70
    7143an3 7064an70 7143an3) C532(8395an3 8393an3)
PCI 4233an3 C210(7102an35 7102an35 7102an35 7102an35 7102an35 7102an35 7102an35 7102an35 7102an35
    7102an35) 8275an3 C827(7511an3 1131an17 3055an3)
MEA 6311!an3 C502(6313an3 6321an3 6155an17 6154an70) C174(6411an8 6314an18 6162n18 6152n18 6432n2)
    7383an3
GIN 7405!an3 C208!(7402!an35 7402an35) C208(7402an35 7402an35) C208(7402an35 7402an35) C208(7402an35
    7402an35) C208(7402an35 7402an35)
GIR 7297!an3 (C206(7402an35 7405an3 4405an3))5
ALC 5463!an1 C552(1230an35 5189an3) 4471an3 1227an3 C214(7161an17 1131an17 3055an3 7160an35 7160an35)
QTY C186!(6063!an3 6060!an35 6411an8)
PRI C509(5125an3 5118n15 5375an3 5387an3 5284n9 6411an8) 5213an3
LIN 1082an6 1229an3 C212(7140an35 7143an3 1131an17 3055an3) C829(5495an3 1082an6) 1222n2 7083an3
PIA 4347!an3 C212!(7140an35 7143an3 1131an17 3055an3) C212(7140an35 7143an3 1131an17 3055an3)
    C212(7140an35 7143an3 1131an17 3055an3) C212(7140an35 7143an3 1131an17 3055an3) C212(7140an35
    7143an3 1131an17 3055an3)
CNT C270!(6069!an3 6066!n18 6411an8)
CPS 7164!an35 7166an35 7075an3
QVR C279(6064n15 6063an3) 4221an3 C960(4295an3 1131an17 3055an3 4294an35)
PGI 5379!an3 C288(5389an25 1131an17 3055an3 5388an35)
RNG 6167!an3 C280!(6411!an8 6162n18 6152n18)
HAN C524(4079an3 1131an17 3055an3 4078an70) C218(7419an4 1131an17 3055an3)
AJT 4465!an3 1082an6
SCC 4017!an3 4493an3 C329(2013an3 2015an3 2017an3)
UCI 0020!an14 S002!(0004!an35 0007an4 0008an35 0042an35) S003!(0010!an35 0007an4 0014an35 0046an35)
    0083!n1 0085n3 0013a3 S011(0098n3 0104n3)
UCF 0048!an14 S006(0040an35 0007an4) S007(0044an35 0007an4) 0083n1 0085n3 0013a3 S011(0098n3 0104n3)
UCM 0062!an14 S009!(0065!an6 0052!an3 0054!an3 0051!an3 0057an6) 0083n1 0085n3 0013a3 S011(0098n3
    0104n3)
UCS 0096!n6 0085n3
UCD 0085!n3 S011!(0098!n3 0104n3)
"""

# Other segments of the directories that turn up in these messages; their elements are unchecked.
OTHER_TAGS = frozenset(
    [
        "ASI",
        "ERI",
        "ERC",
        "DGS",
        "EQD",
        "EQA",
        "SEL",
        "SGP",
        "STG",
        "INP",
        "EFI",
        "FII",
        "RCS",
        "DOC",
        "LOC",
        "MTD",
        "SPS",
        "SCD",
        "DLM",
        "DIM",
        "HDS",
        "ADR",
        "AGR",
        "APP",
        "ARD",
        "BUS",
        "CAV",
        "CCI",
        "CDI",
        "CIN",
        "CLA",
        "CST",
        "EMP",
        "ERP",
        "EVE",
        "GDS",
        "GID",
        "GIS",
        "GOR",
        "GRU",
        "HYN",
        "ICD",
        "IDE",
        "IHC",
        "IND",
        "INV",
        "IRQ",
        "MEM",
        "MKS",
        "MSG",
        "NAT",
        "PDI",
        "PGI",
        "PIT",
        "PNA",
        "POC",
        "PRC",
        "PRV",
        "PSD",
        "PTY",
        "QRS",
        "QUA",
        "REL",
        "RJL",
        "RNG",
        "RSL",
        "RTE",
        "SAL",
        "SEG",
        "SEQ",
        "SFI",
        "SMV",
        "SPR",
        "SSR",
        "STA",
        "STC",
        "STS",
        "TCC",
        "TEM",
        "TMD",
        "TMP",
        "TPL",
        "TRU",
        "TSR",
        "VLI",
    ]
)

ELEMENT = re.compile(r"(\d{4})(!?)(an|n|a)(\d+)$")
WORD = re.compile(r"([SC]\d{3})(!?)\(([^()]*)\)|(\d{4}!?(?:an|n|a)\d+)")
GROUP = re.compile(r"(?<![CS\d!])\(((?:[^()]|\([^()]*\))*)\)(\d)")
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


class Component(NamedTuple):
    """One value of a segment."""

    number: str
    is_needed: bool
    kind: str
    longest: int


class Element(NamedTuple):
    """One element: its components, one of them when it is simple."""

    number: str
    is_needed: bool
    components: tuple


def _parse(text):
    found = {}
    for row in filter(None, text.replace("\n    ", " ").splitlines()):
        tag, rest = row.split(None, 1)
        rest = GROUP.sub(lambda group: " ".join([group[1]] * int(group[2])), rest)
        found[tag] = tuple(_element(word) for word in WORD.finditer(rest))
    return found


def _element(word):
    composite, needed, inner, simple = word.groups()
    if simple:
        component = _component(simple)
        return Element(component.number, component.is_needed, (component,))
    components = tuple(_component(one) for one in inner.split())
    return Element(composite, bool(needed), components)


def _component(text):
    number, needed, kind, longest = ELEMENT.match(text).groups()
    return Component(number, bool(needed), kind, int(longest))


SEGMENTS = _parse(TEXT)
EMPTY = ("",)


def defects(segment):
    """What is wrong inside a segment: (0085 code, reason, element, component, number, sentence).

    ``element`` counts the tag as 1, as CONTRL does.
    """
    row = SEGMENTS.get(segment[0])
    if row is None:
        return ()
    found = None
    size = len(segment)
    for index, element in enumerate(row, 1):
        values = segment[index] if index < size else EMPTY
        if values == EMPTY:
            if element.is_needed:
                found = found or []
                found.append(
                    (
                        "13",
                        "missing_element",
                        index + 1,
                        0,
                        element.number,
                        "An element is missing.",
                    )
                )
            continue
        components = element.components
        if len(values) > len(components):
            found = found or []
            found.append(("16", "too_many_components", index + 1, len(components) + 1, element.number,
                          "There are more components than allowed."))  # fmt: skip
        for place, (value, component) in enumerate(zip(values, components, strict=False), 1):
            if (len(value) > component.longest or component.kind == "n") and (
                defect := _defect(value, component)
            ):
                found = found or []
                found.append((*defect[:2], index + 1, place, component.number, defect[2]))
    if size - 1 > len(row):
        found = found or []
        text = "There are more elements than allowed."
        found.append(("16", "too_many_elements", len(row) + 2, 0, "", text))
    return found or ()


def _defect(value, component):
    if not value:
        return None
    if component.kind == "n" and not NUMBER.fullmatch(value):
        return "37", "bad_number", f"“{value[:40]}” is not a number."
    length = len(value)
    if component.kind == "n":
        length = sum(char.isdigit() for char in value)
    if length > component.longest:
        text = f"“{value[:40]}” has {length} characters, at most {component.longest} are allowed."
        return "39", "too_long", text
    return None
