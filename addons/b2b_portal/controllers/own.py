"""Records of the buyer's account, and nothing else; files to keep."""

from odoo.http import content_disposition, request

LARGEST_ID = 2**31 - 1


def own(model, buyer, *ids):
    """Documents of the account by id, as superuser in its company.

    :param model: one with ``_portal_domain(buyer)``
    :raises NotFound: one of them is another account's, not to be seen, or not there
    """
    records = request.env[model].sudo().with_company(buyer.company)
    wanted = set(ids)
    if wanted and all(0 < one <= LARGEST_ID for one in wanted):
        found = records.search([*records._portal_domain(buyer), ("id", "in", list(wanted))])
        if len(found) == len(wanted):
            return found
    raise request.not_found()


def everything(model, buyer):
    """All documents of a kind of the account, as superuser in its company."""
    records = request.env[model].sudo().with_company(buyer.company)
    return records.search(records._portal_domain(buyer))


def ids_of(text, limit):
    """Ids out of ``12-15-3``; what is no number is not there.

    :raises NotFound: none, or more than ``limit``
    """
    parts = str(text or "").split("-")
    ids = list(dict.fromkeys(int(part) for part in parts if part.isdecimal() and len(part) < 11))
    if not ids or len(ids) > limit or len(ids) != len(parts):
        raise request.not_found()
    return ids


def download(content, filename, mimetype="application/pdf", shown=False):
    """A file to keep: not shown in the page, whatever is in it, unless we drew it ourselves.

    :param shown: as a picture in a page
    """
    return request.make_response(
        content,
        [
            ("Content-Type", mimetype),
            ("Content-Length", len(content)),
            (
                "Content-Disposition",
                content_disposition(filename, "inline" if shown else "attachment"),
            ),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ],
    )


def pdf(report, records):
    """Bytes of a report of ours about records whose buyer was checked."""
    return request.env["ir.actions.report"].sudo()._render_qweb_pdf(report, records.ids)[0]
