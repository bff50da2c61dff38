"""The slow, obvious way through a JSON-stat cube: one cell at a time, counted like an odometer."""

from __future__ import annotations

from typing import Any


def cells(body: dict[str, Any]) -> list[tuple[tuple[str, ...], float | None, str]]:
    """Return codes, value and status of every cell in order."""
    sides = []
    for name in body["id"]:
        index = body["dimension"][name]["category"]["index"]
        if isinstance(index, dict):
            index = [next(c for c in index if index[c] == place) for place in range(len(index))]
        sides.append(index)
    found = []
    place = [0] * len(sides)
    count = 1
    for side in sides:
        count *= len(side)
    for cell in range(count):
        codes = tuple(side[at] for side, at in zip(sides, place, strict=True))
        given = body["value"]
        value = given.get(str(cell)) if isinstance(given, dict) else given[cell]
        said = body.get("status")
        if said is None:
            status = ""
        elif isinstance(said, str):
            status = said
        elif isinstance(said, dict):
            status = said.get(str(cell), "")
        elif len(said) == 1:
            status = said[0]
        else:
            status = said[cell] or ""
        if status in (".", "..", ":"):
            value = None
        if value is None and status == "":
            status = ".."
        found.append((codes, None if value is None else float(value), status))
        for side_number in reversed(range(len(sides))):
            place[side_number] += 1
            if place[side_number] < len(sides[side_number]):
                break
            place[side_number] = 0
    return found
