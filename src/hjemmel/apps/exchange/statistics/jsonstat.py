"""Reads JSON-stat 2: a cube of figures as one row per cell.

A cell without a figure is never 0: its value is ``None`` and its status says why (``.`` not
applicable, ``..`` missing, ``:`` confidential).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

MOST_CELLS = 20_000_000
VALUE, STATUS = "value", "status"
MISSING = ".."
_NUMBER = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of a cube.

    Args:
        code: Its code, as ``Region``.
        label: Its name.
        labels: The names of its categories, by code and in order.
    """

    code: str
    label: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cube:
    """A table of figures.

    Args:
        label: What the table says it is.
        updated: When it was updated, as the table writes it; empty when it does not say.
        table: The table's number; empty when it does not say.
        dimensions: Its sides, in order.
        frame: One row per cell: a column of codes for each side, ``value`` and ``status``.
    """

    label: str
    updated: str
    table: str
    dimensions: tuple[Dimension, ...]
    frame: pl.DataFrame

    def dimension(self, code: str) -> Dimension | None:
        """Return a side by its code, or ``None``."""
        return next((d for d in self.dimensions if d.code == code), None)


def read_cube(content: bytes, *, where: str) -> Cube:
    """Read a cube.

    Args:
        content: The file or the answer.
        where: Its name, for errors.

    Raises:
        DataFileError: It is not JSON-stat 2, or its parts do not fit together.
    """
    body = parse_object(content, where)
    if body.get("class") == "collection":
        raise _refuse(
            where,
            "Filen er en JSON-stat-samling, ikke én tabell",
            "The file is a JSON-stat collection, not one table",
        )
    if body.get("class", "dataset") != "dataset":
        kind = str(body.get("class"))[:40]
        raise _refuse(
            where,
            f"JSON-stat-klassen «{kind}» er ukjent; ventet «dataset»",
            f"The JSON-stat class “{kind}” is unknown; expected “dataset”",
        )
    if str(body.get("version", "2.0")).split(".")[0] != "2":
        raise _refuse(
            where, "Filen er ikke JSON-stat versjon 2", "The file is not JSON-stat version 2"
        )
    names, sizes = _shape(body, where)
    dimensions = tuple(
        _dimension(body, name, size, where) for name, size in zip(names, sizes, strict=True)
    )
    cells = math.prod(sizes)
    if cells > MOST_CELLS:
        raise _refuse(
            where,
            f"Tabellen har {cells} celler; det meste er {MOST_CELLS}",
            f"The table has {cells} cells; the most is {MOST_CELLS}",
        )
    values = _values(body.get("value"), cells, where)
    statuses = _statuses(body.get("status"), cells, where)
    frame = _codes(dimensions, sizes).with_columns(
        pl.Series(VALUE, values, dtype=pl.Float64), pl.Series(STATUS, statuses, dtype=pl.String)
    )
    nothing_said = pl.col(VALUE).is_null() & (pl.col(STATUS) == "")
    frame = frame.with_columns(
        pl.when(nothing_said).then(pl.lit(MISSING)).otherwise(pl.col(STATUS)).alias(STATUS),
        pl.when(pl.col(STATUS).is_in([".", "..", ":"])).then(None).otherwise(VALUE).alias(VALUE),
    )
    return Cube(
        str(body.get("label", "")), str(body.get("updated", "")), _table(body), dimensions, frame
    )


def read_dimensions(content: bytes, *, where: str) -> tuple[Dimension, ...]:
    """Read the sides of a cube from its metadata, which has no figures.

    Raises:
        DataFileError: It is not JSON-stat 2, or its parts do not fit together.
    """
    body = parse_object(content, where)
    names, sizes = _shape(body, where)
    return tuple(
        _dimension(body, name, size, where) for name, size in zip(names, sizes, strict=True)
    )


