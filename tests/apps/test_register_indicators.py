"""The published indicators from the register: the same as the picture's, as of and as known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.registry.models import ListCeiling, PatientList
from hjemmel.apps.registry.selectors.indicators import IndicatorRow, as_plain, indicators_on
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.apps.registry.services.statistics import load_indicators
from hjemmel.cases.synthetic import SyntheticMunicipality, picture
from hjemmel.kernel.errors import NotAllowedError

BY = system("test")
MADE_FOR = date(2023, 12, 31)


def rows_on(day: date = MADE_FOR) -> dict[str, IndicatorRow]:
    """Return the indicators by id."""
    found = indicators_on(get_municipality("4601", by=BY), day, by=BY)
    return {row.ours.id: row for row in found}


def publish(content: str, value: float | None, year: int, status: str = "") -> None:
    """Lay in a published figure."""
    frame = pl.DataFrame(
        {
            "region": ["4601"],
            "municipality": ["4601"],
            "content": [content],
            "year": [year],
            "value": pl.Series([value], dtype=pl.Float64),
            "status": [status],
        }
    )
    key = get_municipality("4601", by=BY).key
    load_indicators(rows=frame, municipality=key, table="12005", retrieved_on=MADE_FOR, by=BY)


def test_indicators_agree_with_the_picture_of_the_same_day(
    small_register: SyntheticMunicipality,
) -> None:
    wanted = picture(small_register)
    found = {name: row.ours.value for name, row in rows_on().items()}
    districts = wanted.districts
    lists = sum(d.lists or 0 for d in districts)
    listed = sum(d.listed or 0 for d in districts)
    places = sum(d.list_places or 0 for d in districts)

    assert found["ssb_lists"] == lists == PatientList.objects.count()
    assert found["ssb_capacity"] == places
    assert found["directorate_free_places"] == places - listed
    assert found["ssb_open_lists"] == sum(d.lists_with_over_20_free or 0 for d in districts)
    assert found["ssb_mean_list"] == Decimal(listed) / lists
    assert found["ssb_reserve_capacity"] == Decimal(places) * 100 / listed


def test_what_the_register_does_not_have_is_named(small_register: SyntheticMunicipality) -> None:
    corrected = rows_on()["ssb_mean_corrected_list"].ours
    assert (corrected.value, corrected.missing) == (None, ("municipal_hours",))


def test_a_missing_ceiling_leaves_the_capacity_open(
    small_register: SyntheticMunicipality,
) -> None:
    row = ListCeiling.objects.order_by("pk")[0]
    row.delete()
    mark_changed(get_municipality("4601", by=BY).key)
    assert rows_on()["ssb_capacity"].ours.missing == ("capacity",)


def test_the_newest_published_figure_before_the_day_stands_beside(
    small_register: SyntheticMunicipality,
) -> None:
    ours = rows_on()["ssb_lists"].ours.value
    assert ours is not None
    for year, value in ((2022, 1.0), (2023, float(ours) + 3), (2024, 9.0)):
        publish("KOSantallavtaler0002", value, year)

    row = rows_on()["ssb_lists"]
    assert row.published is not None
    assert (row.published.year, row.difference) == (2023, -3)
    assert rows_on(date(2023, 12, 30))["ssb_lists"].published.year == 2022  # type: ignore[union-attr]


def test_a_published_figure_that_is_missing_has_no_difference(
    small_register: SyntheticMunicipality,
) -> None:
    publish("KOSantallavtaler0002", None, 2023, "..")
    row = rows_on()["ssb_lists"]
    assert row.published is not None
    assert (row.published.value, row.published.status, row.difference) == (None, "..", None)


def test_plain_form_has_value_formula_inputs_and_source(
    small_register: SyntheticMunicipality,
) -> None:
    place = get_municipality("4601", by=BY)
    plain = as_plain(indicators_on(place, MADE_FOR, by=BY), place, MADE_FOR, "en")
    assert (plain["municipality"], plain["as_of"], plain["is_synthetic"]) == (
        "4601",
        "2023-12-31",
        True,
    )
    first = plain["indicators"][0]
    assert first["id"] == "ssb_agreements"
    assert first["inputs"] == {"lists_with_doctor": first["value"]}
    assert first["source"] == "Statistics Norway, KOSTRA table 12005"
    assert first["published"] is None


def test_the_number_of_queries_does_not_grow_with_the_lists(
    small_register: SyntheticMunicipality,
) -> None:
    place = get_municipality("4601", by=BY)
    with CaptureQueriesContext(connection) as first:
        indicators_on(place, MADE_FOR, by=BY)
    with CaptureQueriesContext(connection) as again:
        indicators_on(place, MADE_FOR, by=BY)
    assert len(first) <= 30
    assert len(again) <= 8


@pytest.mark.parametrize("role", [Role.READER, Role.PLANNER])
def test_only_those_of_the_municipality_see_them(
    small_register: SyntheticMunicipality, role: Role
) -> None:
    place = get_municipality("4601", by=BY)
    assert indicators_on(place, MADE_FOR, by=Actor("her", (Grant(role, place.key),)))
    with pytest.raises(NotAllowedError):
        indicators_on(place, MADE_FOR, by=Actor("her", (Grant(role, place.key + 1000),)))
