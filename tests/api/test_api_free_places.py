"""Free places as they are seen from a district, through the API: nearest first, and how far."""

from __future__ import annotations

from typing import Any

import pytest

from hjemmel.apps.registry.models import Centre, District, Municipality
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.domain.position import Position
from tests.api.conftest import PLACE, Keyed, checked

pytestmark = pytest.mark.django_db
FANA = "460103"


def free(keyed: Keyed, query: str = "") -> Any:
    response = keyed.client.get(f"{PLACE}/free-places{query}")
    assert response.status_code == 200, response.content
    return response.json()


def kilometres(name: str) -> float:
    """From Fana's only centre, which is its middle, to another centre."""
    here, there = (
        Position(one.longitude or 0, one.latitude or 0)
        for one in (Centre.objects.get(district__number=FANA), Centre.objects.get(name=name))
    )
    return round(here.metres_to(there) / 1_000, 1)


def test_lists_come_nearest_first_with_how_far_they_are(keyed: Keyed) -> None:
    assert {one["distance_km"] for one in free(keyed)["lists"]} == {None}
    seen = free(keyed, f"?from_district={FANA}")
    assert len(seen["lists"]) == len(free(keyed)["lists"]) > 8
    for one in seen["lists"]:
        assert one["distance_km"] == kilometres(one["centre"])
        assert one["to_district"] is False
    distances = [one["distance_km"] for one in seen["lists"]]
    assert distances == sorted(distances)
    assert distances[0] == 0


def test_only_lists_that_are_near_enough_are_given(keyed: Keyed) -> None:
    every = free(keyed, f"?from_district={FANA}")
    far = sorted({one["distance_km"] for one in every["lists"]})[2]
    near = free(keyed, f"?from_district={FANA}&within_km={far + 0.05}")
    assert near["lists"] == [one for one in every["lists"] if one["distance_km"] <= far]
    assert near["free"] == every["free"]


def test_unknown_distances_are_null_and_last_and_never_within(keyed: Keyed) -> None:
    place = Municipality.objects.get(number="4601").pk
    lost = Centre.objects.exclude(district__number=FANA).order_by("pk")[0]
    Centre.objects.filter(pk=lost.pk).update(longitude=None, latitude=None)
    mark_changed(place, people=False)
    seen = free(keyed, f"?from_district={FANA}")["lists"]
    unknown = [one for one in seen if one["distance_km"] is None]
    assert {one["centre"] for one in unknown} == {lost.name}
    assert seen[-len(unknown) :] == unknown
    near = free(keyed, f"?from_district={FANA}&within_km=1000")["lists"]
    assert near == seen[: -len(unknown)]
    square = [[5.3, 60.3], [5.4, 60.3], [5.4, 60.4], [5.3, 60.4], [5.3, 60.3]]
    border = {"type": "Polygon", "coordinates": [square]}
    District.objects.filter(pk=lost.district_id).update(border=border)
    mark_changed(place, people=False)
    seen = free(keyed, f"?from_district={FANA}")["lists"]
    assert {one["centre"] for one in seen if one["to_district"]} == {lost.name}
    assert all(one["distance_km"] is not None for one in seen)


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("?from_district=460199", 404, "district"),
        ("?within_km=5", 422, "within_km"),
        (f"?from_district={FANA}&within_km=0", 422, None),
        (f"?from_district={FANA}&within_km=nan", 422, None),
        (f"?from_district={FANA}&within_km=inf", 422, None),
        (f"?from_district={FANA}&sort=free", 422, "sort"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    keyed: Keyed, query: str, status: int, where: str | None
) -> None:
    body = checked(keyed.client.get(f"{PLACE}/free-places{query}"), status)
    assert where is None or body["where"] == where
