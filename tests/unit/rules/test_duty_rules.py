"""What the worked cases cannot say of the rules of duty: values entered locally, Oslo, codes, time zones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.law import Finding, LawAt, LawBook, ParameterVersion, load_law
from hjemmel.law.finding import Outcome
from hjemmel.rules.competence import course_still_holds
from hjemmel.rules.duty_exemption import new_gp_duty_exemption
from hjemmel.rules.duty_pay import moment_is_paid_night, standby_pay
from hjemmel.rules.duty_pay_terms import lis1_hourly_pay
from hjemmel.rules.hours import hours_en, hours_nb
from hjemmel.rules.legevakt import employed_doctors_cover, station_is_open
from hjemmel.rules.rest import (
    duty_length_is_defensible,
    hours_between_duties,
    rest_after_duty_is_enough,
    rota_has_enough_doctors,
)
from hjemmel.rules.unsocial_hours import moment_is_night, moment_is_sunday_work
from hjemmel.rules.working_time import (
    averaging_is_allowed,
    day_is_within_normal_hours,
    week_is_within_normal_hours,
    which_rules_apply,
)

BOOK = load_law()
DAY = date(2026, 3, 2)
LAW = LawAt(DAY, book=BOOK)


def book_with(parameter_id: str, value: int, municipality: str) -> LawBook:
    """Return the law with a value that a municipality has entered for itself."""
    parameter = BOOK.parameter(parameter_id)
    like = BOOK.parameter("side_tasks.exemption_new_gp_max_months").local["4601"][0]
    own = replace(like, valid_from=date(2020, 1, 1), value=value, municipality=municipality)
    local: dict[str, tuple[ParameterVersion, ...]] = {**parameter.local, municipality: (own,)}
    return replace(
        BOOK, parameters={**BOOK.parameters, parameter_id: replace(parameter, local=local)}
    )


def law_with(parameter_id: str, value: int, *, day: date = DAY, at: str = "4601") -> LawAt:
    return LawAt(day, at, book=book_with(parameter_id, value, at))


@pytest.mark.parametrize(
    ("day", "doctors", "outcome"),
    [
        (date(2024, 8, 31), 5, Outcome.NEEDS_JUDGEMENT),
        (date(2024, 9, 1), 5, Outcome.NOT_MET),
        (date(2024, 9, 1), 6, Outcome.MET),
    ],
)
def test_an_entered_number_of_doctors_binds_from_the_autumn_of_2024(
    day: date, doctors: int, outcome: Outcome
) -> None:
    law = law_with("rest.min_doctors_in_rota", 6, day=day)
    assert rota_has_enough_doctors(doctors, law=law).outcome is outcome


def test_where_no_number_of_doctors_is_entered_asking_names_the_file() -> None:
    with pytest.raises(MissingDataError) as caught:
        LAW.integer("rest.min_doctors_in_rota")
    assert "rest/min_doctors_in_rota.toml" in caught.value.remedy.nb


@pytest.mark.parametrize(("hours", "outcome"), [(16, Outcome.MET), (17, Outcome.NOT_MET)])
def test_an_entered_longest_duty_is_a_limit(hours: int, outcome: Outcome) -> None:
    law = law_with("rest.max_duty_hours", 16)
    assert duty_length_is_defensible(Decimal(hours), law=law).outcome is outcome


@pytest.mark.parametrize(("months", "outcome"), [(59, Outcome.MET), (60, Outcome.NOT_MET)])
def test_a_municipality_may_ask_for_courses_again(months: int, outcome: Outcome) -> None:
    law = law_with("competence.course_refresh_months", 60)
    assert course_still_holds(months, law=law).outcome is outcome


@pytest.mark.parametrize(("months", "outcome"), [(12, Outcome.MET), (13, Outcome.NOT_MET)])
def test_a_municipality_may_exempt_a_new_gp_for_some_months(months: int, outcome: Outcome) -> None:
    law = law_with("duty.exemption_new_gp_max_months", 12)
    assert new_gp_duty_exemption(months, law=law).outcome is outcome


def test_an_entered_hourly_rate_of_lis1_is_paid() -> None:
    law = law_with("duty_pay.lis1_hourly_rate", 400)
    assert lis1_hourly_pay(Decimal("7.5"), law=law).value == 300_000


def test_oslo_has_an_agreement_of_its_own_so_its_rest_and_rates_are_not_known() -> None:
    oslo = LawAt(date(2021, 3, 1), "0301", book=BOOK)
    start, end = datetime(2021, 3, 1, 16, tzinfo=UTC), datetime(2021, 3, 1, 22, tzinfo=UTC)
    asked: tuple[Callable[[], object], ...] = (
        lambda: hours_between_duties(oslo),
        lambda: rest_after_duty_is_enough(Decimal(8), False, law=oslo),
        lambda: standby_pay(start, end, 1, False, law=oslo),
    )
    for ask in asked:
        with pytest.raises(MissingDataError) as caught:
            ask()
        assert "local/0301/" in caught.value.remedy.nb


def test_oslo_may_enter_its_own_rest() -> None:
    assert hours_between_duties(law_with("rest.after_duty_hours", 11, at="0301")) == 11
    assert hours_between_duties(LAW) == 8


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: which_rules_apply("pirate", True, law=LAW), "employment"),
        (lambda: day_is_within_normal_hours(Decimal(9), "friend", law=LAW), "arrangement"),
        (lambda: week_is_within_normal_hours(Decimal(9), "odd", law=LAW), "pattern"),
        (
            lambda: averaging_is_allowed(8, Decimal(9), Decimal(9), "none", law=LAW),
            "arrangement",
        ),
        (lambda: employed_doctors_cover("dawn", law=LAW), "period"),
    ],
)
def test_an_unknown_code_is_refused_by_name(ask: Callable[[], Finding], where: str) -> None:
    with pytest.raises(InputError) as caught:
        ask()
    assert caught.value.where == where


def test_a_moment_in_another_time_zone_is_read_in_norwegian_time() -> None:
    bergen = LawAt(DAY, "4601", book=BOOK)
    assert moment_is_night(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), law=LAW).is_met
    assert not moment_is_night(datetime(2026, 3, 2, 19, 59, tzinfo=UTC), law=LAW).is_met
    assert moment_is_paid_night(datetime(2026, 7, 1, 21, 0, tzinfo=UTC), law=LAW).is_met
    assert moment_is_sunday_work(datetime(2026, 3, 7, 17, 0, tzinfo=UTC), law=LAW).is_met
    assert station_is_open(datetime(2026, 3, 2, 15, 0, tzinfo=UTC), law=bergen).is_met


def test_day_work_under_the_act_does_not_rest_on_an_unverified_value_but_own_practice_does() -> (
    None
):
    assert not which_rules_apply("employed", False, law=LAW).rests_on_unverified
    assert which_rules_apply("self_employed", False, law=LAW).rests_on_unverified


def test_hours_are_written_without_needless_decimals() -> None:
    assert [hours_nb(Decimal(h)) for h in ("1", "8.0", "7.5", "1.43")] == [
        "1 time",
        "8 timer",
        "7,5 timer",
        "1,43 timer",
    ]
    assert hours_en(Decimal("7.5")) == "7.5 hours"
