"""PDF files that carry text to rows of cells, as they stand on the page."""

import io

import pypdf

from odoo.addons.b2b_oms.documents.problems import ForPerson

from . import cells

MOST_PAGES = 30
MOST_BYTES = 20 * 1024 * 1024
MOST_CONTENT = 5 * 1024 * 1024  # of drawing instructions on one page


def read(content):
    """Rows of cells, page after page.

    :raises ForPerson: too long, locked, broken, or a picture of text
    """
    if len(content) > MOST_BYTES:
        raise ForPerson("too_large", "The PDF is too large to be read by itself.")
    try:
        pages = _pages(content)
    except ForPerson:
        raise
    except Exception as error:  # pypdf raises whatever its parsers meet
        raise ForPerson("bad_pdf", "The PDF is broken or locked; it cannot be read.") from error
    rows = [row for line in pages if (row := cells.of_line(line))]
    if not rows:
        raise ForPerson("no_text", "The PDF is a picture without text; a person must read it.")
    return rows


def _pages(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ForPerson("locked_pdf", "The PDF is locked with a password.")
    if len(reader.pages) > MOST_PAGES:
        raise ForPerson(
            "too_many_pages",
            f"The PDF has {len(reader.pages)} pages; up to {MOST_PAGES} are read.",
        )
    lines = []
    for page in reader.pages:
        drawn = page.get_contents()
        if drawn is not None and len(drawn.get_data()) > MOST_CONTENT:
            raise ForPerson("too_large", "A page of the PDF is too large to be read by itself.")
        lines += page.extract_text(extraction_mode="layout").splitlines()
    return lines
