"""Files about the running of lists: events of the population, and contracts of the national register."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.exchange.checking import Checked, check_file, codes_of, pointed_out
from hjemmel.apps.exchange.fields import list_tables
from hjemmel.apps.exchange.models import CONTRACTS, EVENTS
from hjemmel.apps.exchange.reading import ROW, read_tables
from hjemmel.apps.exchange.recognising import Recognised, recognise, skipped
from hjemmel.apps.exchange.validating import quarantine, validate
from hjemmel.apps.lists.selectors.foreseen import foreseen
from hjemmel.apps.lists.services.contracts import Contract, store_contracts
from hjemmel.apps.lists.services.event_files import RefusedRow, ToldRow, load_events
from hjemmel.apps.registry.loading.frames import LoadCounts, RegisterFrames
from hjemmel.apps.registry.services.loading import load_register
from hjemmel.domain.population_event import TAKEN_BACK, EventKind, Told
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text

REASONS: Mapping[str, Text] = {
    "dead_by_then": Text("Innbyggeren var død da", "The resident was dead by then"),
    "moved_after": Text(
        "Registeret har en flytting etter dødsdagen",
        "The register has a move after the day of death",
    ),
    "later_known": Text(
        "Registeret har en senere hendelse av samme slag",
        "The register has a later event of the same sort",
    ),
    "told_otherwise": Text(
        "Hendelsen er fortalt før, med andre opplysninger",
        "The event was told before, with other facts",
    ),
    TAKEN_BACK: Text(
        "Hendelsen er tatt tilbake for hånd; noter den på innbyggerens side om den er riktig likevel",
        "The event was taken back by hand; note it on the resident's page if it is right after all",
    ),
    "lives_elsewhere": Text(
        "Innbyggeren bor ikke i kommunen", "The resident does not live in the municipality"
    ),
    "moved_before_arrival": Text(
        "Flyttedagen er før innbyggeren kunne flytte",
        "The day of the move is before the resident could move",
    ),
    "died_before_birth": Text(
        "Dødsdagen er før fødselsdagen", "The day of death is before the birth date"
    ),
    "facts_missing": Text(
        "Innbyggeren er ny, og fødselsdato eller kjønn mangler",
        "The resident is new, and birth date or sex is missing",
    ),
    "not_applied": Text(
        "Registeret tok ikke imot hendelsen", "The register did not take the event"
    ),
}
_FIELDS = {
    "no_such_resident": "national_id",
    "facts_missing": "born",
    "district": "district",
    "lives_elsewhere": "national_id",
}
_AGREEMENT = ("agreement", "patient_list")


def check_any_file(
    file: Path,
    *,
    municipality: int,
    as_of: date,
    today: date,
    columns: Mapping[str, Mapping[str, str]] | None = None,
) -> Checked:
    """Read a file, whatever it is about, and check every row.

    Args:
        file: A CSV or Excel file.
        municipality: Key of the municipality that it is about.
        as_of: The day that it is about.
        today: Today.
        columns: Headings by field and table that somebody pointed out.

    Raises:
        DataFileError: The file is of another kind, or holds no table that we know.
        InputError: Two columns are the same field.
    """
    raw = read_tables(file, pointed_out(columns))
    found = recognise(raw, columns, list_tables())
    if not found:
        return check_file(file, municipality=municipality, as_of=as_of, columns=columns, raw=raw)
    kind = found[0].table.name
    used = [one for one in found if one.table.name == kind]
    checked = _checked(kind, used, municipality, as_of, today)
    return dataclasses.replace(checked, skipped=skipped(raw, used))


def load_checked(
    checked: Checked,
    *,
    municipality: int,
    as_of: date,
    today: date,
    complete: bool,
    digest: str,
    by: Actor,
    progress: Progress,
) -> tuple[LoadCounts, pl.DataFrame | None]:
    """Load a checked file by what it is.

    Returns:
        What it did; and all rows that did not fit, where loading itself finds such rows.

    Raises:
        HjemmelError: It cannot be loaded; nothing was written.
    """
    if checked.kind == EVENTS:
        rows = _told(checked.rows[EVENTS])
        counts, refused = load_events(
            rows=rows,
            municipality=municipality,
            source=digest,
            by=by,
            today=today,
            progress=progress,
        )
        return counts, pl.concat([checked.bad, _as_bad(refused, _BAD)])
    if checked.kind == CONTRACTS:
        contracts = _contracts(checked.rows[CONTRACTS])
        counts = store_contracts(
            rows=contracts, municipality=municipality, as_of=as_of, digest=digest, by=by
        )
        return counts, None
    counts = load_register(
        frames=checked.frames,
        municipality=municipality,
        as_of=as_of,
        complete=complete,
        by=by,
        progress=progress,
    )
    return counts, None


def _checked(
    kind: str, found: Sequence[Recognised], municipality: int, as_of: date, today: date
) -> Checked:
    codes = codes_of(municipality, as_of)
    parts, bad, read = [], [], 0
    for one in found:
        checked = validate(one, codes, as_of)
        rows, twice = quarantine(
            checked.rows, ~_first(kind, checked.rows), one.raw.sheet, _KEY[kind], "twice"
        )
        parts.append(rows.with_columns(pl.lit(one.raw.sheet).alias(_SHEET)))
        bad += [checked.bad, twice]
        read += one.raw.frame.height
    rows = pl.concat(parts, how="diagonal_relaxed")
    if kind == EVENTS:
        rows, refused = _possible(rows, municipality, today)
        bad.append(refused)
    else:
        again = ~_first(kind, rows)
        rows, twice = quarantine(rows, again, "", _KEY[kind], "twice")
        bad.append(twice)
        rows = rows.drop(_SHEET)
    return Checked(
        recognised=tuple(found),
        frames=RegisterFrames(),
        bad=pl.concat([part.cast(_BAD) for part in bad]),
        read={kind: read},
        kind=kind,
        rows={kind: rows},
    )


_SHEET = "__sheet"
_KEY = {EVENTS: "kind", CONTRACTS: "agreement"}
_BAD = pl.Schema(
    {
        "sheet": pl.String,
        "row": pl.UInt32,
        "field": pl.String,
        "reason": pl.String,
        "value": pl.String,
    }
)


def _first(kind: str, rows: pl.DataFrame) -> pl.Expr:
    """Tell which rows are the first of their key: the same event, or the same list, once."""
    key = ("national_id", "kind", "happened_on") if kind == EVENTS else _AGREEMENT
    return pl.struct([name for name in key if name in rows.columns]).is_first_distinct()


def _possible(
    rows: pl.DataFrame, municipality: int, today: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split events: those that the register can take, and those that it contradicts."""
    told = _told(rows)
    reasons = foreseen([row.told for row in told], municipality, today)
    refused = [
        RefusedRow(row.number, row.sheet, reason)
        for row, reason in zip(told, reasons, strict=True)
        if reason
    ]
    return rows.filter(pl.Series([not reason for reason in reasons], dtype=pl.Boolean)), _as_bad(
        refused, _BAD
    )


def _told(rows: pl.DataFrame) -> list[ToldRow]:
    told = []
    for row in rows.iter_rows(named=True):
        given = _given(row)
        number, sheet = given.pop(ROW), given.pop(_SHEET, "")
        kind = EventKind(given.pop("kind"))
        if kind is EventKind.PROTECTED and given.get("protection") == "none":
            kind = EventKind.UNPROTECTED
        told.append(ToldRow(number, sheet, Told(kind=kind, **given)))
    return told


def _contracts(rows: pl.DataFrame) -> list[Contract]:
    named = rows.rename({ROW: "row", "contract_status": "status"})
    return [Contract(**_given(row)) for row in named.iter_rows(named=True)]


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _as_bad(refused: Sequence[RefusedRow], schema: pl.Schema) -> pl.DataFrame:
    rows = [
        (row.sheet, row.number, _FIELDS.get(row.reason, "happened_on"), row.reason, "")
        for row in refused
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")
