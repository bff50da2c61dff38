"""Where districts and centres are: by the border, else by the centres, else not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.registry.models import Centre, District, Municipality
from hjemmel.apps.registry.selectors.positions import Positions, positions_of
from hjemmel.apps.registry.services.regions import set_district_borders
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.domain.position import Distance

DAY = date(2024, 4, 1)
SQUARE = [[5.0, 60.0], [5.2, 60.0], [5.2, 60.1], [5.0, 60.1], [5.0, 60.0]]
BORDER = {"type": "Polygon", "coordinates": [SQUARE]}


@pytest.fixture
def place(db: None) -> int:
    """Two districts with two centres each; none has a border, and one centre no point."""
    row = Municipality.objects.create(number="4601", name="Bergen", set_up_on=DAY)
    west, east = (
        District.objects.create(municipality=row, number=f"46010{n}", name=name)
        for n, name in ((1, "Vest"), (2, "Øst"))
    )
    for name, district, point in (
        ("a", west, (5.0, 60.0)),
        ("b", west, (5.1, 60.2)),
        ("c", east, (5.4, 60.1)),
        ("d", east, (None, None)),
    ):
        Centre.objects.create(
            municipality=row,
            district=district,
            external_id=name,
            name=name,
            longitude=point[0],
            latitude=point[1],
        )
    return row.pk


def change(place: int, name: str, **facts: Any) -> None:
    Centre.objects.filter(external_id=name).update(**facts)
    mark_changed(place, people=False)


def point(found: Positions, name: str) -> tuple[float, float, bool] | None:
    made = found.centres.get(Centre.objects.get(external_id=name).pk)
    if made is None:
        return None
    return made.position.longitude, made.position.latitude, made.is_district


def middle(found: Positions, number: str) -> tuple[float, float, bool] | None:
    made = found.districts.get(number)
    if made is None:
        return None
    return made.position.longitude, made.position.latitude, made.by_border


def test_without_a_border_the_middle_is_the_mean_of_the_centres(place: int) -> None:
    found = positions_of(place, DAY)
    assert middle(found, "460101") == pytest.approx((5.05, 60.1, False))
    assert middle(found, "460102") == (5.4, 60.1, False)


def test_a_centre_without_a_point_is_at_its_districts(place: int) -> None:
    found = positions_of(place, DAY)
    assert point(found, "c") == (5.4, 60.1, False)
    assert point(found, "d") == (5.4, 60.1, True)
    home = found.districts["460102"]
    centre = Centre.objects.get(external_id="d").pk
    assert found.distance(home, centre) == Distance(0, to_district=True)


def test_a_border_goes_before_the_centres(place: int) -> None:
    set_district_borders(
        borders={"460101": BORDER}, municipality=place, source="test", by=system("test")
    )
    found = positions_of(place, DAY)
    assert middle(found, "460101") == pytest.approx((5.1, 60.05, True))
    assert middle(found, "460102") == (5.4, 60.1, False)
    change(place, "a", longitude=None, latitude=None)
    assert point(positions_of(place, DAY), "a") == pytest.approx((5.1, 60.05, True))


def test_nothing_is_known_of_a_district_without_border_and_points(place: int) -> None:
    change(place, "c", longitude=None, latitude=None)
    found = positions_of(place, DAY)
    assert (middle(found, "460102"), point(found, "c"), point(found, "d")) == (None, None, None)
    known, unknown = (Centre.objects.get(external_id=name).pk for name in ("a", "c"))
    assert found.distance(found.districts["460101"], unknown) is None
    assert found.distance(found.districts.get("460102"), known) is None


def test_a_centre_that_has_closed_does_not_move_the_middle_but_has_its_point(place: int) -> None:
    change(place, "b", closed_on=DAY)
    found = positions_of(place, DAY)
    assert middle(found, "460101") == (5.0, 60.0, False)
    assert point(found, "b") == (5.1, 60.2, False)
    before = positions_of(place, date(2024, 3, 31))
    assert middle(before, "460101") == pytest.approx((5.05, 60.1, False))


def test_positions_are_kept_until_the_register_changes(
    place: int, django_assert_num_queries: Any
) -> None:
    first = positions_of(place, DAY)
    with django_assert_num_queries(1):
        assert positions_of(place, DAY) is first
    change(place, "c", longitude=5.5)
    assert middle(positions_of(place, DAY), "460102") == (5.5, 60.1, False)
