"""From what was read to what the sender is told: one acknowledgement for each group or interchange."""

from ..documents.acknowledgement import Acknowledgement, MessageVerdict
from .reading import ACCEPTED, PARTIAL, REJECTED, WITH_ERRORS


def of_groups(interchange, silent=frozenset()):
    """An ``Acknowledgement`` for each functional group (X12).

    :param silent: message types that are never acknowledged: acknowledgements themselves
    """
    return tuple(
        _of_group(interchange, group)
        for group in interchange.groups
        if group.control and not _is_silent(group.messages, silent)
    )


def _is_silent(messages, silent):
    return bool(messages) and all(m.envelope.message_type in silent for m in messages)


def _of_group(interchange, group):
    messages = tuple(_verdict(message) for message in group.messages)
    return Acknowledgement(
        verdict=group.verdict,
        interchange=interchange.envelope.interchange,
        group=group.control,
        group_type=group.kind,
        version=group.version,
        counted=max(group.counted, 0),
        received=len(messages),
        accepted=sum(one.verdict != REJECTED for one in messages),
        messages=messages,
        faults=tuple(group.faults),
    )


def of_interchange(interchange, silent=frozenset()):
    """The ``Acknowledgement`` of a whole interchange (CONTRL, TA1); None when none is due."""
    found = interchange.messages
    if _is_silent(found, silent) or not (found or interchange.faults):
        return None
    messages = tuple(_verdict(message) for message in found)
    envelope = interchange.envelope
    return Acknowledgement(
        verdict=_overall(interchange.verdict, messages),
        interchange=envelope.interchange,
        counted=len(messages),
        received=len(messages),
        accepted=sum(one.verdict != REJECTED for one in messages),
        messages=messages,
        faults=tuple(interchange.faults),
        sender=(envelope.sender.qualifier, envelope.sender.id),
        receiver=(envelope.receiver.qualifier, envelope.receiver.id),
    )


def _overall(verdict, messages):
    verdicts = {one.verdict for one in messages}
    if verdict == REJECTED or verdicts == {REJECTED}:
        return REJECTED
    if REJECTED in verdicts:
        return PARTIAL
    return WITH_ERRORS if verdict == WITH_ERRORS or WITH_ERRORS in verdicts else ACCEPTED


def _verdict(message):
    envelope = message.envelope
    return MessageVerdict(
        envelope.message_type,
        envelope.message,
        message.verdict,
        tuple(message.faults),
        envelope.version,
    )
