"""The map of the districts: figures in words, hatching for what is unknown, nothing without borders."""

from __future__ import annotations

import re

from hjemmel.apps.registry.selectors.statistics import BorderView
from hjemmel.kernel.text import Text
from hjemmel.web.charts.map import MapDistrict, district_map
from hjemmel.web.lists.maps import free_places

TITLE = Text("Avvik per bydel", "Gap per district")
SAYS = Text("Størst mangel i Arna.", "Largest deficit in Arna.")


def square(west: float, south: float) -> dict[str, object]:
    """Return a square border."""
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


ARNA = MapDistrict("460101", "Arna", square(5.3, 60.3))
OTHER = MapDistrict("460102", "Berg & <hus>", square(5.4, 60.3))


def test_each_figure_stands_in_words_on_its_district() -> None:
    svg = district_map(
        [ARNA, OTHER],
        {"460101": -2.5, "460102": None},
        title=TITLE,
        description=SAYS,
        language="nb",
        decimals=1,
        signed=True,
    )
    assert svg is not None
    assert 'role="img" aria-label="Avvik per bydel. Størst mangel i Arna."' in svg
    assert ">−2,5</text>" in svg
    assert ">–</text>" in svg
    assert "Berg &amp; &lt;hus&gt;" in svg
    assert "<hus>" not in svg
    assert "style=" not in svg
    assert svg.count("<path d=") == 3


def test_what_is_unknown_is_hatched_and_the_rest_coloured() -> None:
    svg = district_map([ARNA, OTHER], {"460101": 3.0}, title=TITLE, description=SAYS, language="en")
    assert svg is not None
    fills = re.findall(r'<path d="M[^"]+" fill="([^"]+)" fill-rule', svg)
    assert fills[0].startswith("#")
    assert fills[1].startswith("url(#unknown-")


def test_centres_are_dots_with_names() -> None:
    svg = district_map(
        [ARNA],
        {"460101": 1.0},
        title=TITLE,
        description=SAYS,
        language="nb",
        points=[(5.35, 60.35, "Arna legesenter")],
    )
    assert svg is not None
    assert "<circle" in svg
    assert "<title>Arna legesenter</title>" in svg


def test_there_is_no_map_without_every_border() -> None:
    nowhere = MapDistrict("460103", "Fana", None)
    for districts in ([ARNA, nowhere], []):
        assert district_map(districts, {}, title=TITLE, description=SAYS, language="nb") is None


def test_free_places_are_drawn_on_borders_and_as_squares_without_them() -> None:
    borders = [
        BorderView("460101", "Arna", square(5.3, 60.3), "test"),
        BorderView("460102", "Bergenhus", square(5.4, 60.3), "test"),
    ]
    free = (("460101", 12), ("460102", None))
    drawn = free_places(tuple(borders), free, ((5.35, 60.35, "Arna legesenter"),), "nb")
    assert drawn is not None
    assert "<title>Arna: 12</title>" in drawn
    assert "<title>Bergenhus: –</title>" in drawn
    assert "Flest: Arna, 12." in drawn
    assert "<title>Arna legesenter</title>" in drawn

    without = [BorderView(view.number, view.name, None, "") for view in borders]
    squares = free_places(tuple(without), free, ((5.35, 60.35, "Arna legesenter"),), "nb")
    assert squares is not None
    assert "<title>Arna: 12</title>" in squares
    assert "<circle" not in squares
    assert squares.count("<path d=") == 2 + 1  # and the hatching

    unknown = [BorderView("999901", "Sted", None, "")]
    assert free_places(tuple(unknown), (("999901", 1),), (), "nb") is None
    assert free_places((), (), (), "nb") is None
