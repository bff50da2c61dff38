"""A wish for any list is judged by what holds of the person, and by no list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hjemmel.domain.change import Asker, ChangeCase, ChangeCause, WantedList
from hjemmel.law import law_on
from hjemmel.rules.change_of_gp import Answer, judge_change

DAY = date(2026, 11, 12)
LAW = law_on(DAY, "4601")
ANY = ChangeCase(
    asked_on=DAY,
    age=40,
    stays_as="resident",
    has_gp=True,
    cause=ChangeCause.OWN_WISH,
    counted_this_year=0,
    asked_by=Asker.SELF,
    parent_consents=False,
    wanted=None,
)


def test_any_list_is_a_place_in_the_queue_whether_lists_have_room_or_not() -> None:
    judged = judge_change(ANY, LAW)
    assert (judged.answer, judged.decisive.reason) == (Answer.QUEUED, "may_join")
    assert (judged.effective_on, judged.counts, judged.exception) == (date(2026, 12, 1), True, "")
    assert [one.reason for one in judged.findings] == [
        "has_right", "chooses_alone", "change_allowed", "may_join",
    ]  # fmt: skip
    assert judged.decisive.citations
    assert Answer.QUEUED.label.nb == "Settes i kø"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stays_as": "other_d_number"}, "necessary_care_only"),
        ({"counted_this_year": 2}, "no_changes_left"),
        ({"age": 12}, "consent_missing"),
        ({"age": 16, "asked_by": Asker.PARENT}, "chooses_alone"),
    ],
)
def test_what_refuses_a_wish_for_a_list_refuses_one_for_any(
    change: dict[str, object], reason: str
) -> None:
    wanted = WantedList(length=10, ceiling=1000)
    for case in (replace(ANY, **change), replace(ANY, wanted=wanted, **change)):  # type: ignore[arg-type]
        judged = judge_change(case, LAW)
        assert (judged.answer, judged.decisive.reason) == (Answer.REFUSED, reason)


def test_who_has_no_gp_uses_no_change() -> None:
    judged = judge_change(replace(ANY, has_gp=False, counted_this_year=2), LAW)
    assert (judged.answer, judged.counts) == (Answer.QUEUED, False)
