"""Periods are half-open, months know their length, ages are full years."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.time import Month, Period, add_months, add_years, age_on, read_day

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_a_period_holds_its_first_day_but_not_its_end(day: date, inside: bool) -> None:
    assert YEAR.contains(day) is inside


def test_a_period_without_an_end_goes_on() -> None:
    assert Period(date(2024, 1, 1)).contains(date(9999, 12, 31))
    assert not Period(date(2024, 1, 1)).contains(date(2023, 12, 31))


@pytest.mark.parametrize("end", [date(2024, 1, 1), date(2023, 12, 31)])
def test_a_period_that_ends_when_it_starts_or_before_is_refused(end: date) -> None:
    with pytest.raises(InputError, match="The period ends on"):
        Period(date(2024, 1, 1), end)


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Period(date(2023, 1, 1), date(2024, 1, 1)), False),
        (Period(date(2023, 1, 1), date(2024, 1, 2)), True),
        (Period(date(2024, 12, 31)), True),
        (Period(date(2025, 1, 1)), False),
        (Period(date(2020, 1, 1)), True),
        (Period(date(2024, 6, 1), date(2024, 6, 2)), True),
    ],
)
def test_two_periods_overlap_when_they_share_a_day(other: Period, shared: bool) -> None:
    assert YEAR.overlaps(other) is shared
    assert other.overlaps(YEAR) is shared


def test_months_are_counted_over_the_turn_of_the_year_both_ways() -> None:
    assert Month(2024, 12).plus(1) == Month(2025, 1)
    assert Month(2024, 1).plus(-1) == Month(2023, 12)
    assert Month(2024, 5).plus(0) == Month(2024, 5)
    assert Month(2024, 11).plus(-23) == Month(2022, 12)


def test_a_month_knows_its_first_day_and_the_months_until_another() -> None:
    assert Month.of(date(2024, 2, 29)).first_day == date(2024, 2, 1)
    assert list(Month(2024, 11).until(Month(2025, 2))) == [
        Month(2024, 11),
        Month(2024, 12),
        Month(2025, 1),
    ]
    assert list(Month(2024, 11).until(Month(2024, 11))) == []


@pytest.mark.parametrize("number", [0, 13, -1])
def test_there_are_twelve_months(number: int) -> None:
    with pytest.raises(InputError, match="There is no month"):
        Month(2024, number)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 6, date(2024, 8, 29)),
        (date(2024, 6, 15), -3, date(2024, 3, 15)),
        (date(2024, 5, 31), -3, date(2024, 2, 29)),
        (date(2024, 1, 31), 0, date(2024, 1, 31)),
    ],
)
def test_a_day_that_the_month_lacks_becomes_its_last_day(
    day: date, months: int, result: date
) -> None:
    assert add_months(day, months) == result


def test_a_leap_day_becomes_28_february_in_other_years() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1954, 5, 2), date(2024, 5, 1), 69),
        (date(1954, 5, 2), date(2024, 5, 2), 70),
        (date(1954, 5, 2), date(2024, 5, 3), 70),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
    ],
)
def test_age_changes_on_the_birthday(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize("text", ["2023-12-31", "31.12.2023"])
def test_a_day_is_read_in_two_ways(text: str) -> None:
    assert read_day(text) == date(2023, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "20231231",
        "2023-W52-7",
        "2023-365",
        "2023-12-31T00:00",
        " 2023-12-31",
        "2023-13-01",
        "31.02.2024",
        "31.12.23",
        "12/31/2023",
        "٢٠٢٣-١٢-٣١",
        "0000-01-01",
    ],
)
def test_nothing_else_is_a_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_day(text)
