"""Statistics into the register: from a server or a file, twice without harm, and codes that changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from statistics_taken import BY, TODAY, get, of_table, take

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.exchange.models import ImportRun, QuarantinedRow
from hjemmel.apps.exchange.statistics.services import (
    import_statistics,
)
from hjemmel.apps.registry.models import (
    ForecastCount,
    Indicator,
    Municipality,
    PopulationCount,
    RegionCode,
)
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.selectors.statistics import (
    forecast,
    forecast_totals,
    holdings,
    indicator_series,
    population,
    population_years,
)
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.kernel.errors import MissingDataError
from tests.servers.pxweb import CHANGES, Served, persons, pxweb

pytestmark = pytest.mark.django_db

AGES = [*(f"{age:03}" for age in range(105)), "105+"]


@pytest.fixture
def served() -> Iterator[Served]:
    """A server on this machine."""
    with pxweb() as running:
        yield running


@pytest.fixture
def bergen() -> int:
    """Bergen, set up."""
    return set_up_municipality(number="4601", name="Bergen", districts={"460101": "Arna"}, by=BY)


def test_preview_counts_what_would_happen_and_stores_nothing(bergen: int) -> None:
    content = json.dumps(of_table("07459", Region=["4601"], Tid=["2023", "2024"])).encode()
    given = {"content": content, "name": "f.json", "municipality": bergen, "today": TODAY, "by": BY}
    before = AuditEvent.objects.count()
    tried = import_statistics(**given, preview=True)
    assert tried.run is None
    assert not holdings(number="4601", by=BY)
    assert not ImportRun.objects.exists()
    assert AuditEvent.objects.count() == before
    done = import_statistics(**given)
    assert done.run is not None
    assert done.loaded == tried.loaded
    assert done.accepted == tried.accepted > 0


def sum_of(region: str, year: str) -> int:
    """Return the residents that the server made up."""
    return sum(persons(region, sex, age, year) for sex in "12" for age in AGES)


def test_population_is_stored_by_age_and_sex(bergen: int, served: Served) -> None:
    done = get("population", bergen, served, range(2023, 2025))

    assert (done.rows, done.accepted, done.quarantined) == (424, 424, 0)
    assert done.loaded.tables["population"] == {
        "added": 424,
        "changed": 0,
        "ended": 0,
        "unchanged": 0,
    }
    seen = population(number="4601", year=2024, by=BY)
    assert seen.total == sum_of("4601", "2024")
    assert seen.men[105] == persons("4601", "1", "105+", "2024")
    assert seen.groups.total == seen.total
    assert (seen.table, seen.retrieved_on) == ("07459", TODAY)
    assert population_years(number="4601", by=BY) == (2024, 2023)


def test_the_same_once_more_changes_nothing(bergen: int, served: Served) -> None:
    get("population", bergen, served, range(2024, 2025))
    rows = list(PopulationCount.objects.order_by("id").values_list())
    revision = Municipality.objects.get().revision

    done = get("population", bergen, served, range(2024, 2025))
    assert done.loaded.tables["population"]["unchanged"] == 212
    assert not done.loaded.changed_anything
    assert list(PopulationCount.objects.order_by("id").values_list()) == rows
    assert Municipality.objects.get().revision == revision
    assert [run.status for run in ImportRun.objects.order_by("id")] == ["loaded", "unchanged"]


def test_a_corrected_figure_replaces_the_old_one(bergen: int) -> None:
    table = of_table("07459", Region=["4601"], Tid=["2024"])
    take(table, bergen)
    table["value"][0] += 7

    done = take(table, bergen)
    assert done.loaded.tables["population"]["changed"] == 1
    assert population(number="4601", year=2024, by=BY).total == sum_of("4601", "2024") + 7


def test_the_series_that_is_put_together_goes_before_the_codes_of_the_day(
    bergen: int, served: Served
) -> None:
    take(of_table("07459", Region=["4601"], Tid=["2024"]), bergen)
    get("population", bergen, served, range(2024, 2025))

    assert PopulationCount.objects.count() == 2 * 212
    assert population(number="4601", year=2024, by=BY).total == sum_of("4601", "2024")


def test_regions_that_changed_code_are_followed_through_klass(bergen: int, served: Served) -> None:
    done = get("codes", bergen, served)
    assert done.loaded.tables["region_codes"]["added"] == 2
    codes = RegionCode.objects.order_by("number").values_list("number", "valid_from", "valid_to")
    assert list(codes) == [
        ("1201", date(1972, 1, 1), date(2020, 1, 1)),
        ("4601", date(2020, 1, 1), None),
    ]
    assert get_municipality("1201", by=BY).number == "4601"

    done = take(of_table("07459", Region=["0301", "1201", "4601"], Tid=["2018", "2024"]), bergen)
    assert population(number="4601", year=2018, by=BY).total == sum_of("1201", "2018")
    assert population(number="4601", year=2024, by=BY).total == sum_of("4601", "2024")
    assert population_years(number="1201", by=BY) == (2024, 2018)
    assert [warning.en for warning in done.warnings] == [
        "424 cells are about other places and are not imported.",
        "Without residents, so the code did not hold then: 1201 2024, 4601 2018.",
    ]


def test_codes_follow_mergers_and_leave_parts_out() -> None:
    orkland = set_up_municipality(number="5059", name="Orkland", districts={}, by=BY)
    done = take(CHANGES, orkland)

    codes = RegionCode.objects.order_by("number", "valid_from")
    assert [(c.number, c.valid_from.year, c.is_absorbed, c.is_part) for c in codes] == [
        ("1638", 1838, True, False),
        ("5012", 1838, True, True),
        ("5016", 1838, True, False),
        ("5023", 1838, True, False),
        ("5024", 2018, True, False),
        ("5059", 2020, False, False),
    ]
    assert "5012 Snillfjord" in done.warnings[0].en


def test_a_municipality_that_others_were_merged_into_goes_on() -> None:
    trondheim = set_up_municipality(number="5001", name="Trondheim", districts={}, by=BY)
    take(CHANGES, trondheim)

    codes = RegionCode.objects.order_by("number", "valid_from")
    assert [(c.number, c.valid_from.year, c.valid_to, c.is_absorbed) for c in codes] == [
        ("1601", 1838, date(2018, 1, 1), False),
        ("1662", 1838, date(2018, 1, 1), True),
        ("5001", 2018, None, False),
        ("5030", 2018, date(2020, 1, 1), True),
    ]


def test_figures_of_a_split_code_and_of_the_rest_go_to_quarantine() -> None:
    orkland = set_up_municipality(number="5059", name="Orkland", districts={}, by=BY)
    take(CHANGES, orkland)
    regions = ["5059", "5012", "5024", "K-Rest"]

    done = take(of_table("07459", Region=regions, Tid=["2019"]), orkland)
    assert [(field, reason, value) for _, field, reason, value in done.quarantine] == [
        ("Region", "split_region", "5012"),
        ("Region", "rest_region", "K-Rest"),
    ]
    assert QuarantinedRow.objects.count() == 2
    total = population(number="5059", year=2019, by=BY).total
    assert total == sum_of("5059", "2019") + sum_of("5024", "2019")


def test_figures_that_are_no_counts_go_to_quarantine(bergen: int) -> None:
    table = of_table("07459", Region=["4601"], Tid=["2024"])
    table["value"][0] = -1
    table["value"][1] = 1.5
    table["status"] = {"2": ".", "3": ":"}

    done = take(table, bergen)
    assert done.accepted == 208
    assert [(reason, value) for _, _, reason, value in done.quarantine] == [
        ("not_a_count", "4601: -1.0")
    ]
    assert done.warnings[0].en == "Cells without a figure, which are not 0: 1 «.», 1 «:»."


def test_districts_are_stored_and_found_under_their_earlier_codes(
    bergen: int, served: Served
) -> None:
    get("codes", bergen, served)
    get("districts", bergen, served)
    take(of_table("10826", Region=["120101"], Tid=["2018"]), bergen)

    assert population(number="460101", year=2024, by=BY).total == sum_of("460101", "2024")
    assert population(number="460101", year=2018, by=BY).total == sum_of("120101", "2018")
    with pytest.raises(MissingDataError, match="population of 4601 in 2024"):
        population(number="4601", year=2024, by=BY)


def test_a_projection_keeps_its_vintage_and_alternative(bergen: int, served: Served) -> None:
    get("projection", bergen, served)
    newer = of_table("14288", Tid=["2026", "2050"])
    newer["extension"]["px"]["tableid"] = "14746"
    newer["label"] = "14746: Framskrevet folkemengde"
    take(newer, bergen)

    assert set(ForecastCount.objects.values_list("vintage", "alternative", "table")) == {
        (2024, "MMMM", "14288"),
        (2024, "LLML", "14288"),
        (2026, "MMMM", "14746"),
        (2026, "LLML", "14746"),
    }
    total = sum_of("4601", "2050")
    assert forecast(number="4601", year=2050, by=BY).total == total
    assert forecast_totals(number="4601", by=BY) == {2026: sum_of("4601", "2026"), 2050: total}
    assert list(forecast_totals(number="4601", by=BY, vintage=2024)) == [2024, 2025, 2050]


def test_a_projection_of_an_unknown_table_has_its_first_year_as_vintage(bergen: int) -> None:
    table = of_table("14288", Tid=["2028", "2030K1"])
    table["extension"]["px"]["tableid"] = "15999"
    table["label"] = "15999: Framskrevet folkemengde"

    done = take(table, bergen)
    assert set(ForecastCount.objects.values_list("vintage", "year")) == {(2028, 2028)}
    assert [(reason, value) for _, _, reason, value in done.quarantine] == [
        ("not_a_year", "4601: 2030K1")
    ]


def test_published_figures_keep_why_there_is_none(bergen: int) -> None:
    table = of_table("12005", Tid=["2023"])
    table["value"][0] = None
    table["status"] = {"0": ".."}
    take(table, bergen)

    seen = {row.content: row for row in indicator_series(number="4601", by=BY)}
    assert seen["KOSantallavtaler0001"].value is None
    assert seen["KOSantallavtaler0001"].status == ".."
    assert seen["KOSgjsnlisteleng0000"].value == Decimal("1156.25")
    country = indicator_series(number="4601", by=BY, region="EAK", content="KOSgjsnlisteleng0000")
    assert [row.value for row in country] == [Decimal("1156.25")]
    assert Indicator.objects.filter(region="EAK", municipality="").count() == 2


def test_what_is_there_is_listed_with_when_it_was_fetched(bergen: int, served: Served) -> None:
    for what in ("codes", "population", "districts", "projection", "lists"):
        get(what, bergen, served)

    assert [
        (h.kind, h.table, h.first_year, h.last_year, h.vintage, h.rows)
        for h in holdings(number="4601", by=BY)
    ] == [
        ("population", "07459", 2010, 2024, None, 15 * 212),
        ("districts", "10826", 2023, 2024, None, 2 * 2 * 212),
        ("projection", "14288", 2024, 2050, 2024, 2 * 3 * 212),
        ("lists", "12005", 2022, 2023, None, 4),
        ("codes", "", None, None, None, 2),
    ]
