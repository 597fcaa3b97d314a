"""What can be wrong with X12, with the code each acknowledgement has for it."""

from ...documents.acknowledgement import Fault

# Reason → (level, code of TA105, AK905, AK502 or AK304).
CODES = {
    "interchange_control": ("interchange", "001"),
    "unknown_version_isa": ("interchange", "017"),
    "bad_sender": ("interchange", "006"),
    "bad_receiver": ("interchange", "008"),
    "bad_interchange_date": ("interchange", "014"),
    "bad_interchange_time": ("interchange", "015"),
    "control_syntax": ("interchange", "018"),
    "bad_test_indicator": ("interchange", "020"),
    "group_count": ("interchange", "021"),
    "bad_structure": ("interchange", "022"),
    "missing_interchange_trailer": ("interchange", "023"),
    "odd_isa": ("interchange", "024"),
    "text_before": ("interchange", "024"),
    "text_after": ("interchange", "024"),
    "wrapped": ("interchange", "024"),
    "missing_terminator": ("interchange", "004"),
    "lower_case": ("interchange", "024"),
    "duplicate_interchange": ("interchange", "025"),
    "unknown_group": ("group", "1"),
    "unknown_version": ("group", "2"),
    "missing_group_trailer": ("group", "3"),
    "group_control": ("group", "4"),
    "message_count": ("group", "5"),
    "group_control_syntax": ("group", "6"),
    "duplicate_group_control": ("group", "19"),
    "missing_header": ("group", "3"),
    "unsupported_message": ("message", "1"),
    "missing_message_trailer": ("message", "2"),
    "message_control": ("message", "3"),
    "segment_count": ("message", "4"),
    "wrong_group_type": ("message", "6"),
    "message_control_syntax": ("message", "7"),
    "duplicate_message_control": ("message", "23"),
    "unknown_segment": ("segment", "1"),
    "misplaced_segment": ("segment", "2"),
    "missing_segment": ("segment", "3"),
    "no_lines": ("segment", "3"),
    "too_many_loops": ("segment", "4"),
    "too_many_segments": ("segment", "5"),
    "unexpected_segment": ("segment", "6"),
    "wrong_sequence": ("segment", "7"),
}

# Where the segment itself is wrong, in words; {0} is its tag.
SENTENCES = {
    "unknown_segment": "There is no segment {0} in X12.",
    "misplaced_segment": "The segment {0} does not belong here.",
    "missing_segment": "The segment {0} is missing.",
    "too_many_loops": "The loop {0} comes more often than allowed.",
    "too_many_segments": "The segment {0} comes more often than allowed.",
    "unexpected_segment": "The segment {0} does not belong to this document.",
    "wrong_sequence": "The segment {0} comes after one it belongs before.",
}


def fault(reason, text="", **place):
    """A fault with the code X12 has for it."""
    level, code = CODES[reason]
    return Fault(level, code, reason, text or SENTENCES[reason].format(place["segment"]), **place)
