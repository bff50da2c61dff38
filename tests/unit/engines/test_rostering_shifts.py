"""Shift types, the calendar, cycles and the ledger."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemmel.domain.shift import NORWAY, Role
from hjemmel.engines.rostering import calendar, check
from hjemmel.engines.rostering.cycles import ANY, OFF, Cycle, weeks_on_off
from hjemmel.engines.rostering.ledger import Balance, Category, Ledger
from hjemmel.engines.rostering.legal_terms import red_days_between, terms_from
from hjemmel.engines.rostering.shift_types import Repeat, Season, ShiftType, shifts_from
from hjemmel.engines.rostering.terms import Level
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import law_on
from tests.twins.rostering_cases import doctor, for_all, made, on, shift, terms

LAW = law_on(date(2026, 3, 2))
SUMMER, WINTER = date(2026, 3, 29), date(2026, 10, 25)


def kind(key: str = "k", starts: int = 23, ends: int = 8, **others: object) -> ShiftType:
    return ShiftType(
        key=key,
        name=Text("Vakt", "Shift"),
        station="a",
        starts=time(starts),
        ends=time(ends),
        **others,  # type: ignore[arg-type]
    )


def keys(
    types: list[ShiftType], first: date, days: int, red: frozenset[date] = frozenset()
) -> list[str]:
    period = Period(first, first + timedelta(days=days))
    return [one.key for one in shifts_from(types, period, red)]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(SUMMER - timedelta(days=1), 8), (WINTER - timedelta(days=1), 10), (date(2026, 6, 1), 9)],
)
def test_a_night_is_an_hour_shorter_or_longer_when_the_clock_changes(day: date, hours: int) -> None:
    made_shift = kind().on(day)
    assert made_shift.minutes == hours * 60
    assert made_shift.day == day
    assert made_shift.ends.astimezone(NORWAY).hour == 8
    at_night = calendar.night_minutes(made_shift, terms())
    assert at_night == (hours - 2) * 60


def test_a_day_of_25_hours_is_a_round_of_25_hours() -> None:
    assert kind(starts=8, ends=8).on(WINTER - timedelta(days=1)).minutes == 25 * 60
    assert kind(starts=0, ends=0).on(WINTER).minutes == 25 * 60
    assert kind(starts=0, ends=0).on(SUMMER).minutes == 23 * 60


def test_rest_is_counted_in_hours_that_pass() -> None:
    evening = kind("e", 15, 23).on(WINTER - timedelta(days=1))
    morning = kind("m", 6, 14).on(WINTER)
    period = Period(WINTER - timedelta(days=1), WINTER + timedelta(days=1))
    for needed, broken in ((8, set()), (9, {"rest"})):
        inputs = made([doctor("a")], [shift(0)], limits=terms(rest=for_all(needed * 60)))
        picture = type(inputs.picture)(
            period=period, doctors=inputs.picture.doctors, shifts=(evening, morning)
        )
        inputs = type(inputs)(picture=picture, terms=inputs.terms)
        found = check(inputs, on((evening.key, "a"), (morning.key, "a")))
        assert {one.constraint for one in found} == broken


def test_types_follow_weekday_holiday_and_season() -> None:
    may = date(2027, 5, 14)
    red = red_days_between(may, may, LAW)
    assert date(2027, 5, 17) in red
    weekday = kind("w", 16, 22, weekdays=frozenset(range(5)), red_days=False)
    holiday = kind("h", 12, 18, weekdays=frozenset((5, 6)), red_days=True)
    found = keys([weekday, holiday], may, 5, red)
    assert found == [
        "w:2027-05-14",
        "h:2027-05-15",
        "h:2027-05-16",
        "h:2027-05-17",
        "w:2027-05-18",
    ]
    winter = kind("s", seasons=(Season((12, 30), (1, 2)),))
    assert len(keys([winter], date(2026, 12, 20), 30)) == 4
    block = kind("b", repeats=Repeat(date(2026, 1, 2), 28, 0, 9))
    assert len(keys([block], date(2026, 1, 2), 56)) == 20


def test_17_may_on_whit_monday_is_one_red_day() -> None:
    day = date(2027, 5, 17)
    red = red_days_between(day, day, LAW)
    counted = calendar.counts(kind(starts=8, ends=16).on(day), terms(), red, frozenset())
    assert counted[Category.RED_DAYS] == 1000
    assert counted[Category.MAY_17] == 1000


def test_easter_is_found_among_the_red_days() -> None:
    for year, sunday in (
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2028, date(2028, 4, 16)),
    ):
        red = red_days_between(date(year, 1, 1), date(year, 1, 1), LAW)
        easter = calendar.easter_days(red)
        assert easter == {sunday + timedelta(days=step) for step in range(-3, 2)}


def test_a_back_up_shift_stands_behind_what_it_overlaps() -> None:
    duty = kind("d", 16, 23)
    behind = kind("b", 20, 8, role=Role.BACK_UP, backs_up=frozenset({"d"}))
    first = date(2026, 3, 2)
    found = shifts_from([duty, behind], Period(first, first + timedelta(days=2)), frozenset())
    backs = {one.key: one.backs_up for one in found if one.backs_up}
    assert backs == {
        "b:2026-03-02": frozenset({"d:2026-03-02"}),
        "b:2026-03-03": frozenset({"d:2026-03-03"}),
    }


def test_a_type_that_is_never_held_is_refused() -> None:
    with pytest.raises(InputError, match="no valid days"):
        kind(weekdays=frozenset())
    with pytest.raises(InputError, match="No shift type is held"):
        keys([kind(weekdays=frozenset({6}))], date(2026, 3, 2), 3)
    with pytest.raises(InputError, match="not in a cycle of 28"):
        Repeat(date(2026, 1, 2), 28, 0, 28)


def test_two_weeks_on_and_four_off_open_a_third_of_the_days() -> None:
    start = date(2026, 1, 5)
    rota = Cycle(key="c", name=Text("", ""), days=weeks_on_off(2, 4), starts={"a": start})
    days = [start + timedelta(days=step) for step in range(-84, 84)]
    is_open = [rota.is_open("a", day, "any") for day in days]
    assert sum(is_open) * 3 == len(days)
    assert rota.is_open("nobody", start, "any")


def test_a_cycle_may_name_types() -> None:
    start = date(2026, 1, 5)
    rota = Cycle(
        key="c", name=Text("", ""), days=(("d",), ("n",), (OFF,), (ANY,)), starts={"a": start}
    )
    found = [
        [rota.is_open("a", start + timedelta(days=step), one) for one in ("d", "n")]
        for step in range(4)
    ]
    assert found == [[True, False], [False, True], [False, False], [True, True]]
    with pytest.raises(InputError, match="no days"):
        Cycle(key="c", name=Text("", ""), days=(), starts={})


def test_law_sets_rest_night_and_competence() -> None:
    found = terms_from(LAW)
    assert {limit.value for limit in found.rest.values()} == {8 * 60}
    assert {limit.level for limit in found.rest.values()} == {Level.AGREEMENT}
    assert (found.night_starts, found.night_ends, found.night_minutes) == (time(21), time(6), 180)
    assert found.alone is not None
    assert found.alone.source.nb.startswith("kompetanseforskriften")
    assert terms_from(law_on(date(2026, 3, 2), "0301")).rest == {}


LINES = st.lists(
    st.builds(
        Balance,
        doctor=st.sampled_from("abc"),
        category=st.sampled_from([Category.SHIFTS, Category.NIGHTS]),
        opening=st.integers(-5000, 5000),
        amount=st.integers(0, 20_000),
        share=st.integers(0, 20_000),
    ),
    unique_by=lambda line: (line.doctor, line.category),
).map(lambda lines: Ledger(tuple(lines)))


@given(LINES, LINES)
def test_two_periods_merged_close_as_one_after_the_other(first: Ledger, second: Ledger) -> None:
    carried = first.carried()
    later = Ledger(
        tuple(
            Balance(
                doctor=line.doctor,
                category=line.category,
                opening=carried.closing(line.doctor, line.category),
                amount=line.amount,
                share=line.share,
            )
            for line in second.balances
        )
    )
    merged = first.merged(later)
    for line in [*first.balances, *later.balances]:
        in_second = any(
            (one.doctor, one.category) == (line.doctor, line.category) for one in later.balances
        )
        wanted = (later if in_second else first).closing(line.doctor, line.category)
        assert merged.closing(line.doctor, line.category) == wanted


def test_what_is_handed_over_is_kept_for_both() -> None:
    ledger = Ledger().with_handed_over([("a", "b"), ("a", "c")])
    assert ledger.line("a", Category.GIVEN_AWAY).amount == 2000
    assert ledger.line("b", Category.TAKEN_OVER).amount == 1000
    assert ledger.line("b", Category.GIVEN_AWAY).amount == 0


def test_a_line_that_stands_twice_is_refused() -> None:
    line = Balance(doctor="a", category=Category.SHIFTS)
    with pytest.raises(InputError, match="stands twice"):
        Ledger((line, line))
