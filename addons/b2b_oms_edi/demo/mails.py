"""Mails to the demo distributor's order address: a buyer's PDF that waits to be compared, an order that
came by EDI already, and somebody nobody knows."""

import io
from email.message import EmailMessage

from reportlab.pdfgen import canvas

ADDRESS = "brightwater.example"
SERVER = "mx.brightwater.example"
BUYER = "orders@lakeviewmedicalsupply.example"
ROWS = (
    ("Item code", "Description", "Qty", "Unit price"),
    ("HB-M6X20", "Hex bolt zinc M6x20", "30", "10.95"),
    ("SC-M8X25", "Socket screw M8x25", "12", "18.25"),
    ("LMS-0907", "Washers as last time", "5", ""),
)
TWICE = "orders@greatlakesfabrication.example"
TABLE = """PO number;Item code;Qty
EDI-1001;HB-M6X20;30
EDI-1001;HB-M8X25;12
EDI-1001;HB-M8X40;10
"""
TEXT = """Good morning,

please send us

10 x HB-M8X40
4 x SC-M6X30

Thank you
Pat Jones, Jones Repair
"""


def load(env):
    """By the gateway, as a mail server hands them over; nobody is written to while it loads."""
    domain = env["mail.alias.domain"].search([("name", "=", ADDRESS)]) or env[
        "mail.alias.domain"
    ].create({"name": ADDRESS})
    mailbox = env["b2b.mailbox"].create(
        {
            "name": "Orders of Brightwater",
            "alias_name": "purchase-orders",
            "alias_domain_id": domain.id,
            "proof_server": SERVER,
            "answer": False,
        }
    )
    _send(env, BUYER, "Purchase order LMS-2291", "Our order is attached.", "LMS-2291.pdf", _pdf())
    _send(env, TWICE, "Order EDI-1001", "To be sure, by mail too.", "EDI-1001.csv", TABLE.encode())
    _send(env, "pat@jones-repair.example", "Order", TEXT)
    for intake in mailbox.mail_ids.intake_ids.sorted("id"):
        intake.with_context(install_mode=True)._process()
    mailbox.answer = True


def _send(env, sender, subject, text, name="", content=b""):
    message = EmailMessage()
    message["From"], message["To"] = sender, f"purchase-orders@{ADDRESS}"
    message["Subject"], message["Message-Id"] = subject, f"<demo.{sender}>"
    message["Authentication-Results"] = f"{SERVER}; dmarc=pass"
    message.set_content(text)
    if content:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    env["mail.thread"].message_process(False, message.as_bytes())


def _pdf():
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.setFont("Helvetica-Bold", 16)
    page.drawString(50, 780, "PURCHASE ORDER")
    page.setFont("Helvetica", 10)
    page.drawString(50, 755, "Lakeview Medical Supply, 3106 River Rd, Cleveland OH 44114")
    page.drawString(50, 725, "PO number: LMS-2291")
    for number, row in enumerate(ROWS):
        page.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 10)
        for left, text in zip((50, 150, 380, 450), row, strict=True):
            page.drawString(left, 690 - 18 * number, text)
    page.save()
    return out.getvalue()
