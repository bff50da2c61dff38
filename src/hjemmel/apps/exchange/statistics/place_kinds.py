"""The kinds of file that hold municipality codes over time, and district borders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange.kinds import QUARANTINE, Draft, Loaded, SourceFile, TableFound, Wish
from hjemmel.apps.exchange.statistics.borders import is_geojson, read_borders
from hjemmel.apps.exchange.statistics.kinds import STORING, ends_of, loaded
from hjemmel.apps.exchange.statistics.klass import history, read_changes, read_codes
from hjemmel.apps.registry.selectors.statistics import district_names
from hjemmel.apps.registry.services.regions import (
    Border,
    CodeRow,
    set_district_borders,
    set_region_codes,
)
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text


class KlassChanges:
    """Municipality codes over time, from KLASS 131."""

    id: ClassVar[str] = "klass_changes"
    title: ClassVar[Text] = Text(
        "Kommunenummer over tid fra KLASS (131)", "Municipality codes over time from KLASS (131)"
    )
    permission: ClassVar[Permission] = Permission.IMPORT_STATISTICS

    def recognise(self, file: SourceFile) -> bool:
        """Tell whether the file is KLASS's list of changes."""
        return file.format == "json" and b'"codeChanges"' in ends_of(file.path)

    def read(self, file: SourceFile, wish: Wish, progress: Progress) -> Draft:
        """Follow the changes back from the municipality's number today."""
        progress.start(Text("Leser endringene", "Reading the changes"), 1)
        content = file.path.read_bytes()
        changes = read_changes(content, where=file.name)
        codes = read_codes(content, where=file.name)
        name = next((c.new_name for c in reversed(changes) if c.new == wish.number), wish.number)
        periods = history(wish.number, name, changes, codes)
        rows = tuple(
            CodeRow(p.number, p.valid_from, p.valid_to, p.name[:100], p.is_absorbed, p.is_part)
            for p in periods
        )
        progress.advance()
        found = TableFound(file.name, "codes", self.title, len(changes), len(rows))
        return Draft(rows, None, (found,), warnings=_parts(rows))

    def load(self, draft: Draft, wish: Wish, by: Actor, progress: Progress) -> Loaded:
        """Store the codes."""
        progress.start(STORING, 1)
        rows: tuple[CodeRow, ...] = draft.content
        counts = set_region_codes(rows=rows, municipality=wish.municipality, by=by)
        progress.advance()
        return loaded(counts)


@dataclass(frozen=True, slots=True)
class BordersToStore:
    """Borders by district number, and where they are from."""

    borders: Mapping[str, Border]
    source: str


class Borders:
    """District borders as GeoJSON."""

    id: ClassVar[str] = "borders"
    title: ClassVar[Text] = Text("Bydelsgrenser (GeoJSON)", "District borders (GeoJSON)")
    permission: ClassVar[Permission] = Permission.IMPORT_STATISTICS

    def recognise(self, file: SourceFile) -> bool:
        """Tell whether the file is GeoJSON."""
        return file.format == "json" and is_geojson(ends_of(file.path))

    def read(self, file: SourceFile, wish: Wish, progress: Progress) -> Draft:
        """Read the borders and find their districts."""
        progress.start(Text("Leser grensene", "Reading the borders"), 1)
        districts = district_names(wish.municipality)
        read = read_borders(file.path.read_bytes(), districts, where=file.name)
        progress.advance()
        found = TableFound(file.name, "borders", self.title, read.features, len(read.borders))
        quarantine = pl.DataFrame(
            [("", *row) for row in read.refused], schema=dict(QUARANTINE), orient="row"
        )
        source = (
            file.name if read.converted_from is None else f"{file.name}, EPSG:{read.converted_from}"
        )
        return Draft(
            BordersToStore(read.borders, source[:200]),
            None,
            (found,),
            quarantine,
            _lacking(districts, read.borders),
            None
            if read.borders
            else Text(
                "Filen har ingen bydeler i kommunen.",
                "The file has no districts of the municipality.",
            ),
        )

    def load(self, draft: Draft, wish: Wish, by: Actor, progress: Progress) -> Loaded:
        """Store the borders."""
        progress.start(STORING, 1)
        content: BordersToStore = draft.content
        counts = set_district_borders(
            borders=content.borders, municipality=wish.municipality, source=content.source, by=by
        )
        progress.advance()
        return loaded(counts)


def _lacking(districts: Mapping[str, str], borders: Mapping[str, Border]) -> tuple[Text, ...]:
    named = ", ".join(name for number, name in districts.items() if number not in borders)
    if not named:
        return ()
    return (Text(f"Uten grense i filen: {named}.", f"Without a border in the file: {named}."),)


def _parts(rows: tuple[CodeRow, ...]) -> tuple[Text, ...]:
    parts = ", ".join(f"{row.number} {row.name}" for row in rows if row.is_part)
    if not parts:
        return ()
    return (
        Text(
            f"Bare en del av disse ble kommunen, så tallene deres regnes ikke med: {parts}.",
            f"Only a part of these became the municipality, so their figures are not counted: {parts}.",
        ),
    )
