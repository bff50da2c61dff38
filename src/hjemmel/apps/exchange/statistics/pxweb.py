"""Asks PxWebApi version 2, Statistics Norway's way to its tables, for figures."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from hjemmel.apps.exchange.statistics.http import Server
from hjemmel.apps.exchange.statistics.jsonstat import Cube, Dimension, read_cube, read_dimensions
from hjemmel.kernel.errors import DataFileError, UnavailableError
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

SSB = Text("SSB", "Statistics Norway")
MOST_CELLS = 800_000
_SPLIT_FIRST = ("Tid", "Alder")
_LANGUAGE = {"lang": "no"}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for of one variable.

    Args:
        variable: Its code.
        codes: The codes of the values.
        codelist: The code list that the codes are of; empty is the table's own.
    """

    variable: str
    codes: tuple[str, ...]
    codelist: str = ""


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table as the list of tables has it."""

    id: str
    label: str
    updated: str
    first_period: str
    discontinued: bool


class PxWeb:
    """A PxWebApi of version 2."""

    def __init__(self, server: Server, progress: Progress | None = None) -> None:
        self._server = server
        self._progress = progress or NoProgress()
        self._most_cells: int | None = None

    def metadata(self, table: str) -> Mapping[str, Dimension]:
        """Return the variables of a table and their values, by code."""
        content = self._server.ask(f"tables/{table}/metadata", _LANGUAGE)
        with answers(self._server.address):
            sides = read_dimensions(content, where=table)
        return {side.code: side for side in sides}

    def tables(self, query: str) -> tuple[TableInfo, ...]:
        """Return the tables that a search finds."""
        content = self._server.ask("tables", {**_LANGUAGE, "query": query, "pageSize": "100"})
        with answers(self._server.address):
            found = _object(content).get("tables")
            if not isinstance(found, list):
                raise _no_sense(self._server.address)
            return tuple(_table_info(item) for item in found if isinstance(item, dict))

    def codelist(self, name: str) -> frozenset[str]:
        """Return the codes of a code list."""
        content = self._server.ask(f"codelists/{name}", _LANGUAGE)
        with answers(self._server.address):
            values = _object(content).get("values")
            if not isinstance(values, list):
                raise _no_sense(self._server.address)
            return frozenset(str(item.get("code")) for item in values if isinstance(item, dict))

    def fetch(self, table: str, selections: Sequence[Selection]) -> Cube:
        """Return the figures asked for, in as many questions as the server's limit makes needed.

        Raises:
            UnavailableError: The server does not answer, or answers with something else.
            InputError: The server refuses the question.
            CancelledError: ``progress`` stopped the work.
        """
        pieces = list(split(selections, self._limit()))
        label = Text(f"Henter tabell {table} fra {SSB.nb}", f"Fetching table {table} from {SSB.en}")
        cubes: list[Cube] = []
        for number, piece in enumerate(pieces):
            self._progress.start(label, len(pieces))
            if number:
                self._progress.advance(number)
            cubes.append(self._piece(table, piece))
            self._progress.advance()
        return _joined(cubes)

    def _piece(self, table: str, selections: Sequence[Selection]) -> Cube:
        content = self._server.ask(
            f"tables/{table}/data",
            {**_LANGUAGE, "outputFormat": "json-stat2"},
            {"selection": [_as_asked(selection) for selection in selections]},
        )
        with answers(self._server.address):
            cube = read_cube(content, where=table)
        return replace(cube, table=cube.table or table)

    def _limit(self) -> int:
        if self._most_cells is None:
            with answers(self._server.address):
                said = _object(self._server.ask("config", {})).get("maxDataCells")
            is_count = isinstance(said, int) and not isinstance(said, bool) and said > 0
            self._most_cells = int(said) if is_count and said is not None else MOST_CELLS
        return self._most_cells


def split(selections: Sequence[Selection], most_cells: int) -> Iterator[tuple[Selection, ...]]:
    """Split a question into questions of at most ``most_cells`` cells, by year first, then age.

    A code asked for twice is asked for once: the server fails on doubles.
    """
    asked = tuple(replace(s, codes=tuple(dict.fromkeys(s.codes))) for s in selections)
    cells = math.prod(len(s.codes) for s in asked)
    if cells <= most_cells or all(len(s.codes) == 1 for s in asked):
        yield asked
        return
    order = [*_SPLIT_FIRST, *(s.variable for s in sorted(asked, key=lambda s: -len(s.codes)))]
    parted = next(s for name in order for s in asked if s.variable == name and len(s.codes) > 1)
    at_once = max(1, most_cells // (cells // len(parted.codes)))
    for start in range(0, len(parted.codes), at_once):
        part = replace(parted, codes=parted.codes[start : start + at_once])
        yield from split([part if s is parted else s for s in asked], most_cells)


def _as_asked(selection: Selection) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "variableCode": selection.variable,
        "valueCodes": list(selection.codes),
    }
    if selection.codelist:
        asked["codelist"] = selection.codelist
    return asked


def _joined(cubes: Sequence[Cube]) -> Cube:
    first = cubes[0]
    if len(cubes) == 1:
        return first
    sides = tuple(
        replace(
            side,
            labels={
                code: label
                for cube in cubes
                for code, label in cube.dimensions[place].labels.items()
            },
        )
        for place, side in enumerate(first.dimensions)
    )
    return replace(first, dimensions=sides, frame=pl.concat([cube.frame for cube in cubes]))


def _table_info(item: Mapping[str, Any]) -> TableInfo:
    return TableInfo(
        str(item.get("id", "")),
        str(item.get("label", "")),
        str(item.get("updated", "")),
        str(item.get("firstPeriod", "")),
        item.get("discontinued") is True,
    )


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(content)
    except ValueError:
        raise _no_sense("") from None
    if not isinstance(body, dict):
        raise _no_sense("")
    return body


def _no_sense(address: str) -> DataFileError:
    text = Text("Svaret kan ikke leses.", "The answer cannot be read.")
    return DataFileError(text, where=address, remedy=Text("", ""))


class answers:  # noqa: N801  (reads as a sentence: with answers(address))
    """Turns a file that cannot be read into a server that answers with something else."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, DataFileError):
            raise UnavailableError(
                Text(
                    f"{SSB.nb} svarte med noe annet enn tall: {error.what.nb}",
                    f"{SSB.en} answered with something else than figures: {error.what.en}",
                ),
                where=self._address,
                remedy=Text(
                    "Kontroller adressen, prøv igjen senere, eller last ned filen og hent den inn "
                    "derfra. Ingenting er endret.",
                    "Check the address, try again later, or download the file and import it from "
                    "there. Nothing was changed.",
                ),
            ) from error
