"""A file in words a person and a program can read: plain lists, dicts, texts."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal

from .reading import REJECTED, problem
from .wire import plain

VERDICTS = {
    "accepted": "accepted",
    "accepted_with_errors": "accepted with errors",
    "partial": "accepted with errors",
    "rejected": "refused",
}
MAX_SAID = 500


def refusal(syntax, found):
    """The explanation of a file of which nothing can be read; ``found`` is the ``Problem``."""
    return {
        "syntax": syntax,
        "encoding": "",
        "verdict": "refused",
        "messages": [],
        "problems": [_said(found)],
    }


def of_reading(reading, summary=None):
    """The explanation of a ``Reading``.

    :param summary: called with a message whose document is None, for what its tree says
    """
    messages = [_message(message, summary) for message in reading.messages]
    problems = [_said(found) for found in reading.problems]
    for one in reading.interchanges:
        problems += _faults(one.faults, one.envelope.interchange)
        for group in one.groups:
            problems += _faults(group.faults, group.control)
    is_clean = not problems and not any(message["problems"] for message in messages)
    verdict = reading.verdict
    if verdict == "accepted" and not is_clean:
        verdict = "accepted_with_errors"
    return {
        "syntax": reading.syntax,
        "encoding": reading.encoding,
        "verdict": VERDICTS[verdict],
        "interchanges": [_interchange(one) for one in reading.interchanges],
        "messages": messages,
        "problems": problems[:MAX_SAID],
    }


def of_orders(syntax, encoding, orders, problems=()):
    """The explanation of purchase orders of a syntax without envelopes."""
    messages = [_order_message(syntax, order) for order in orders]
    found = [_said(one) for one in problems]
    is_clean = not found and not any(message["problems"] for message in messages)
    return {
        "syntax": syntax,
        "encoding": encoding,
        "verdict": "accepted" if is_clean else "accepted with errors",
        "messages": messages,
        "problems": found,
    }


def _order_message(syntax, order):
    content = _document(order)
    problems = _document_problems(order)
    verdict = "accepted with errors" if problems else "accepted"
    return {"type": syntax, "verdict": verdict, **content, "problems": problems[:MAX_SAID]}


def _interchange(one):
    envelope = one.envelope
    return {
        "control": envelope.interchange,
        "version": envelope.version,
        "sender": _address(envelope.sender),
        "receiver": _address(envelope.receiver),
        "sent_at": envelope.sent_at.isoformat() if envelope.sent_at else "",
        "test": envelope.is_test,
        "verdict": VERDICTS[one.verdict],
        "acknowledgements": [plain_value(ack) for ack in one.acknowledgements],
    }


def _message(message, summary):
    envelope = message.envelope
    content = {}
    if message.document is not None:
        content = _document(message.document)
    elif message.tree is not None and summary:
        content = summary(message)
    problems = _faults(message.faults, envelope.message)
    if message.document is not None:
        problems += _document_problems(message.document)
    verdict = VERDICTS[message.verdict]
    if verdict == "accepted" and problems:
        verdict = "accepted with errors"
    return {
        "type": envelope.message_type,
        "version": envelope.version,
        "control_numbers": {
            "interchange": envelope.interchange,
            "group": envelope.group,
            "message": envelope.message,
        },
        "sender": _address(envelope.sender),
        "receiver": _address(envelope.receiver),
        "verdict": verdict if message.verdict != REJECTED else "refused",
        **content,
        "problems": problems[:MAX_SAID],
    }


def _address(address):
    return {name: value for name, value in vars(address).items() if value}


def _document(document):
    """The document's fields, empty ones left out; orders and changes under the same names."""
    content = plain_value(document)
    content.pop("problems", None)
    if not hasattr(document, "lines"):
        return {"content": content}
    number = content.pop("order_number", None) or content.pop("number", "")
    content = {"po_number": number, **content}
    lines = content.pop("lines", None)
    if lines is not None:
        content["lines"] = [_line(line) for line in lines]
    return content


def _line(line):
    if "line" in line:  # of a change
        line = {**{key: value for key, value in line.items() if key != "line"}, **line["line"]}
    line.pop("raw", None)
    line.pop("product_id", None)  # ours, not the document's: the API names products so
    line.pop("problems", None)
    return line


def _document_problems(document):
    found = list(getattr(document, "problems", ()))
    for line in getattr(document, "lines", ()):
        inner = getattr(line, "line", line)
        found += getattr(inner, "problems", ())
        if len(found) > MAX_SAID:
            break
    return [_said(one) for one in found]


def _faults(faults, control):
    said = (_said(problem(fault)) for fault in faults)
    return [{**one, "control": control} if control else one for one in said]


def _said(found):
    return {"code": found.code, "where": found.where, "text": found.text}


def plain_value(value):
    """A value without types of ours: dataclasses as dicts, numbers and dates as text."""
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: plain_value(one) for name, one in pairs if _says_something(one)}
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain_value(one) for one in value]
    if isinstance(value, dict):
        return {key: plain_value(one) for key, one in value.items()}
    return value


def _says_something(value):
    return value is not None and value != "" and value != () and value != {}
