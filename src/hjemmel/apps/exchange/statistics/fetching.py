"""Fetches a municipality's statistics as files: the same files that can be imported by hand."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.exchange.statistics.http import Patience, Server
from hjemmel.apps.exchange.statistics.jsonstat import Dimension, parse_json, write_cube
from hjemmel.apps.exchange.statistics.klass import FIRST_DAY, KLASS, MUNICIPALITIES
from hjemmel.apps.exchange.statistics.pxweb import SSB, PxWeb, Selection, answers
from hjemmel.apps.exchange.statistics.regions import Belongs, RegionMap
from hjemmel.apps.exchange.statistics.tables import Statistic, statistics
from hjemmel.kernel.errors import InputError, MissingDataError
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text

WHAT: Mapping[str, str] = {
    "population": "ssb_population",
    "districts": "ssb_districts",
    "projection": "ssb_projection",
    "lists": "kostra_lists",
    "codes": "klass_changes",
}
"""What can be fetched, and the kind of file that it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where statistics are fetched from.

    Args:
        ssb: Address of a PxWebApi 2.
        klass: Address of KLASS.
        patience: How long to keep at it.
    """

    ssb: str
    klass: str
    patience: Patience | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was fetched."""

    name: str
    content: bytes


def fetch(
    what: str,
    *,
    regions: RegionMap,
    years: range | None,
    source: Source,
    today: date,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch one statistic of a municipality.

    Args:
        what: A key of ``WHAT``.
        regions: The municipality's codes.
        years: The years wanted; ``None``: all that there are.
        source: Where from.
        today: The day.
        progress: Is told how far the work has come, and of waits.

    Raises:
        InputError: ``what`` or a year does not exist, or the server refuses.
        MissingDataError: The table has nothing of the municipality.
        UnavailableError: The server does not answer, or answers with something else.
        CancelledError: ``progress`` stopped the work.
    """
    if what not in WHAT:
        named = ", ".join(WHAT)
        raise InputError(
            Text(f"«{what}» kan ikke hentes.", f"“{what}” cannot be fetched."),
            where="what",
            remedy=Text(f"Velg en av {named}.", f"Choose one of {named}."),
        )
    if what == "codes":
        return _codes(regions.number, source, today, progress)
    with Server(source.ssb, name=SSB, patience=source.patience, progress=progress) as server:
        px = PxWeb(server, progress)
        statistic = statistics()[what]
        table = _newest(px, statistic) if statistic.search else statistic.tables[0]
        sides = px.metadata(table)
        place = _regions(px, statistic, table, sides, regions)
        cube = px.fetch(table, _selections(statistic, sides, place, years, table))
    chosen = cube.dimension(statistic.time)
    asked = sorted(chosen.labels) if chosen else []
    span = f"-{asked[0]}-{asked[-1]}" if asked else ""
    return Fetched(f"{table}-{regions.number}{span}.json", write_cube(cube))


def _codes(number: str, source: Source, today: date, progress: Progress | None) -> Fetched:
    """Fetch what KLASS says of changes and of codes, as one file."""
    span = {
        "from": FIRST_DAY.isoformat(),
        "to": date(today.year + 1, today.month, 1).isoformat(),
        "language": "nb",
    }
    path = f"classifications/{MUNICIPALITIES}"
    with Server(source.klass, name=KLASS, patience=source.patience, progress=progress) as server:
        answered = [server.ask(f"{path}/{part}", span) for part in ("changes", "codes")]
    with answers(source.klass):
        parts = [parse_json(content, path) for content in answered]
        both = {
            key: value for part in parts if isinstance(part, dict) for key, value in part.items()
        }
    return Fetched(f"klass-{MUNICIPALITIES}-{number}.json", json.dumps(both).encode())


def _newest(px: PxWeb, statistic: Statistic) -> str:
    """Return the number of the newest projection of municipalities that is kept up."""
    found = [
        table
        for table in px.tables(statistic.search)
        if not table.discontinued
        and (table.id in statistic.tables or "region" in table.label.lower())
    ]
    if not found:
        return statistic.tables[0]
    return max(found, key=lambda table: (table.first_period, table.updated, table.id)).id


def _regions(
    px: PxWeb,
    statistic: Statistic,
    table: str,
    sides: Mapping[str, Dimension],
    regions: RegionMap,
) -> Selection:
    """Return the codes to ask for: the joined series where there is one, else the codes over time."""
    variable = statistic.region
    if statistic.codelist and f"K-{regions.number}" in px.codelist(statistic.codelist):
        return Selection(variable, (f"K-{regions.number}",), statistic.codelist)
    wanted = Belongs.DISTRICT if statistic.id == "districts" else Belongs.WHOLE
    known = sides[variable].labels if variable in sides else {}
    codes = [code for code in known if regions.place(code).belongs is wanted]
    if not codes:
        raise MissingDataError(
            Text(
                f"Tabell {table} har ikke tall om {regions.number}.",
                f"Table {table} has no figures of {regions.number}.",
            ),
            where=table,
            remedy=Text(
                "Hent kommunenumrene over tid først (codes), eller last ned filen selv.",
                "Fetch the municipality codes over time first (codes), or download the file.",
            ),
        )
    return Selection(variable, (*codes, *(group for group in statistic.groups if group in known)))


def _selections(
    statistic: Statistic,
    sides: Mapping[str, Dimension],
    place: Selection,
    years: range | None,
    table: str,
) -> Sequence[Selection]:
    """Return what to ask for of every variable of the table."""
    chosen: dict[str, Collection[str]] = {statistic.time: _years(sides, statistic, years, table)}
    if statistic.contents:
        known = sides[statistic.content].labels if statistic.content in sides else {}
        chosen[statistic.content] = [c for c in statistic.contents if c in known] or list(known)
    return [
        place if code == statistic.region else Selection(code, tuple(chosen.get(code, side.labels)))
        for code, side in sides.items()
    ]


def _years(
    sides: Mapping[str, Dimension], statistic: Statistic, years: range | None, table: str
) -> Sequence[str]:
    there = list(sides[statistic.time].labels) if statistic.time in sides else []
    wanted = [year for year in there if years is None or (year.isdigit() and int(year) in years)]
    if not wanted:
        span = f"{there[0]}–{there[-1]}" if there else "–"
        raise InputError(
            Text(
                f"Tabell {table} har årene {span}, ikke dem du ba om.",
                f"Table {table} has the years {span}, not those you asked for.",
            ),
            where="years",
            remedy=Text("Velg år i tabellen.", "Choose years of the table."),
        )
    return wanted
