"""EDIFACT bytes to interchanges, groups and messages, with everything that is wrong with them."""

import re

from ...documents.acknowledgement import Fault
from ...documents.envelope import Address, Envelope
from .. import content as contents
from .. import wire
from ..collector import paused
from ..interchange import InterchangeReader, MessageReader, Syntax, bounded, concluded
from ..reading import (
    MAX_FAULTS,
    Group,
    Interchange,
    Message,
    Policy,
    Reading,
    count_of,
    same_control,
)
from . import acknowledgement, order, segments, tokenizer
from .faults import fault
from .messages import INBOUND, TABLES
from .values import at

VERSIONS = re.compile(r"[DS1-9]:\d{1,3}[A-Z]?(:.*)?")
DECODERS = {"ORDERS": order.decode, "ORDCHG": order.decode_change, "CONTRL": acknowledgement.decode}


def sniff(content, filename=""):
    """Whether these bytes look like EDIFACT. Cheap, never raises."""
    del filename
    head = content[:4000].replace(b"\0", b"")
    return bool(
        re.search(rb"UNB[^A-Za-z0-9\s]UNO", head, re.IGNORECASE)
        or re.match(rb"[\xef\xbb\xbf\xff\xfe\s]*(UN[ABHG])[^A-Za-z0-9]", head)
    )


def read(content, policy=None):
    """Everything in these bytes.

    :param policy: ``Policy`` of the partner
    :return: ``Reading``
    :raises Undecodable: no interchange can be told apart in them
    """
    with paused():
        return _read(content, policy or Policy())


def _read(content, policy):
    declared = tokenizer.declared_charset(content)
    text, encoding = contents.text(content, (declared,) if declared else ())
    reading = Reading("edifact", encoding)
    for piece in bounded(tokenizer.pieces(text)):
        one = _InterchangeReader(piece, policy).run()
        if declared == "ascii" and not text.isascii():
            said = f"{at(one.header, 1)} is declared, there are characters outside of it."
            one.faults.append(fault("characters", said, segment="UNB", element=2))
        reading.interchanges.append(one)
    return concluded(reading, policy, fault, ("UNB", 6), ("ORDERS",))


SYNTAX = Syntax(
    "message", "UNH", "UNT", 3, TABLES, INBOUND, DECODERS, segments=segments, fault=fault
)


class _MessageReader(MessageReader):
    """Places in a segment count from its first element, those in an element from its first part."""

    syntax = SYNTAX

    def _say(self, segment, position, found):
        for code, reason, place, component, number, text in found:
            values = segment[place - 1] if place - 1 < len(segment) else [""]
            value = values[component - 1] if 0 < component <= len(values) else values[0]
            self._add(
                Fault("element", code, reason, text, segment[0], position, element=place,
                      component=component, data_element=number, value=value[:99])
            )  # fmt: skip


