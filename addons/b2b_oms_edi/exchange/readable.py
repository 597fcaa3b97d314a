"""A document as a person reads it: each segment on a line with its name, problems at their place."""

from contextlib import suppress

from markupsafe import Markup

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs import registry
from ..codecs.content import text as decoded
from ..codecs.edifact import tokenizer as edifact_tokenizer
from ..codecs.reading import where as place
from ..codecs.x12 import tokenizer as x12_tokenizer
from .segment_names import SEGMENT_NAMES

MOST_SEGMENTS = 600
MOST_CHARACTERS = 60_000
# Beyond this a form would take seconds to open: the beginning is shown as it is.
MOST_READ = 3_000_000


def readable(content, filename=""):
    """HTML of these bytes; everything from outside is escaped.

    :return: ``Markup``
    """
    if not content:
        return Markup("")
    if len(content) > MOST_READ:
        return Markup('<pre class="o_b2b_edi_text">%s…</pre>') % _plain(content)
    codec = registry.codec_for(content, filename)
    if codec and codec.__name__.endswith((".x12", ".edifact")):
        with suppress(Undecodable):
            return _segments(content, codec)
    return Markup('<pre class="o_b2b_edi_text">%s</pre>') % _plain(content)


def _plain(content):
    return content[:MOST_CHARACTERS].decode("utf-8", "replace")


def _segments(content, codec):
    text, _encoding = decoded(content)
    name = codec.__name__.rsplit(".", 1)[-1]
    tokenizer = x12_tokenizer if name == "x12" else edifact_tokenizer
    faults = _faults(codec.read(content))
    rows, message, position = [], 0, 0
    for number, piece in enumerate(tokenizer.pieces(text)):
        for segment in piece.segments:
            tag = segment[0]
            if tag in ("ST", "UNH"):
                message, position = message + 1, 0
            position += 1
            found = faults.pop((number, message, position, tag), ()) or faults.pop(
                (number, 0, 0, tag), ()
            )
            rows.append(_row(name, segment, piece.separators, found))
            if len(rows) >= MOST_SEGMENTS:
                rows.append(Markup("<tr><td/><td colspan='2'>…</td></tr>"))
                return _table(rows)
    return _table(rows)


def _faults(reading):
    """{(interchange, message, position, tag): faults}; message 0 for envelopes."""
    found, message_number = {}, 0
    for number, one in enumerate(reading.interchanges):
        outer = [*one.faults, *(fault for group in one.groups for fault in group.faults)]
        for fault in outer:
            found.setdefault((number, 0, 0, fault.segment), []).append(fault)
        for message in one.messages:
            message_number += 1
            for fault in message.faults:
                key = (number, message_number, fault.segment_position, fault.segment)
                found.setdefault(key, []).append(fault)
    return found


def _row(syntax, segment, separators, faults):
    tag = segment[0]
    elements = [
        separators.component.join(value) if isinstance(value, tuple) else value
        for value in segment[1:]
    ]
    wrong = {fault.element for fault in faults if fault.element}
    if syntax == "edifact":
        wrong = {element - 1 for element in wrong}
    cells = [
        Markup('<mark class="text-bg-danger">%s</mark>') % (element or "∅")
        if index in wrong
        else Markup("<span>%s</span>") % element
        for index, element in enumerate(elements, 1)
    ]
    body = Markup('<span class="text-muted px-1">%s</span>' % "·").join(cells)
    notes = Markup("").join(
        Markup('<div class="text-danger small">%s: %s</div>') % (place(fault), fault.text)
        for fault in faults
    )
    label = SEGMENT_NAMES.get((syntax, tag), "")
    style = Markup(' class="table-danger"') if faults else ""
    return Markup("<tr%s><td><b>%s</b></td><td class='text-muted'>%s</td><td>%s%s</td></tr>") % (
        style,
        tag,
        label,
        body,
        notes,
    )


def _table(rows):
    return Markup('<table class="table table-sm o_b2b_edi_segments"><tbody>%s</tbody></table>') % (
        Markup("").join(rows)
    )


def problem_table(problems):
    """HTML of problems as the record keeps them, each with its place.

    :return: ``Markup``
    """
    row = Markup("<tr><td>%s</td><td class='text-nowrap'>%s</td><td>%s</td></tr>")
    rows = Markup("").join(
        row % (one.get("message", ""), one.get("where", ""), one.get("text", ""))
        for one in problems
    )
    return Markup('<table class="table table-sm"><tbody>%s</tbody></table>') % rows
