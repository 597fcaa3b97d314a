"""Any document as HTML a person can read beside what was made of it. No Odoo in here."""

from html import escape

from . import table
from .problems import Undecodable

MOST = 60_000  # characters; nobody compares more on a screen
LIMITS = table.Limits(max_rows=2000, max_unpacked=50 * 1024 * 1024)


def as_html(content, filename):
    """HTML of these bytes, escaped but for what a mail brought itself; empty when nobody could read it.

    The text of a mail comes as it is: whoever shows it takes away what could do harm.
    """
    if filename.lower().endswith((".html", ".htm")):
        return content.decode("utf-8", "replace")
    if table.is_excel(content):
        return _table(content)
    if b"\x00" in content[:4096]:
        return ""
    return f"<pre>{escape(content[:MOST].decode('utf-8', 'replace'))}</pre>" if content else ""


def _table(content):
    try:
        found = table.read(content, LIMITS, None, "")
    except Undecodable:
        return ""
    rows = (
        "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in cells)
        for _number, cells in found.rows
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)[:MOST]
    return f'<table class="table table-sm table-bordered">{body}</table>'
