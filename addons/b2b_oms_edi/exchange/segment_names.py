"""What the segments are called, for people who do not know them by heart."""

X12 = {
    "ISA": "Interchange begins", "GS": "Group begins", "ST": "Document begins", "SE": "Document ends",
    "GE": "Group ends", "IEA": "Interchange ends", "TA1": "Interchange acknowledged",
    "BEG": "Order", "BCH": "Order change", "BAK": "Order acknowledged", "BCA": "Change acknowledged",
    "BSN": "Ship notice", "BIG": "Invoice", "BIA": "Stock report", "BCT": "Price list",
    "CUR": "Currency", "REF": "Reference", "PER": "Contact", "FOB": "Freight terms",
    "ITD": "Payment terms", "DTM": "Date", "TD1": "Packages", "TD3": "Vehicle", "TD5": "Carrier",
    "N1": "Party", "N2": "Party, more of the name", "N3": "Street", "N4": "City",
    "N9": "Note begins", "MSG": "Note", "PO1": "Order line", "POC": "Changed line",
    "PID": "Description", "PO4": "Packing", "SAC": "Allowance or charge", "SDQ": "Quantities by store",
    "SCH": "Delivery schedule", "SLN": "Component", "CTP": "Price", "CTT": "Totals",
    "AMT": "Amount", "ACK": "Answer to the line", "IT1": "Invoice line", "TDS": "Invoice total",
    "TXI": "Tax", "CAD": "Carrier", "ISS": "Shipped in all", "HL": "Level", "PRF": "Order reference",
    "LIN": "Item", "SN1": "Shipped", "MAN": "Label", "QTY": "Quantity", "UIT": "Unit",
    "AK1": "Group acknowledged", "AK2": "Document acknowledged", "AK3": "Wrong segment",
    "AK4": "Wrong element", "AK5": "Verdict on the document", "AK9": "Verdict on the group",
    "IK3": "Wrong segment", "IK4": "Wrong element", "IK5": "Verdict on the document",
}  # fmt: skip

EDIFACT = {
    "UNA": "Separators", "UNB": "Interchange begins", "UNG": "Group begins", "UNH": "Message begins",
    "UNT": "Message ends", "UNE": "Group ends", "UNZ": "Interchange ends", "UNS": "Section",
    "BGM": "Document", "DTM": "Date", "FTX": "Text", "RFF": "Reference", "NAD": "Party",
    "CTA": "Contact", "COM": "Phone or mail", "CUX": "Currency", "PAT": "Payment terms",
    "TOD": "Delivery terms", "TDT": "Transport", "LOC": "Place", "ALC": "Allowance or charge",
    "PCD": "Percentage", "MOA": "Amount", "LIN": "Line", "PIA": "Item numbers", "IMD": "Description",
    "QTY": "Quantity", "PRI": "Price", "TAX": "Tax", "CNT": "Totals", "CPS": "Level", "PAC": "Packages",
    "PCI": "Marks", "GIN": "Label", "MEA": "Measure", "UCI": "Interchange acknowledged",
    "UCM": "Message acknowledged", "UCS": "Wrong segment", "UCD": "Wrong element",
    "FII": "Bank", "GIR": "Identification", "SCC": "Schedule", "PGI": "Product group",
}  # fmt: skip

SEGMENT_NAMES = {("x12", tag): name for tag, name in X12.items()} | {
    ("edifact", tag): name for tag, name in EDIFACT.items()
}
