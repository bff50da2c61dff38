"""The published indicators: their formulas against a slow twin, and what was published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.cases.published import load_case
from hjemmel.engines.coverage.indicators import (
    CountedList,
    IndicatorValue,
    ListTotals,
    indicators,
    totals,
)
from hjemmel.kernel.numbers import round_half_up
from hjemmel.law import law_on
from tests.twins.indicators import by_hand

LAW = law_on(date(2023, 9, 30), "4601")


def computed(sums: ListTotals) -> dict[str, IndicatorValue]:
    """Return the indicators by id."""
    return {found.id: found for found in indicators(sums, LAW)}


def published(case: str, name: str) -> Decimal:
    """Return a published figure."""
    return Decimal(load_case(case).figures[name].value)


@st.composite
def some_lists(draw: st.DrawFn) -> list[CountedList]:
    """Draw lists, also long and vacant ones."""
    return [
        CountedList(
            id=str(number),
            length=draw(st.integers(0, 2500)),
            ceiling=draw(st.integers(1, 2500)),
            has_doctor=draw(st.booleans()),
            municipal_hours=draw(st.decimals(0, 40, places=1)),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@given(some_lists(), st.lists(st.integers(0, 15).map(str), unique=True))
@settings(max_examples=200, deadline=None)
def test_every_indicator_is_what_counting_by_hand_gives(
    lists: list[CountedList], before: list[str]
) -> None:
    expected = by_hand(lists, before)
    found = computed(totals(lists, LAW, before))
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        shown = found[name].value
        if value is None:
            assert shown is None, name
        else:
            assert shown is not None, name
            assert abs(float(shown) - float(value)) < 1e-9, name


@pytest.mark.parametrize(("free", "is_open"), [(20, 0), (21, 1), (-5, 0)])
def test_a_list_is_open_with_more_than_20_free_places(free: int, is_open: int) -> None:
    row = CountedList(id="1", length=1000, ceiling=1000 + free, has_doctor=True)
    assert computed(totals([row], LAW))["ssb_open_lists"].value == is_open


def test_full_time_in_municipal_posts_counts_as_1500_residents() -> None:
    row = CountedList(id="1", length=0, ceiling=1, has_doctor=True, municipal_hours=Decimal("37.5"))
    assert computed(totals([row], LAW))["ssb_mean_corrected_list"].value == 1500


def test_reserve_capacity_above_100_is_free_places() -> None:
    row = CountedList(id="1", length=1000, ceiling=1050, has_doctor=True)
    assert computed(totals([row], LAW))["ssb_reserve_capacity"].value == 105


def test_lists_above_their_ceiling_take_away_from_the_free_places() -> None:
    rows = [
        CountedList(id="1", length=1000, ceiling=1100, has_doctor=True),
        CountedList(id="2", length=1200, ceiling=1000, has_doctor=False),
    ]
    found = computed(totals(rows, LAW))
    assert found["directorate_free_places_with_doctor"].value == 100
    assert found["directorate_free_places"].value == -100


def test_a_missing_ceiling_is_named_instead_of_counted_as_0() -> None:
    rows = [
        CountedList(id="1", length=1000, ceiling=None, has_doctor=True),
        CountedList(id="2", length=500, ceiling=600, has_doctor=True),
    ]
    found = computed(totals(rows, LAW))
    for name in ("ssb_capacity", "ssb_reserve_capacity"):
        assert (found[name].value, found[name].missing) == (None, ("capacity",))
    assert found["ssb_open_lists"].missing == ("open_lists",)
    assert found["directorate_started"].missing == ("started",)
    assert found["ssb_mean_list"].value == 750


def test_norway_in_the_third_quarter_of_2023() -> None:
    sums = ListTotals(
        lists=int(published("norway-2023", "lists")),
        lists_with_doctor=int(
            published("norway-2023", "lists") - published("norway-2023", "vacant_lists")
        ),
    )
    found = computed(sums)
    without = found["directorate_lists_without_doctor"].value
    share = found["directorate_share_without_doctor"].value
    assert without == published("norway-2023", "lists_without_doctor") == 332
    assert share is not None
    assert round_half_up(share, 1) == published("norway-2023", "vacant_share") * 100
    assert found["ssb_agreements"].value == 5231


def test_both_mean_lists_of_norway_agree_within_the_rounding() -> None:
    # The number on lists with a doctor is not published; it follows from the rounded mean.
    printed_with_doctor = published("norway-2023", "mean_list")
    printed_all = published("norway-2023", "mean_list_with_vacant")
    means = []
    for half in (Decimal("-0.5"), Decimal("0.5")):
        with_doctor = int((printed_with_doctor + half) * 5231)
        listed = with_doctor + int(published("norway-2023", "without_gp"))
        sums = ListTotals(
            lists=5563, lists_with_doctor=5231, listed=listed, listed_with_doctor=with_doctor
        )
        found = computed(sums)
        mean = found["directorate_mean_list"].value
        assert mean is not None
        assert abs(mean - printed_with_doctor) <= Decimal("0.51")
        means.append(found["directorate_mean_list_all"].value)
    low, high = means
    assert low is not None
    assert high is not None
    assert low < printed_all + Decimal("0.5")
    assert high > printed_all - Decimal("0.5")


def test_trondelag_in_2022_and_bergen_in_2023() -> None:
    trondelag = ListTotals(
        lists_with_doctor=int(published("trondelag-2022", "gps")),
        listed_with_doctor=int(published("trondelag-2022", "listed")),
    )
    mean = computed(trondelag)["directorate_mean_list"].value
    assert mean is not None
    assert int(mean) == published("trondelag-2022", "mean_list") == 1009
    bergen = ListTotals(
        lists_with_doctor=int(published("bergen-2023", "gps")),
        listed_with_doctor=int(published("bergen-2023", "list_places")),
    )
    mean = computed(bergen)["directorate_mean_list"].value
    assert mean is not None
    assert round_half_up(mean) == published("bergen-2023", "mean_list") == 1156


def test_each_definition_says_where_it_stands_and_is_there_once() -> None:
    found = indicators(ListTotals(), LAW)
    assert len({value.id for value in found}) == len(found) == 19
    codes = [value.code for value in found if value.code]
    assert len(set(codes)) == len(codes) == 11
    assert all(value.source.nb and value.source.en and value.formula.en for value in found)
    assert all(value.value is None and value.missing for value in found)
