"""The kinds of file that hold statistics, codes and borders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange.kinds import (
    Draft,
    Loaded,
    SourceFile,
    TableFound,
    Wish,
)
from hjemmel.apps.exchange.statistics.counts import Rows, indicator_rows, person_rows
from hjemmel.apps.exchange.statistics.jsonstat import Cube, read_cube
from hjemmel.apps.exchange.statistics.regions import RegionMap
from hjemmel.apps.exchange.statistics.tables import Statistic, statistics
from hjemmel.apps.registry.loading.frames import LoadCounts
from hjemmel.apps.registry.selectors.statistics import codes_of
from hjemmel.apps.registry.services.statistics import (
    load_forecast,
    load_indicators,
    load_population,
)
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text

_HEAD, _TAIL = 65_536, 8_192
_TABLE = re.compile(rb'"(?:label|tableid|matrix)"\s*:\s*"([0-9]{5})[":]')
_ALTERNATIVE = re.compile(r"\(([A-Z0-9]{4})\)")
STORING = Text("Lagrer statistikk", "Storing statistics")


@dataclass(frozen=True, slots=True)
class StatisticsRead:
    """Rows of a statistic, ready to store, and the table they are from."""

    table: str
    frame: pl.DataFrame


class _JsonStat:
    """A table of Statistics Norway as JSON-stat 2."""

    permission: ClassVar[Permission] = Permission.IMPORT_STATISTICS

    @property
    def _statistic(self) -> Statistic:
        raise NotImplementedError

    def recognise(self, file: SourceFile) -> bool:
        """Tell whether the file names one of the statistic's tables."""
        return file.format == "json" and table_named(file.path) in self._statistic.tables

    def read(self, file: SourceFile, wish: Wish, progress: Progress) -> Draft:
        """Read and test the table."""
        statistic = self._statistic
        progress.start(Text("Leser tabellen", "Reading the table"), 2)
        cube = read_cube(file.path.read_bytes(), where=file.name)
        progress.advance()
        if cube.table not in statistic.tables and not statistic.search:
            raise _other_table(cube, statistic, file.name)
        regions = region_map(wish.municipality, wish.number)
        rows = self._rows(cube, statistic, regions)
        progress.advance()
        return self._draft(cube, statistic, rows)

    def _rows(self, cube: Cube, statistic: Statistic, regions: RegionMap) -> Rows:
        return person_rows(cube, statistic, regions)

    def _draft(self, cube: Cube, statistic: Statistic, rows: Rows) -> Draft:
        found = TableFound(
            sheet=cube.table,
            table=statistic.id,
            title=statistic.title,
            rows=rows.cells,
            accepted=rows.frame.height,
        )
        blocked = None
        if rows.frame.is_empty():
            blocked = Text(
                "Filen har ingen tall om kommunen.", "The file has no figures of the municipality."
            )
        return Draft(
            StatisticsRead(cube.table, self._stored(rows.frame, cube)),
            None,
            (found,),
            rows.quarantine,
            _warnings(rows),
            blocked,
        )

    def _stored(self, frame: pl.DataFrame, cube: Cube) -> pl.DataFrame:
        if frame.is_empty():
            return frame.drop("content")
        if frame["content"].n_unique() > 1:
            raise DataFileError(
                Text("Tabellen har flere innhold; velg ett.", "The table has several contents."),
                where=cube.table,
                remedy=Text("Hent bare antall personer.", "Get the number of persons only."),
            )
        return frame.drop("content")

    def load(self, draft: Draft, wish: Wish, by: Actor, progress: Progress) -> Loaded:
        """Store the rows."""
        progress.start(STORING, 1)
        content: StatisticsRead = draft.content
        counts = self._load(content, wish, by)
        progress.advance()
        return loaded(counts)

    def _load(self, content: StatisticsRead, wish: Wish, by: Actor) -> LoadCounts:
        return load_population(
            rows=content.frame,
            municipality=wish.municipality,
            table=content.table,
            retrieved_on=wish.today,
            by=by,
        )


class SsbPopulation(_JsonStat):
    """Population of municipalities, table 07459."""

    id: ClassVar[str] = "ssb_population"
    title: ClassVar[Text] = Text(
        "Folkemengde fra SSB (07459)", "Population from Statistics Norway (07459)"
    )

    @property
    def _statistic(self) -> Statistic:
        return statistics()["population"]


class SsbDistricts(_JsonStat):
    """Population of districts, table 10826."""

    id: ClassVar[str] = "ssb_districts"
    title: ClassVar[Text] = Text(
        "Folkemengde i bydelene fra SSB (10826)",
        "Population of districts from Statistics Norway (10826)",
    )

    @property
    def _statistic(self) -> Statistic:
        return statistics()["districts"]


