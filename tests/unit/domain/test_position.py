"""Distances over the ground against known ones, and the middle of areas against ones worked out by hand."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemmel.domain import position
from hjemmel.domain.position import Distance, Position, mean_of, middle_of
from hjemmel.kernel.errors import InputError

BERGEN, OSLO, TROMSO = (
    Position(5.3221, 60.3913),
    Position(10.7522, 59.9139),
    Position(18.9560, 69.6496),
)
QUARTER = math.pi / 2 * position.EARTH_RADIUS_METRES
positions = st.builds(Position, st.floats(-180, 180), st.floats(-90, 90))


def test_the_examples_of_the_module_are_right() -> None:
    assert doctest.testmod(position) == (0, doctest.testmod(position).attempted)
    assert doctest.testmod(position).attempted > 5


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (BERGEN, OSLO, 305_067),  # 305,9 km on the ellipsoid
        (OSLO, TROMSO, 1_148_000),
        (Position(0, 0), Position(90, 0), QUARTER),
        (Position(0, 0), Position(33, 90), QUARTER),
        (Position(0, 0), Position(180, 0), 2 * QUARTER),
        (Position(5.3, 60.0), Position(5.3, 60.001), QUARTER / 90_000),
        (Position(179.9, 0), Position(-179.9, 0), QUARTER / 450),
        (BERGEN, BERGEN, 0),
    ],
)
def test_distances_over_the_ground(one: Position, other: Position, metres: float) -> None:
    assert one.metres_to(other) == pytest.approx(metres, rel=0.001, abs=0.5)


@given(positions, positions)
def test_a_distance_is_as_long_from_either_end_and_no_longer_than_half_round(
    one: Position, other: Position
) -> None:
    assert one.metres_to(other) == other.metres_to(one)
    assert 0 <= one.metres_to(other) <= 2 * QUARTER + 1


@pytest.mark.parametrize("place", [(181, 0), (0, 91), (-180.1, 0), (float("nan"), 0)])
def test_a_point_that_is_not_on_earth_is_refused(place: tuple[float, float]) -> None:
    with pytest.raises(InputError):
        Position(*place)


def test_the_middle_is_of_the_area_and_not_of_its_corners() -> None:
    """An L of three squares: the mean of its corners would be another point."""
    ring = [(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2), (0, 0)]
    for given_ring in (ring, ring[::-1]):
        middle = middle_of({"type": "Polygon", "coordinates": [given_ring]})
        assert middle is not None
        assert (middle.longitude, middle.latitude) == pytest.approx((5 / 6, 5 / 6))


def test_a_hole_and_a_second_part_move_the_middle() -> None:
    square = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    hole = [(2, 1), (3, 1), (3, 3), (2, 3), (2, 1)]
    island = [(10, 1), (12, 1), (12, 3), (10, 3), (10, 1)]
    middle = middle_of({"type": "MultiPolygon", "coordinates": [[square, hole], [island]]})
    assert middle is not None
    # 16 at (2, 2), less 2 at (2,5, 2), and 4 at (11, 2)
    assert (middle.longitude, middle.latitude) == pytest.approx(((32 - 5 + 44) / 18, 2))


def test_a_line_has_no_middle() -> None:
    line = [(5, 60), (6, 61), (5, 60)]
    assert middle_of({"type": "Polygon", "coordinates": [line]}) is None
    assert mean_of([]) is None


@pytest.mark.parametrize(
    ("distance", "nb", "en"),
    [
        (Distance(3_240), "ca. 3,2\xa0km", "about 3.2\xa0km"),
        (Distance(99), "under 0,1\xa0km", "less than 0.1\xa0km"),
        (Distance(100), "ca. 0,1\xa0km", "about 0.1\xa0km"),
        (
            Distance(1_250_000, to_district=True),
            "ca. 1\xa0250,0\xa0km (til midten av bydelen)",
            "about 1,250.0\xa0km (to the middle of the district)",
        ),
    ],
)
def test_a_distance_is_told_as_people_write_it(distance: Distance, nb: str, en: str) -> None:
    assert (distance.words.nb, distance.words.en) == (nb, en)
