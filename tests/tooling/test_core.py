"""Whose doing a failure of Odoo's own tests is."""

import pytest

from tools import core
from tools.report import Failure

A, B, C = (f"sale/tests/test_x.py::TestX::test_{letter}" for letter in "abc")


def test_failures_are_ours_on_purpose_or_anybodys():
    verdict = core.judge(10, [A, B, C], anyway=[B], known={C: "no oversell"})
    assert (verdict.ours, verdict.purpose, verdict.anyway) == ([A], {C: "no oversell"}, [B])


def test_purpose_is_not_claimed_for_what_fails_anyway_or_passes():
    verdict = core.judge(10, [A], anyway=[A], known={A: "no oversell", B: "no oversell"})
    assert (verdict.ours, verdict.purpose, verdict.anyway) == ([], {}, [A])


def test_every_purpose_has_its_reason():
    assert core.reasons(f"# remark\n\n{A}: sold once only\n") == {A: "sold once only"}
    with pytest.raises(Failure, match="no reason"):
        core.reasons(f"{A}: \n")


def test_file_of_purposes_can_be_read():
    for test, reason in core.reasons(core.CHANGED.read_text()).items():
        assert test.split("/")[0] in core.SUITES
        assert reason
