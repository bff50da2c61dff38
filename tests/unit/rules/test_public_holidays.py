"""What the worked cases cannot say of public holidays: whole years, and Easter against the days published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hjemmel.kernel.easter import easter_sunday
from hjemmel.kernel.errors import MissingDataError
from hjemmel.law import LawAt, load_law
from hjemmel.rules.public_holidays import eves, is_red, named_days, red_days

LAW = LawAt(date(2026, 1, 1), book=load_law())


def test_easter_is_on_the_days_that_were_published() -> None:
    published = [
        date(1818, 3, 22),
        date(1943, 4, 25),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2029, 4, 1),
        date(2030, 4, 21),
        date(2038, 4, 25),
        date(2285, 3, 22),
    ]
    assert [easter_sunday(day.year) for day in published] == published


def test_easter_is_a_sunday_from_22_march_to_25_april() -> None:
    days = [easter_sunday(year) for year in range(1583, 5000)]
    assert {day.isoweekday() for day in days} == {7}
    assert min((d.month, d.day) for d in days) == (3, 22)
    assert max((d.month, d.day) for d in days) == (4, 25)


def test_a_year_has_twelve_red_days_unless_two_fall_together() -> None:
    assert {len(red_days(year, LAW)) for year in (2024, 2025, 2026, 2028, 2029, 2030)} == {12}


def test_17_may_on_whit_monday_is_one_red_day_with_two_names() -> None:
    names = [named.key for named in named_days(2027, LAW) if named.day == date(2027, 5, 17)]
    assert names == ["constitution_day", "whit_monday"]
    assert len(red_days(2027, LAW)) == 11


def test_the_red_days_of_2026_are_those_of_the_calendar() -> None:
    assert sorted(red_days(2026, LAW)) == [
        date(2026, 1, 1),
        date(2026, 4, 2),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 17),
        date(2026, 5, 24),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


def test_every_sunday_and_every_red_day_is_red_and_no_other_day() -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    found = {day for day in days if is_red(day, LAW)}
    assert found == {day for day in days if day.isoweekday() == 7} | red_days(2027, LAW)


def test_an_eve_is_the_day_before_its_holiday() -> None:
    assert [eve.day for eve in eves(2027, LAW)] == [
        date(2027, 3, 27),
        date(2027, 5, 15),
        date(2027, 12, 24),
    ]
    assert all(not is_red(eve.day, LAW) for eve in eves(2027, LAW))


def test_before_the_act_there_is_no_answer() -> None:
    with pytest.raises(MissingDataError) as caught:
        red_days(1995, LawAt(date(1995, 2, 23), book=load_law()))
    assert "public_holidays/days.toml" in caught.value.remedy.nb
