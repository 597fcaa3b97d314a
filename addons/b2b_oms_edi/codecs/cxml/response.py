"""The answer to a POST: whether the document was taken, and where a punch-out begins."""

from ..xml_write import Value
from . import write

TEXTS = {
    200: "OK", 201: "Accepted", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
    402: "Payment Required", 403: "Forbidden", 406: "Not Acceptable", 409: "Conflict",
    412: "Precondition Failed", 417: "Expectation Failed", 450: "Not Implemented",
    475: "Signature Required", 500: "Internal Server Error", 550: "Unable to reach cXML server",
}  # fmt: skip

# The status for what is wrong with a document; everything else about it is a bad request.
CODES = {
    "wrong_secret": 401,
    "unknown_sender": 401,
    "duplicate": 409,
    "unsupported_document": 450,
    "internal": 500,
}


def status_for(code):
    """The status number that answers a problem with this code."""
    return CODES.get(code, 400)


def encode(payload_id, sent_at, status=200, detail="", start_page=""):
    """The bytes of a Response.

    :param detail: a sentence for the sender's log; never a secret, never a traceback
    :param start_page: the address at which the buyer's user begins to shop (punch-out only)
    """
    code = Value(detail or None, {"code": str(status), "text": TEXTS[status]})
    body = [("Status", code)]
    if start_page:
        body.append(("PunchOutSetupResponse", [("StartPage", [("URL", start_page)])]))
    return write.bare(payload_id, sent_at, [("Response", body)])
