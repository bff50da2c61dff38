"""JSON-stat 2: every shape the format allows, and words for what is something else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.apps.exchange.statistics.jsonstat import read_cube, read_dimensions
from hjemmel.kernel.errors import DataFileError
from tests.twins.jsonstat import cells


def body(**changes: Any) -> dict[str, Any]:
    """Return a small table: two places, two years."""
    table: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": "07459: Befolkning",
        "updated": "2024-02-21T07:00:00Z",
        "id": ["Region", "Tid"],
        "size": [2, 2],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {
                    "index": {"4601": 1, "0301": 0},
                    "label": {"0301": "Oslo", "4601": "Bergen"},
                },
            },
            "Tid": {"label": "år", "category": {"index": ["2023", "2024"]}},
        },
        "value": [1, 2, 3, None],
        "extension": {"px": {"tableid": "07459", "matrix": "Folkemengde"}},
    }
    return {**table, **changes}


def read(table: object) -> Any:
    """Read a table as a file."""
    return read_cube(json.dumps(table).encode(), where="fil.json")


def test_cells_come_in_order_with_the_last_dimension_fastest() -> None:
    cube = read(body())
    assert cube.frame.rows() == [
        ("0301", "2023", 1.0, ""),
        ("0301", "2024", 2.0, ""),
        ("4601", "2023", 3.0, ""),
        ("4601", "2024", None, ".."),
    ]
    assert (cube.table, cube.updated) == ("07459", "2024-02-21T07:00:00Z")
    assert cube.dimensions[0].labels == {"0301": "Oslo", "4601": "Bergen"}


def test_a_dot_is_not_zero_whatever_the_value_says() -> None:
    cube = read(body(value=[0, 0, 0, 0], status={"0": ".", "1": "..", "2": ":"}))
    assert cube.frame["value"].to_list() == [None, None, None, 0.0]
    assert cube.frame["status"].to_list() == [".", "..", ":", ""]


def test_values_may_be_an_object_of_some_cells() -> None:
    cube = read(body(value={"2": 7}))
    assert cube.frame["value"].to_list() == [None, None, 7.0, None]
    assert cube.frame["status"].to_list() == ["..", "..", "", ".."]


@pytest.mark.parametrize("status", ["e", ["e"], ["e", "e", "e", "e"]])
def test_status_may_be_one_for_all_or_one_for_each(status: object) -> None:
    assert read(body(value=[1, 2, 3, 4], status=status)).frame["status"].to_list() == ["e"] * 4


def test_an_empty_side_gives_an_empty_table() -> None:
    empty = {"label": "år", "category": {"index": []}}
    sides = {**body()["dimension"], "Tid": empty}
    cube = read(body(size=[2, 0], dimension=sides, value=[]))
    assert cube.frame.height == 0
    assert cube.frame.columns == ["Region", "Tid", "value", "status"]


def test_metadata_has_sides_without_figures() -> None:
    table = body()
    del table["value"]
    sides = read_dimensions(json.dumps(table).encode(), where="07459")
    assert [side.code for side in sides] == ["Region", "Tid"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE html><title>Feil</title>", "web page"),
        (b"region;2023\r\n4601;291940\r\n", "CSV"),
        (b"PK\x03\x04", "Excel"),
        (b'{"id": ["Region"', "broken JSON"),
        (b"[1, 2]", "not JSON-stat 2"),
        (b'{"a": NaN}', "broken JSON"),
        (b"", "not JSON"),
    ],
)
def test_another_kind_of_file_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(DataFileError, match=reason):
        read_cube(content, where="fil.json")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"class": "collection"}, "collection"),
        ({"class": "dimension"}, "class “dimension” is unknown"),
        ({"version": "1.0"}, "not JSON-stat version 2"),
        ({"value": [1, 2, 3]}, "4 cells, but has 3 values"),
        ({"size": [2, 3]}, "“Tid” has 2 codes, but the size 3"),
        ({"size": [2]}, "do not fit together"),
        ({"id": ["Region", "Region"]}, "Two dimensions"),
        ({"value": {"4": 1}}, "no cell “4”"),
        ({"value": [1, 2, 3, "4"]}, "“4” is not a number"),
        ({"value": [1, 2, 3, True]}, "“True” is not a number"),
        ({"value": None}, "“value” is missing"),
        ({"status": ["", ""]}, "“status” does not fit"),
        ({"dimension": {}}, "“Region” has no categories"),
    ],
)
def test_parts_that_do_not_fit_are_refused_with_the_reason(
    changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(DataFileError, match=reason) as caught:
        read(body(**changes))
    assert caught.value.where == "fil.json"


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a table in any of the shapes that the format allows."""
    sides = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    cells_in_all = 1
    dimension = {}
    for number, size in enumerate(sides):
        cells_in_all *= size
        codes = [f"{number}-{code}" for code in range(size)]
        index: object = codes
        if draw(st.booleans()):
            order = draw(st.permutations(codes))
            index = {code: codes.index(code) for code in order}
        dimension[f"d{number}"] = {"category": {"index": index}}
    figure = st.none() | st.integers(-5, 10**6) | st.floats(-1e6, 1e6, width=32)
    value: object = draw(st.lists(figure, min_size=cells_in_all, max_size=cells_in_all))
    if draw(st.booleans()) and isinstance(value, list):
        value = {str(place): found for place, found in enumerate(value) if found is not None}
    table = {"class": "dataset", "id": list(dimension), "size": sides, "dimension": dimension}
    table["value"] = value
    marks = st.sampled_from([".", "..", ":", "", "e"])
    kind = draw(st.sampled_from(["none", "one", "list", "object"]))
    if kind == "one":
        table["status"] = draw(st.sampled_from([".", "e"]))
    elif kind == "list":
        table["status"] = draw(st.lists(marks, min_size=cells_in_all, max_size=cells_in_all))
    elif kind == "object" and cells_in_all:
        chosen = draw(st.dictionaries(st.integers(0, cells_in_all - 1), marks))
        table["status"] = {str(place): mark for place, mark in chosen.items()}
    return table


@given(tables())
@settings(max_examples=150, deadline=None)
def test_the_fast_way_reads_what_the_slow_way_reads(table: dict[str, Any]) -> None:
    frame = read(table).frame
    found = [(row[:-2], row[-2], row[-1]) for row in frame.rows()]
    assert found == cells(table)
