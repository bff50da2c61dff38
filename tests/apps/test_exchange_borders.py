"""District borders: recognised, converted, made simpler, and refused with words."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.statistics.borders import read_borders, simplified
from hjemmel.apps.exchange.statistics.services import Imported, import_statistics
from hjemmel.apps.exchange.statistics.utm import to_degrees
from hjemmel.apps.registry.models import District, Municipality
from hjemmel.apps.registry.selectors.statistics import borders, holdings
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.kernel.errors import DataFileError

BY = system("tests")
DISTRICTS = {"460101": "Arna", "460102": "Bergenhus", "460107": "Årstad"}
SQUARE = [[5.3, 60.3], [5.4, 60.3], [5.4, 60.4], [5.3, 60.4], [5.3, 60.3]]
UTM32 = [
    [297000, 6699000],
    [302000, 6699000],
    [302000, 6704000],
    [297000, 6704000],
    [297000, 6699000],
]


def feature(ring: Sequence[Any], **properties: object) -> dict[str, Any]:
    """Return an area."""
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: object, epsg: int | None = None) -> bytes:
    """Return a file."""
    body: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if epsg is not None:
        body["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    "properties",
    [
        {"bydelsnummer": "460101"},
        {"BYDELSNR": 460101},
        {"navn": "arna"},
        {"bydelsnavn": "Arna bydel"},
        {"id": "bydel 460101"},
    ],
)
def test_a_district_is_recognised_by_number_or_name(properties: dict[str, object]) -> None:
    read = read_borders(collection(feature(SQUARE, **properties)), DISTRICTS, where="f")
    assert read.borders == {"460101": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}


def test_parts_of_a_district_are_put_together() -> None:
    island = [[x + 0.3, y] for x, y in SQUARE]
    file = collection(feature(SQUARE, navn="Arna"), feature(island, navn="Arna"))
    assert len(read_borders(file, DISTRICTS, where="f").borders["460101"]["coordinates"]) == 2


def test_what_does_not_fit_is_refused_with_the_reason() -> None:
    line = {"type": "LineString", "coordinates": SQUARE}
    read = read_borders(
        collection(
            feature(SQUARE, navn="Sentrum"),
            {"type": "Feature", "properties": {"navn": "Arna"}, "geometry": line},
            feature(SQUARE[:-1], navn="Bergenhus"),
            feature([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]], navn="Årstad"),
            None,
        ),
        DISTRICTS,
        where="f",
    )
    assert [(row, reason) for row, _, reason, _ in read.refused] == [
        (1, "no_such_district"),
        (2, "no_border"),
        (3, "broken_border"),
        (4, "broken_border"),
        (5, "no_such_district"),
    ]
    assert read.borders == {}


@pytest.mark.parametrize(("epsg", "zone"), [(25832, 32), (25833, 33)])
def test_utm_with_a_zone_is_converted(epsg: int, zone: int) -> None:
    ring = UTM32 if zone == 32 else [[x - 328_000, y + 10_000] for x, y in UTM32]
    read = read_borders(collection(feature(ring, navn="Arna"), epsg=epsg), DISTRICTS, where="f")
    assert read.converted_from == epsg
    [[outer]] = read.borders["460101"]["coordinates"]
    assert all(4.5 < x < 6 and 60 < y < 61 for x, y in outer)


def test_the_conversion_keeps_distances_on_the_ground() -> None:
    # 10 km north on the central meridian is 10 km / 0.9996 along the ellipsoid.
    _, south = to_degrees(500_000, 6_700_000, 32)
    longitude, north = to_degrees(500_000, 6_710_000, 32)
    a, e2 = 6_378_137.0, 0.00669438002290
    middle = math.radians((south + north) / 2)
    metres_per_radian = a * (1 - e2) / (1 - e2 * math.sin(middle) ** 2) ** 1.5
    assert longitude == pytest.approx(9.0, abs=1e-12)
    assert math.radians(north - south) * metres_per_radian == pytest.approx(
        10_000 / 0.9996, abs=0.01
    )


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (collection(feature(UTM32, navn="Arna")), "does not say which zone"),
        (collection(feature(SQUARE, navn="Arna"), epsg=3857), "EPSG:3857, which we do not convert"),
        (collection(feature(UTM32, navn="Arna"), epsg=4326), "neither degrees in Norway nor UTM"),
        (collection(feature([[0, 0], [1, 0], [1, 1], [0, 0]], navn="Arna")), "neither degrees"),
        (b'{"type": "Feature"}', "not a GeoJSON collection"),
        (b"<gml/>", "web page"),
    ],
)
def test_coordinates_and_files_of_another_kind_are_refused(file: bytes, reason: str) -> None:
    with pytest.raises(DataFileError, match=reason):
        read_borders(file, DISTRICTS, where="f")


def test_fewer_points_stay_near_the_border() -> None:
    ring = [
        (5.3 + 0.05 * math.cos(a) * 2, 60.35 + 0.05 * math.sin(a))
        for a in (math.tau * i / 2000 for i in range(2000))
    ]
    ring.append(ring[0])
    kept = simplified(ring, 0.0002)
    assert len(kept) < 100
    assert kept[0] == kept[-1]
    for x, y in ring[::50]:
        nearest = min(
            math.hypot((x - px) / 2, y - py)
            for p, q in pairwise(kept)
            for s in range(11)
            for px, py in [(p[0] + (q[0] - p[0]) * s / 10, p[1] + (q[1] - p[1]) * s / 10)]
        )
        assert nearest < 0.0012


# --- into the register ---------------------------------------------------------------------------


def take(content: bytes, municipality: int) -> Imported:
    """Import a file of borders."""
    return import_statistics(
        content=content,
        name="bydeler.geojson",
        municipality=municipality,
        today=date(2026, 11, 24),
        by=BY,
    )


@pytest.mark.django_db
def test_borders_are_kept_with_their_source_twice_without_harm() -> None:
    bergen = set_up_municipality(number="4601", name="Bergen", districts=DISTRICTS, by=BY)
    file = collection(feature(SQUARE, navn="Arna"), feature(SQUARE, navn="Ukjent"))
    done = take(file, bergen)
    revision = Municipality.objects.get().revision

    assert done.loaded.tables["borders"]["added"] == 1
    assert (done.accepted, done.quarantined) == (1, 1)
    assert done.warnings[0].en == "Without a border in the file: Bergenhus, Årstad."
    assert District.objects.get(number="460101").border_source == "bydeler.geojson"
    found = borders(number="4601", by=BY)
    assert [view.number for view in found if view.border] == ["460101"]
    assert [(h.kind, h.rows, h.source) for h in holdings(number="4601", by=BY)] == [
        ("borders", 1, "bydeler.geojson")
    ]

    assert not take(file, bergen).loaded.changed_anything
    assert Municipality.objects.get().revision == revision


@pytest.mark.django_db
def test_a_file_of_other_places_is_refused() -> None:
    bergen = set_up_municipality(number="4601", name="Bergen", districts=DISTRICTS, by=BY)
    with pytest.raises(DataFileError, match="no districts of the municipality"):
        take(collection(feature(SQUARE, navn="Frogner")), bergen)
