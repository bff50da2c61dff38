"""F2 Bergen: GPs per district against one per 1 000 residents, through the engine."""

from __future__ import annotations

import pytest

from hjemmel.cases.published import load_case
from hjemmel.engines.coverage import CoverageResult, run_coverage
from hjemmel.kernel.numbers import round_half_up
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import load_law

# District, GPs per 1 000, needed, actual minus needed: the table as printed.
TABLE = [
    ("Arna", "0.9", "13.9", "-0.9"),
    ("Bergenhus", "1.5", "42.8", "21.2"),
    ("Fana", "0.7", "44.2", "-13.2"),
    ("Fyllingsdalen", "0.9", "30.6", "-4.6"),
    ("Laksevåg", "0.5", "40.4", "-19.4"),
    ("Ytrebygda", "0.9", "31.3", "-4.3"),
    ("Årstad", "1.0", "43.7", "-1.7"),
    ("Åsane", "0.8", "42.2", "-10.2"),
]


@pytest.fixture(scope="module")
def bergen() -> CoverageResult:
    picture = load_case("bergen-2023")
    return run_coverage(picture, LawAt(picture.as_of, picture.number, book=load_law()))


@pytest.mark.parametrize("row", TABLE, ids=[f"F2 {row[0]}" for row in TABLE])
def test_f2_district_is_as_printed(bergen: CoverageResult, row: tuple[str, str, str, str]) -> None:
    name, per_1000, needed, gap = row
    district = next(d for d in bergen.districts if d.name == name)

    assert district.gps_per_1000 is not None
    assert str(round_half_up(district.gps_per_1000, 1)) == per_1000
    assert str(round_half_up(district.needed, 1)) == needed
    assert str(round_half_up(district.gap, 1)) == gap


def test_f2_table_has_all_districts_in_the_printed_order(bergen: CoverageResult) -> None:
    assert [district.name for district in bergen.districts] == [row[0] for row in TABLE]


def test_f2_sum_row_is_as_printed(bergen: CoverageResult) -> None:
    total = bergen.total

    assert (total.practices, total.gps, total.population) == (62, 256, 289_073)
    assert total.gps_per_1000 is not None
    assert str(round_half_up(total.gps_per_1000, 1)) == "0.9"
    assert str(round_half_up(total.needed, 1)) == "289.1"
    assert str(round_half_up(total.gap, 1)) == "-33.1"


def test_f2_seven_districts_lack_54_gps_that_the_sum_row_hides(bergen: CoverageResult) -> None:
    gaps = {district.name: district.gap for district in bergen.districts}

    assert [name for name, gap in gaps.items() if gap > 0] == ["Bergenhus"]
    assert str(round_half_up(sum(gap for gap in gaps.values() if gap < 0), 1)) == "-54.3"


def test_f11_free_places_are_0_17_per_cent_of_all(bergen: CoverageResult) -> None:
    assert bergen.total.free_share is not None
    assert str(round_half_up(bergen.total.free_share * 100, 2)) == "0.17"
