"""What the worked cases cannot say of the rules of lists: codes that are refused, and what is kept out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.law import Finding, LawAt, load_law
from hjemmel.rules.list_transfer import person_may_fill_new_list
from hjemmel.rules.right_to_gp import student_is_resident_by_choice
from hjemmel.rules.sami_priority import municipality_is_in_sami_area, sami_speaker_goes_first
from hjemmel.rules.strike_off import may_appeal_strike_off, person_may_be_struck_off

BOOK = load_law()
LAW = LawAt(date(2026, 1, 1), book=BOOK)


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: person_may_fill_new_list("somebody", True, law=LAW), "comes_as"),
        (lambda: person_may_be_struck_off(True, "rude", "gp", law=LAW), "conduct"),
        (lambda: person_may_be_struck_off(True, "threat", "dog", law=LAW), "against"),
        (lambda: may_appeal_strike_off("neighbour", law=LAW), "appeals_as"),
        (lambda: student_is_resident_by_choice("cabin", True, law=LAW), "registered_at"),
    ],
)
def test_an_unknown_code_is_refused_by_name(ask: Callable[[], Finding], where: str) -> None:
    with pytest.raises(InputError) as caught:
        ask()
    assert caught.value.where == where
    assert caught.value.remedy.nb.startswith("Bruk en av: ")


def test_the_language_of_a_person_is_not_kept_with_the_finding() -> None:
    finding = sami_speaker_goes_first(True, True, True, True, law=LAW)
    assert finding.is_met
    assert set(finding.inputs) == {"gp_speaks_sami", "municipality_in_area", "list_is_new"}


def test_the_sami_area_before_the_first_known_day_is_missing_and_names_its_file() -> None:
    law = LawAt(date(2012, 12, 31), book=BOOK)
    with pytest.raises(MissingDataError) as caught:
        municipality_is_in_sami_area("2021", law=law)
    assert "sami_language/area.toml" in caught.value.remedy.en


def test_each_municipality_of_the_sami_area_has_one_number_at_a_time_without_a_gap() -> None:
    rows = BOOK.table("sami_language_area")
    for name in {row["name"] for row in rows}:
        own = [row for row in rows if row["name"] == name]
        assert all(a["valid_until"] == b["valid_from"] for a, b in pairwise(own))


@pytest.mark.parametrize(
    ("day", "municipalities"),
    [
        (date(2013, 1, 1), 10),
        (date(2017, 7, 1), 11),
        (date(2018, 7, 1), 12),
        (date(2020, 1, 1), 12),
        (date(2020, 7, 1), 13),
        (date(2026, 1, 1), 14),
    ],
)
def test_the_sami_area_has_as_many_municipalities_as_the_regulation_names(
    day: date, municipalities: int
) -> None:
    numbers = {row["number"] for row in BOOK.table("sami_language_area")}

    def inside(when: date) -> int:
        law = LawAt(when, book=BOOK)
        return sum(municipality_is_in_sami_area(number, law=law).is_met for number in numbers)

    assert inside(day) == municipalities
    if day > date(2013, 1, 1) and day != date(2020, 1, 1):
        assert inside(day - timedelta(days=1)) == municipalities - 1
