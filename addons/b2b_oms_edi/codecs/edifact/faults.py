"""What can be wrong with EDIFACT, with the code CONTRL has for it (0085)."""

from ...documents.acknowledgement import Fault

# Reason → (level, code).
CODES = {
    "syntax_version": ("interchange", "2"),
    "missing_interchange_value": ("interchange", "13"),
    "control_syntax": ("interchange", "13"),
    "bad_interchange_date": ("interchange", "12"),
    "characters": ("interchange", "21"),
    "release_at_end": ("interchange", "20"),
    "stray_release": ("interchange", "20"),
    "lower_case": ("interchange", "20"),
    "short_una": ("interchange", "20"),
    "wrapped": ("interchange", "33"),
    "duplicate_interchange": ("interchange", "26"),
    "interchange_control": ("interchange", "28"),
    "message_count": ("interchange", "29"),
    "group_count": ("interchange", "29"),
    "mixed_groups": ("interchange", "30"),
    "empty": ("interchange", "32"),
    "text_before": ("interchange", "33"),
    "text_after": ("interchange", "33"),
    "bad_structure": ("interchange", "33"),
    "missing_interchange_trailer": ("interchange", "13"),
    "group_control": ("group", "28"),
    "group_message_count": ("group", "29"),
    "missing_group_trailer": ("group", "13"),
    "missing_group_header": ("group", "13"),
    "duplicate_group_control": ("group", "26"),
    "unsupported_message": ("message", "15"),
    "unknown_version": ("message", "14"),
    "message_control": ("message", "28"),
    "message_control_syntax": ("message", "13"),
    "segment_count": ("message", "29"),
    "missing_message_trailer": ("message", "13"),
    "duplicate_message_control": ("message", "26"),
    "missing_segment": ("segment", "13"),
    "no_lines": ("segment", "13"),
    "unknown_segment": ("segment", "15"),
    "unexpected_segment": ("segment", "15"),
    "misplaced_segment": ("segment", "15"),
    "wrong_sequence": ("segment", "15"),
    "too_many_loops": ("segment", "36"),
    "too_many_segments": ("segment", "35"),
}

SENTENCES = {
    "unknown_segment": "There is no segment {0} in EDIFACT.",
    "misplaced_segment": "The segment {0} does not belong here.",
    "missing_segment": "The segment {0} is missing.",
    "too_many_loops": "The group {0} comes more often than allowed.",
    "too_many_segments": "The segment {0} comes more often than allowed.",
    "unexpected_segment": "The segment {0} does not belong to this message.",
    "wrong_sequence": "The segment {0} comes after one it belongs before.",
}


def fault(reason, text="", **place):
    """A fault with the code EDIFACT has for it."""
    level, code = CODES[reason]
    return Fault(level, code, reason, text or SENTENCES[reason].format(place["segment"]), **place)