def write_cube(cube: Cube) -> bytes:
    """Write a whole cube as JSON-stat 2, in order; ``read_cube`` reads the same back."""
    names = [side.code for side in cube.dimensions]
    ranked = cube.frame.sort(
        [
            pl.col(side.code).replace_strict(
                {code: place for place, code in enumerate(side.labels)}, return_dtype=pl.Int64
            )
            for side in cube.dimensions
        ]
    )
    marks = {str(place): mark for place, mark in enumerate(ranked[STATUS]) if mark}
    body = {
        "version": "2.0",
        "class": "dataset",
        "label": cube.label,
        "updated": cube.updated,
        "id": names,
        "size": [len(side.labels) for side in cube.dimensions],
        "dimension": {
            side.code: {
                "label": side.label,
                "category": {"index": list(side.labels), "label": dict(side.labels)},
            }
            for side in cube.dimensions
        },
        "value": ranked[VALUE].to_list(),
        "status": marks,
        "extension": {"px": {"tableid": cube.table}},
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _refuse(where: str, nb: str, en: str) -> DataFileError:
    return DataFileError(
        Text(f"{nb}.", f"{en}."),
        where=where,
        remedy=Text(
            "Last ned tabellen på nytt som JSON-stat 2 (json-stat2).",
            "Download the table again as JSON-stat 2 (json-stat2).",
        ),
    )


def parse_json(content: bytes, where: str) -> Any:
    """Return what a JSON file holds; another kind of file is named.

    Raises:
        DataFileError: It is not JSON.
    """
    start = content[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        raise _refuse(
            where, "Filen er en nettside (HTML), ikke tall", "The file is a web page (HTML)"
        )
    if start[:2] == b"PK":
        raise _refuse(where, "Filen er Excel eller zip, ikke JSON-stat", "The file is Excel or zip")
    if start[:1] not in (b"{", b"["):
        raise _refuse(
            where,
            "Filen er ikke JSON; den kan være CSV",
            "The file is not JSON; it may be CSV",
        )
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _refuse(
            where, "Filen er ødelagt JSON, kanskje avkuttet", "The file is broken JSON, maybe cut"
        ) from None


def parse_object(content: bytes, where: str) -> Mapping[str, Any]:
    """Return the object that a JSON-stat 2 file is.

    Raises:
        DataFileError: It is something else.
    """
    body = parse_json(content, where)
    if isinstance(body, dict) and body.get("class") == "collection":
        return body
    if not isinstance(body, dict) or not {"id", "size", "dimension"} <= body.keys():
        raise _refuse(
            where,
            "Filen er JSON, men ikke JSON-stat 2: den mangler id, size eller dimension",
            "The file is JSON but not JSON-stat 2: it lacks id, size or dimension",
        )
    return body


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _table(body: Mapping[str, Any]) -> str:
    """Return the table's number, from where PxWebApi puts it or from the title."""
    extension = body.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    for key in ("tableid", "matrix"):
        said = str(px.get(key, "")) if isinstance(px, dict) else ""
        if _NUMBER.fullmatch(said):
            return said
    found = _NUMBER.match(str(body.get("label", "")))
    return found.group() if found else ""


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shape(body: Mapping[str, Any], where: str) -> tuple[list[str], list[int]]:
    names, sizes = body["id"], body["size"]
    if (
        not isinstance(names, list)
        or not isinstance(sizes, list)
        or len(names) != len(sizes)
        or not names
        or not all(isinstance(name, str) for name in names)
        or not all(_is_whole(size) and size >= 0 for size in sizes)
    ):
        raise _refuse(
            where, "«id» og «size» passer ikke sammen", "“id” and “size” do not fit together"
        )
    if len({*names, VALUE, STATUS}) != len(names) + 2:
        raise _refuse(where, "To dimensjoner har samme kode", "Two dimensions have one code")
    return names, sizes


def _dimension(body: Mapping[str, Any], name: str, size: int, where: str) -> Dimension:
    """Return a side with its categories in order."""
    sides = body["dimension"]
    side = sides.get(name) if isinstance(sides, dict) else None
    category = side.get("category") if isinstance(side, dict) else None
    if not isinstance(side, dict) or not isinstance(category, dict):
        raise _refuse(
            where,
            f"Dimensjonen «{name}» mangler kategorier",
            f"The dimension “{name}” has no categories",
        )
    labels = category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    index = category.get("index", list(labels))
    if isinstance(index, dict):
        if sorted(map(str, index.values())) != sorted(map(str, range(len(index)))):
            index = []
        codes = sorted(index, key=lambda code: index[code])
    else:
        codes = index if isinstance(index, list) else []
    if len(codes) != size or len({str(code) for code in codes}) != size:
        raise _refuse(
            where,
            f"Dimensjonen «{name}» har {len(codes)} koder, men størrelsen {size}",
            f"The dimension “{name}” has {len(codes)} codes, but the size {size}",
        )
    return Dimension(
        name,
        str(side.get("label", name)),
        {str(code): str(labels.get(code, code)) for code in codes},
    )


def _values(given: object, cells: int, where: str) -> list[float | None]:
    """Return a figure or ``None`` for each cell, from a list or from an object of some cells."""
    if isinstance(given, list):
        if len(given) != cells:
            raise _refuse(
                where,
                f"Tabellen skal ha {cells} celler, men har {len(given)} verdier",
                f"The table should have {cells} cells, but has {len(given)} values",
            )
        return [_number(value, where) for value in given]
    if isinstance(given, dict):
        values: list[float | None] = [None] * cells
        for cell, value in given.items():
            values[_cell(cell, cells, where)] = _number(value, where)
        return values
    raise _refuse(where, "«value» mangler", "“value” is missing")


def _number(value: object, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        shown = str(value)[:40]
        raise _refuse(where, f"Verdien «{shown}» er ikke et tall", f"“{shown}” is not a number")
    try:
        return float(value)
    except OverflowError:
        raise _refuse(where, "En verdi er for stor", "A value is too large") from None


def _cell(text: str, cells: int, where: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < cells:
        return int(text)
    raise _refuse(
        where,
        f"Cellen «{text[:20]}» finnes ikke i en tabell med {cells}",
        f"There is no cell “{text[:20]}” in a table of {cells}",
    )


def _statuses(given: object, cells: int, where: str) -> Sequence[str]:
    """Return each cell's status: from a list, an object of some cells, or one for all."""
    if given is None:
        return [""] * cells
    if isinstance(given, str):
        return [given] * cells
    if isinstance(given, list):
        if len(given) == 1:
            return [str(given[0] or "")] * cells
        if len(given) == cells:
            return ["" if status is None else str(status) for status in given]
    if isinstance(given, dict):
        statuses = [""] * cells
        for cell, status in given.items():
            statuses[_cell(cell, cells, where)] = "" if status is None else str(status)
        return statuses
    raise _refuse(where, "«status» passer ikke med cellene", "“status” does not fit the cells")


def _codes(dimensions: Sequence[Dimension], sizes: Sequence[int]) -> pl.DataFrame:
    """Return the codes of every cell in order: the last side changes fastest."""
    columns = []
    for place, side in enumerate(dimensions):
        inner, outer = math.prod(sizes[place + 1 :]), math.prod(sizes[:place])
        once = pl.Series(side.code, list(side.labels), dtype=pl.String)
        each = once.gather(pl.arange(0, len(once), eager=True).repeat_by(inner).explode())
        columns.append(pl.concat([each] * outer) if inner and outer else once.clear())
    return pl.DataFrame(columns)