class _InterchangeReader(InterchangeReader):
    """UNB, UNG, UNH … and their ends; groups are rare."""

    syntax = SYNTAX
    message_reader = _MessageReader
    _is_grouped = False

    def run(self):
        unb = self._piece.segments[0]
        self._one = Interchange(_envelope(unb), unb, self._piece.separators)
        self._one.faults += _unb_faults(unb)
        self._one.faults += [fault(*note, segment="") for note in self._piece.notes[:MAX_FAULTS]]
        steps = {
            "UNG": self._ung, "UNE": self._une, "UNH": self._unh, "UNT": self._unt, "UNZ": self._unz,
        }  # fmt: skip
        self._walk(steps)
        self._end()
        return self._one

    def _ung(self, segment):
        self._close_group()
        self._is_grouped = True
        version = ":".join(segment[7]) if len(segment) > 7 else ""
        self._group = Group(at(segment, 5), at(segment, 1), version, at(segment, 2), at(segment, 3))
        if any(group.control == self._group.control for group in self._one.groups):
            text = f"The group reference {self._group.control} is used twice in the interchange."
            self._group.faults.append(
                fault("duplicate_group_control", text, segment="UNG", element=6)
            )
        self._one.groups.append(self._group)

    def _une(self, segment):
        self._close_message()
        group, self._group = self._group, None
        if group is None or not self._is_grouped:
            self._stray(segment)
            return
        group.counted = count_of(at(segment, 1))
        if group.counted != len(group.messages):
            text = f"UNE says {at(segment, 1)} messages, there are {len(group.messages)}."
            group.faults.append(fault("group_message_count", text, segment="UNE", element=2))
        if not same_control(at(segment, 2), group.control):
            text = f"UNE says reference {at(segment, 2)}, UNG says {group.control}."
            group.faults.append(fault("group_control", text, segment="UNE", element=3))

    def _unh(self, segment):
        self._close_message()
        if self._group is None:
            if self._is_grouped:
                self._say("mixed_groups", "A message stands outside of the groups.", segment="UNH")
            self._group = Group()
            self._one.groups.append(self._group)
        envelope = _message_envelope(self._one.envelope, self._group, segment)
        self._message = Message(envelope, [segment])
        self._group.messages.append(self._message)
        control = envelope.message
        if not control.strip():
            text = "The message has no reference."
            self._complain("message_control_syntax", text, 1, segment="UNH", element=2)
        elif control in self._controls:
            text = f"The message reference {control} is used twice in the interchange."
            self._complain("duplicate_message_control", text, 1, segment="UNH", element=2)
        self._controls.add(control)

    def _unt(self, segment):
        if self._message is None:
            self._stray(segment)
            return
        message = self._message
        message.raw.append(segment)
        position = len(message.raw)
        if count_of(at(segment, 1)) != position:
            text = f"UNT says {at(segment, 1)} segments, there are {position}."
            self._complain("segment_count", text, position, segment="UNT", element=2)
        if not same_control(at(segment, 2), message.envelope.message):
            text = f"UNT says reference {at(segment, 2)}, UNH says {message.envelope.message}."
            self._complain("message_control", text, position, segment="UNT", element=3)
        self._finish_message()

    def _unz(self, segment):
        self._close_message()
        one = self._one
        if self._is_grouped:
            self._close_group()
            reason, count, what = "group_count", len(one.groups), "groups"
        else:
            reason, count, what = "message_count", len(one.messages), "messages"
        self._group = None
        if count_of(at(segment, 1)) != count:
            text = f"UNZ says {at(segment, 1)} {what}, there are {count}."
            one.faults.append(fault(reason, text, segment="UNZ", element=2))
        if not same_control(at(segment, 2), one.envelope.interchange):
            text = f"UNZ says reference {at(segment, 2)}, UNB says {one.envelope.interchange}."
            one.faults.append(fault("interchange_control", text, segment="UNZ", element=3))
        self._is_closed = True

    def _end(self):
        self._close_message()
        if self._is_grouped:
            self._close_group()
        if not self._is_closed:
            text = "The interchange ends without its UNZ segment: perhaps a part is missing."
            self._one.faults.append(fault("missing_interchange_trailer", text, segment="UNZ"))
        if not self._one.messages:
            self._one.faults.append(fault("empty", "There is no message inside.", segment="UNB"))

    def _close_group(self):
        self._close_message()
        if self._group is not None and self._is_grouped:
            text = "The group ends without its UNE segment."
            self._group.faults.append(fault("missing_group_trailer", text, segment="UNE"))
            self._group = None

    def _judge(self, message, kind):
        if not VERSIONS.fullmatch(message.envelope.version):
            text = f"“{message.envelope.version[:20]}” is no directory we know."
            message.faults.append(
                fault("unknown_version", text, segment="UNH", segment_position=1, element=3)
            )


def _envelope(unb):
    return Envelope(
        sender=Address(at(unb, 2).strip(), at(unb, 2, 1), at(unb, 2, 2)),
        receiver=Address(at(unb, 3).strip(), at(unb, 3, 1), at(unb, 3, 2)),
        interchange=at(unb, 5).strip(),
        message_type="",
        version=":".join(unb[1]) if len(unb) > 1 else "",
        sent_at=wire.moment(at(unb, 4), at(unb, 4, 1)),
        is_test=at(unb, 11) == "1",
        wants_acknowledgement=at(unb, 9) == "1",
    )


def _message_envelope(outer, group, unh):
    kind, *version = unh[2] if len(unh) > 2 else [""]
    return Envelope(
        sender=outer.sender,
        receiver=outer.receiver,
        interchange=outer.interchange,
        message_type=kind.strip(),
        version=":".join(part.strip() for part in version),
        group=group.control,
        message=at(unh, 1).strip(),
        sent_at=outer.sent_at,
        is_test=outer.is_test,
        wants_acknowledgement=outer.wants_acknowledgement,
    )


def _unb_faults(unb):
    if at(unb, 1)[:3] != "UNO" or at(unb, 1, 1) not in ("", "1", "2", "3", "4"):
        text = f"“{':'.join(unb[1])[:12] if len(unb) > 1 else ''}” is no syntax we know."
        yield fault("syntax_version", text, segment="UNB", element=2)
    for element, what in ((2, "sender"), (3, "recipient")):
        if not at(unb, element).strip():
            text = f"The {what} is not named."
            yield fault("missing_interchange_value", text, segment="UNB", element=element + 1)
    if not at(unb, 5).strip() or len(at(unb, 5)) > 14 + 6:
        text = f"“{at(unb, 5)[:20]}” is no control reference."
        yield fault("control_syntax", text, segment="UNB", element=6)
    if wire.day(at(unb, 4)) is None:
        text = f"“{at(unb, 4)[:12]}” is not a date."
        yield fault("bad_interchange_date", text, segment="UNB", element=5)
