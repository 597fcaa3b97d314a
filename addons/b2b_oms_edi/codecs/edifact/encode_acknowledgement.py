"""``Acknowledgement`` to CONTRL."""

from .writer import Profile, write

# Acknowledged means: this level and all below that are not rejected one by one.
ACTIONS = {
    "accepted": "7", "accepted_with_errors": "7", "partial": "7", "rejected": "4", "received": "8",
}  # fmt: skip


def encode(acknowledgement, envelope, profile=None):
    """Bytes of the CONTRL that answers one interchange; its parties stand as they were sent.

    :raises Unwritable: a reference that cannot be repeated
    """
    profile = profile or Profile()
    return write("CONTRL", [_body(acknowledgement)], envelope, profile)


def _body(found):
    sender, receiver = (
        (side[1], side[0]) if side[0] else (side[1],) for side in (found.sender, found.receiver)
    )
    own = next((fault for fault in found.faults if fault.level == "interchange"), None)
    is_rejected = ACTIONS[found.verdict] == "4" and not found.messages
    all_rejected = found.verdict == "rejected"
    yield ["UCI", found.interchange[:14] or "0", sender, receiver, "4" if all_rejected else "7",
           *_error(own if is_rejected or all_rejected else None)]  # fmt: skip
    for message in found.messages:
        yield from _message(message)


def _message(message):
    version = message.version.split(":")
    kind = (message.message_type[:6], *(part[:3] for part in version[:3]), *version[3:4])
    own = next((fault for fault in message.faults if fault.level == "message"), None)
    action = ACTIONS[message.verdict]
    error = [own.code] if own and action == "4" else []
    if action == "4" and not error and message.faults:
        error = ["18"]
    yield ["UCM", message.message[:14] or "0", kind, action, *error]
    places = {}
    for fault in message.faults:
        if fault.level in ("segment", "element"):
            places.setdefault(fault.segment_position, []).append(fault)
    for position, faults in places.items():
        code = next((fault.code for fault in faults if fault.level == "segment"), "")
        yield ["UCS", str(position), code]
        for fault in faults:
            if fault.level == "element":
                place = (
                    (str(fault.element), str(fault.component))
                    if fault.component
                    else (str(fault.element),)
                )
                yield ["UCD", fault.code, place]


def _error(fault):
    if fault is None:
        return []
    place = (str(fault.element),) if fault.element else ""
    return [fault.code, fault.segment if fault.segment in ("UNA", "UNB", "UNZ") else "", place]
