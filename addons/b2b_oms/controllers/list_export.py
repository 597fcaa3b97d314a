"""What the Excel buttons of lists have in common: the records their user sees there, and no other."""

import json

from werkzeug.exceptions import BadRequest

from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exported(model):
    """A model as its user sees it in the web client, with the companies that are switched on there.

    :raises NotFound: the user may not read it
    """
    records = request.env[model]
    if not records.has_access("read"):
        raise request.not_found()
    companies = request.httprequest.cookies.get("cids", "")
    allowed = [int(id_) for id_ in companies.split("-") if id_.isdigit()]
    mine = [id_ for id_ in allowed if id_ in request.env.user.company_ids.ids]
    return records.with_context(allowed_company_ids=mine or request.env.company.ids)


def domain_of(text):
    """A domain as the button put it into the address.

    :raises BadRequest: it is none
    """
    try:
        domain = json.loads(text)
    except ValueError as error:
        raise BadRequest(str(error)) from error
    if not isinstance(domain, list):
        raise BadRequest("A domain is a list.")
    return [tuple(leaf) if isinstance(leaf, list) else leaf for leaf in domain]


def workbook_response(content, name):
    """An Excel file to keep."""
    return request.make_response(
        content, [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
    )