class SsbProjection(_JsonStat):
    """Projected population, the table of any vintage."""

    id: ClassVar[str] = "ssb_projection"
    title: ClassVar[Text] = Text(
        "Framskrevet folkemengde fra SSB (14288, 14746)",
        "Projected population from Statistics Norway (14288, 14746)",
    )

    @property
    def _statistic(self) -> Statistic:
        return statistics()["projection"]

    def recognise(self, file: SourceFile) -> bool:
        """Tell whether the file is a projection, also one of a vintage we do not know yet."""
        named = _JsonStat.recognise(self, file)
        return named or (file.format == "json" and b"Framskrevet folkemengde" in ends_of(file.path))

    def _stored(self, frame: pl.DataFrame, cube: Cube) -> pl.DataFrame:
        statistic = self._statistic
        side = cube.dimension(statistic.content)
        names = {"": statistic.main} if side is None else {}
        for code, label in (side.labels if side else {}).items():
            found = _ALTERNATIVE.search(label)
            names[code] = found.group(1) if found else code[:10]
        first = frame["year"].min()
        vintage = statistic.vintages.get(cube.table, first if isinstance(first, int) else 0)
        return frame.select(
            pl.exclude("content"),
            pl.col("content").replace_strict(names, return_dtype=pl.String).alias("alternative"),
            pl.lit(vintage, dtype=pl.Int64).alias("vintage"),
        )

    def _load(self, content: StatisticsRead, wish: Wish, by: Actor) -> LoadCounts:
        return load_forecast(
            rows=content.frame,
            municipality=wish.municipality,
            table=content.table,
            retrieved_on=wish.today,
            by=by,
        )


class KostraLists(_JsonStat):
    """GP lists, table 12005."""

    id: ClassVar[str] = "kostra_lists"
    title: ClassVar[Text] = Text(
        "Fastlegelister fra KOSTRA (12005)", "GP lists from KOSTRA (12005)"
    )

    @property
    def _statistic(self) -> Statistic:
        return statistics()["lists"]

    def _rows(self, cube: Cube, statistic: Statistic, regions: RegionMap) -> Rows:
        return indicator_rows(cube, statistic, regions)

    def _stored(self, frame: pl.DataFrame, cube: Cube) -> pl.DataFrame:
        return frame.with_columns(pl.col("value").round(4))

    def _load(self, content: StatisticsRead, wish: Wish, by: Actor) -> LoadCounts:
        return load_indicators(
            rows=content.frame,
            municipality=wish.municipality,
            table=content.table,
            retrieved_on=wish.today,
            by=by,
        )


def table_named(path: Path) -> str:
    """Return the table number that a JSON-stat file names, from a quick look; empty: none."""
    found = _TABLE.search(ends_of(path))
    return found.group(1).decode() if found else ""


def region_map(municipality: int, number: str) -> RegionMap:
    """Return the codes that a municipality has and had."""
    whole, parts = codes_of(municipality)
    return RegionMap(number, whole, parts)


def ends_of(path: Path) -> bytes:
    """Return the beginning and the end of a file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(0, 2)
        file.seek(max(len(head), file.tell() - _TAIL))
        return head + file.read()


def loaded(counts: LoadCounts) -> Loaded:
    return Loaded(counts.as_plain()["tables"], counts.before, counts.after)


def _warnings(rows: Rows) -> tuple[Text, ...]:
    said = []
    if rows.without_figure:
        shown = ", ".join(f"{n} «{mark}»" for mark, n in sorted(rows.without_figure.items()))
        said.append(
            Text(
                f"Celler uten tall, som ikke er 0: {shown}.",
                f"Cells without a figure, which are not 0: {shown}.",
            )
        )
    if rows.elsewhere:
        said.append(
            Text(
                f"{rows.elsewhere} celler gjelder andre steder og hentes ikke.",
                f"{rows.elsewhere} cells are about other places and are not imported.",
            )
        )
    if rows.empty:
        shown = ", ".join(f"{region} {year}" for region, year in rows.empty[:5])
        said.append(
            Text(
                f"Uten innbyggere, så koden gjaldt ikke da: {shown}.",
                f"Without residents, so the code did not hold then: {shown}.",
            )
        )
    return tuple(said)


def _other_table(cube: Cube, statistic: Statistic, where: str) -> DataFileError:
    wanted = ", ".join(statistic.tables)
    return DataFileError(
        Text(
            f"Filen er tabell {cube.table or 'uten nummer'}, ikke {wanted}.",
            f"The file is table {cube.table or 'without a number'}, not {wanted}.",
        ),
        where=where,
        remedy=Text("Velg den rette filen.", "Choose the right file."),
    )
