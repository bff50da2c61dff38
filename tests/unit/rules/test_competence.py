"""A doctor's competence over time, across the change of the law at the turn of 2025."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hjemmel.domain.duty_doctor import Skill
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.time import Period
from hjemmel.law import LawAt, load_law
from hjemmel.rules.competence import may_be_alone
from hjemmel.rules.competence_exemption import earlier_post_exempts
from hjemmel.rules.competence_over_time import (
    alone_periods,
    back_up_periods,
    may_be_alone_on,
    may_be_back_up_on,
)

LAW = LawAt(date(2026, 6, 1), book=load_law())
COURSES = ("course_emergency_medicine", "course_violence_and_abuse")


def skills(*keys: str, start: date = date(2020, 1, 1), end: date | None = None) -> list[Skill]:
    return [Skill(key, Period(start, end)) for key in keys]


def test_lis1_with_both_courses_may_be_alone_from_2026() -> None:
    own = skills("lis1", *COURSES)
    within = Period(date(2025, 1, 1), date(2027, 1, 1))
    assert alone_periods(own, within, LAW) == (Period(date(2026, 1, 1), date(2027, 1, 1)),)
    assert back_up_periods(own, within, LAW) == ()


def test_an_exemption_of_2025_and_the_law_of_2026_make_one_period() -> None:
    own = skills("lis1", *COURSES)
    within = Period(date(2025, 1, 1))
    exempted = [Period(date(2025, 3, 1), date(2026, 6, 1))]
    assert alone_periods(own, within, LAW, exempted=exempted) == (Period(date(2025, 3, 1)),)


def test_an_exemption_does_not_outlive_2025_without_the_courses() -> None:
    exempted = [Period(date(2025, 3, 1), date(2026, 6, 1))]
    found = alone_periods(skills("lis1"), Period(date(2025, 1, 1)), LAW, exempted=exempted)
    assert found == (Period(date(2025, 3, 1), date(2026, 1, 1)),)


def test_a_course_that_lapses_and_is_taken_again_leaves_a_gap() -> None:
    own = [
        *skills("specialist_general_practice", COURSES[0]),
        *skills(COURSES[1], end=date(2026, 3, 1)),
        *skills(COURSES[1], start=date(2026, 4, 15)),
    ]
    within = Period(date(2026, 1, 1), date(2027, 1, 1))
    gap = (
        Period(date(2026, 1, 1), date(2026, 3, 1)),
        Period(date(2026, 4, 15), date(2027, 1, 1)),
    )
    assert alone_periods(own, within, LAW) == gap
    assert back_up_periods(own, within, LAW) == gap


def test_the_periods_agree_with_each_day_asked_by_itself() -> None:
    own = [
        *skills("lis1", start=date(2025, 2, 10)),
        *skills(COURSES[0], start=date(2025, 5, 1), end=date(2026, 2, 3)),
        *skills(COURSES[0], start=date(2026, 2, 20)),
        *skills(COURSES[1], start=date(2025, 11, 11)),
        *skills("training_general_practice", start=date(2026, 3, 1), end=date(2026, 3, 20)),
        *skills("car"),
    ]
    exempted = [Period(date(2025, 6, 1), date(2025, 8, 1))]
    within = Period(date(2025, 1, 15), date(2026, 5, 1))
    alone = alone_periods(own, within, LAW, exempted=exempted)
    back_up = back_up_periods(own, within, LAW)
    day = within.start
    while within.contains(day):
        asked = may_be_alone_on(day, own, LAW, exempted=exempted).is_met
        assert asked == any(period.contains(day) for period in alone), day
        asked = may_be_back_up_on(day, own, LAW).is_met
        assert asked == any(period.contains(day) for period in back_up), day
        day += timedelta(days=1)
    assert len(alone) > 2
    assert back_up == (Period(date(2026, 3, 1), date(2026, 3, 20)),)


def test_what_was_read_is_kept_with_the_callers_law() -> None:
    law = LAW.fresh()
    alone_periods(skills("lis1", *COURSES), Period(date(2025, 1, 1)), law)
    read = {(r.parameter, r.valid_from) for r in law.readings}
    assert ("competence.alone_qualifications", date(2020, 1, 1)) in read
    assert ("competence.alone_qualifications", date(2026, 1, 1)) in read


def test_a_judged_competence_is_not_taken_for_granted() -> None:
    own = skills("corresponding_experience", *COURSES)
    assert alone_periods(own, Period(date(2025, 1, 1), date(2025, 12, 1)), LAW) == ()


def test_before_2020_nobody_has_provided_the_requirement() -> None:
    with pytest.raises(MissingDataError) as caught:
        may_be_alone_on(date(2019, 12, 31), skills("lis1"), LAW)
    assert "competence/alone_qualifications.toml" in caught.value.remedy.nb


def test_an_unknown_qualification_is_refused_by_name() -> None:
    with pytest.raises(InputError) as caught:
        may_be_alone(("surgeon",), False, law=LAW)
    assert caught.value.where == "qualifications"
    with pytest.raises(InputError):
        earlier_post_exempts("friend", law=LAW)
