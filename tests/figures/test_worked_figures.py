"""Every worked figure of the documents, F1–F12, through its formula, engine or rule."""

from __future__ import annotations

from collections import Counter

import pytest

from hjemmel.cases.checks import Check, all_checks
from hjemmel.cases.verification import verify, verify_check

CHECKS_PER_FIGURE = {
    "F1 need": 26,
    "F2 districts": 55,
    "F3 calls": 17,
    "F4 list places": 24,
    "F5 measure costs": 10,
    "F6 mean list": 8,
    "F7 national numbers": 9,
    "F8 grant round": 13,
    "F9 legevakt models": 22,
    "F10 supervision": 6,
    "F11 other series": 11,
    "F12 time": 3,
}


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: f"{check.figure}/{check.name}")
def test_computed_value_is_the_one_on_record(check: Check) -> None:
    result = verify_check(check)

    assert result.computed == check.computed
    assert result.agrees is check.expected_agreement
    assert result.matches_record


def test_no_figure_has_been_lost() -> None:
    assert Counter(check.figure for check in all_checks()) == CHECKS_PER_FIGURE


def test_disagreements_are_exactly_those_known() -> None:
    assert {result.name for result in verify() if not result.agrees} == {
        "recruit as printed beside 259",
        "mean list as printed beside 259",
        "guests as printed",
        "mean list as printed, rounded",
        "mean list with the vacant",
    }


def test_every_disagreement_says_why_in_both_languages() -> None:
    for result in verify():
        if not result.agrees:
            assert result.note.nb
            assert result.note.en


def test_every_figure_says_where_it_stands() -> None:
    assert all(check.source.place for check in all_checks())
