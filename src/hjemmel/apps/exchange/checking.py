"""From a file to frames that the register takes: validated rows, references resolved, quarantine."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from hjemmel.apps.exchange.completing import beside, with_status, without_beside
from hjemmel.apps.exchange.limits import broken_conditions
from hjemmel.apps.exchange.models import REGISTER
from hjemmel.apps.exchange.municipalities import known_numbers
from hjemmel.apps.exchange.reading import ROW, RawTable, read_tables
from hjemmel.apps.exchange.recognising import Recognised, recognise, skipped
from hjemmel.apps.exchange.validating import KEYS, Codes, quarantine, validate
from hjemmel.apps.registry.loading.frames import RegisterFrames
from hjemmel.apps.registry.models import (
    Agreement,
    Centre,
    District,
    Doctor,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on

_BAD = pl.Schema(
    {
        "sheet": pl.String,
        "row": pl.UInt32,
        "field": pl.String,
        "reason": pl.String,
        "value": pl.String,
    }
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, read and checked.

    Args:
        recognised: Its tables with their columns.
        frames: Rows that fit, as the register takes them.
        bad: Rows that do not: sheet, row, field, reason, value.
        read: Rows read, by table.
        kind: ``register``, or what else the file is: events, contracts.
        rows: Rows that fit, of a file that is not of the register.
        skipped: Sheets that nothing is read from.
    """

    recognised: tuple[Recognised, ...]
    frames: RegisterFrames
    bad: pl.DataFrame
    read: Mapping[str, int]
    kind: str = REGISTER
    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @property
    def accepted(self) -> Mapping[str, int]:
        """How many rows fit, by table."""
        return {name: rows.height for name, rows in {**self.frames.given, **self.rows}.items()}


def check_file(
    file: Path,
    *,
    municipality: int,
    as_of: date,
    columns: Mapping[str, Mapping[str, str]] | None = None,
    raw: Sequence[RawTable] | None = None,
) -> Checked:
    """Read a file and check every row.

    Args:
        file: A CSV or Excel file.
        municipality: Key of the municipality that it is about.
        as_of: The day that it is about.
        columns: Headings by field and table that somebody pointed out.
        raw: Its tables, when they have been read.

    Raises:
        DataFileError: The file is of another kind, or holds no table that we know.
        InputError: Two columns are the same field.
    """
    if raw is None:
        raw = read_tables(file, pointed_out(columns))
    recognised = recognise(raw, columns)
    if not recognised:
        seen = ", ".join(heading for table in raw for heading in table.headings)[:300]
        raise DataFileError(
            Text(
                f"Filen har ingen tabell vi kjenner. Overskriftene er: {seen}.",
                f"The file has no table that we know. Its headings are: {seen}.",
            ),
            where=file.name,
            remedy=Text(
                "Se hvilke overskrifter hver tabell må ha, eller pek ut kolonnene.",
                "See which headings each table needs, or point out the columns.",
            ),
        )
    codes = codes_of(municipality, as_of)
    accepted: dict[str, pl.DataFrame] = {}
    bad = [pl.DataFrame(schema=_BAD)]
    read: dict[str, int] = {}
    for found in recognised:
        name = found.table.name
        checked = validate(_once(found), codes, as_of)
        read[name] = read.get(name, 0) + found.raw.frame.height
        before = accepted.get(name)
        rows, twice = _not_seen(found, checked.rows, before)
        rows, more = _resolve(found, rows, accepted, municipality)
        rows, broken = _keeping_conditions(found, rows, municipality, as_of)
        bad += [part.cast(_BAD) for part in (checked.bad, *twice, *more, *broken)]
        accepted[name] = (
            rows if before is None else pl.concat([before, rows], how="diagonal_relaxed")
        )
    if "doctors" in accepted and any(table.is_synthetic for table in raw):
        accepted["doctors"] = accepted["doctors"].with_columns(is_synthetic=pl.lit(True))
    frames = _frames(accepted, codes)
    unread = skipped(raw, recognised)
    return Checked(recognised, frames, pl.concat(bad), read, skipped=unread)


def pointed_out(columns: Mapping[str, Mapping[str, str]] | None) -> list[str]:
    """Return the headings that somebody pointed out, whatever for."""
    return [heading for of in (columns or {}).values() for heading in of.values()]


def codes_of(municipality: int, as_of: date) -> Codes:
    """Return what the municipality's files may name on a day."""
    place = Municipality.objects.get(pk=municipality)
    numbers = {
        number: number for number in known_numbers()
    }  # guests come from all over the country
    numbers |= {row.number: row.number for row in Municipality.objects.all()}
    numbers |= dict(
        Municipality.objects.filter(codes__isnull=False).values_list("codes__number", "number")
    )
    districts: dict[str, str] = {}
    for number, name in District.objects.filter(municipality=place).values_list("number", "name"):
        districts |= {number: number, number[4:]: number, name.casefold(): number}
        districts[f"{number} {name}".casefold()] = number
    law = law_on(as_of, place.number)
    known = law.has("identifiers.national_id_k1_remainders")
    remainders = law.items("identifiers.national_id_k1_remainders") if known else (0,)
    return Codes(
        place.number,
        numbers,
        districts,
        [int(str(r)) for r in remainders],
        law.integer("gp_list.ceiling_max"),
    )


def _once(found: Recognised) -> Recognised:
    """A row of a sheet that holds several tables may repeat a centre or a doctor; one is enough."""
    key = {"centres": "external_id", "doctors": "hpr_number"}.get(found.table.name)
    if key is None:
        return found
    frame = found.raw.frame
    heading = found.columns[key]
    first = frame.filter(pl.col(heading).is_null() | pl.col(heading).is_first_distinct())
    if found.table.name == "doctors":
        first = first.filter(pl.col(heading).str.strip_chars() != "")
    raw = dataclasses.replace(found.raw, frame=first)
    return Recognised(found.table, raw, found.columns, found.unused)


_REFERENCES: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "agreements": (
        ("centre", "centres", "external_id", "no_such_centre"),
        ("holder_hpr", "doctors", "hpr_number", "no_such_doctor"),
        ("locum_hpr", "doctors", "hpr_number", "no_such_doctor"),
    ),
    "lists": (
        ("agreement", "agreements", "external_id", "no_such_agreement"),
        ("doctors", "doctors", "hpr_number", "no_such_doctor"),
    ),
    "reports": (("list", "lists", "external_id", "no_such_list"),),
    "residents": (("list", "lists", "external_id", "no_such_list"),),
    "waiting": (
        ("wanted_list", "lists", "external_id", "no_such_list"),
        ("national_id", "residents", "national_id", "no_such_resident"),
    ),
}


def _resolve(
    found: Recognised,
    rows: pl.DataFrame,
    accepted: Mapping[str, pl.DataFrame],
    municipality: int,
) -> tuple[pl.DataFrame, Sequence[pl.DataFrame]]:
    """Send rows that point at something that neither file nor register has to quarantine."""
    bad = []
    for column, table, key, reason in _REFERENCES.get(found.table.name, ()):
        if column not in rows.columns:
            continue
        wanted = rows.get_column(column).drop_nulls()
        is_several = isinstance(wanted.dtype, pl.List)
        wanted = (wanted.explode() if is_several else wanted).unique()
        known = set(_stored(table, wanted.to_list(), municipality))
        if table in accepted:
            known |= set(accepted[table].get_column(key).to_list())
        unknown = wanted.filter(~wanted.is_in(list(known))).to_list()
        missing = (
            pl.col(column).list.set_intersection(unknown).list.len() > 0
            if is_several
            else pl.col(column).is_in(unknown)
        )
        rows, refused = quarantine(rows, missing, found.raw.sheet, column, reason)
        bad.append(refused)
    return rows, bad


def _not_seen(
    found: Recognised, rows: pl.DataFrame, before: pl.DataFrame | None
) -> tuple[pl.DataFrame, Sequence[pl.DataFrame]]:
    """Send rows to quarantine whose key another sheet of the file had already."""
    if before is None:
        return rows, ()
    key = KEYS[found.table.name]
    seen = pl.col(key).is_in(before.get_column(key).implode())
    rows, refused = quarantine(rows, seen, found.raw.sheet, key, "twice")
    return rows, (refused,)


def _keeping_conditions(
    found: Recognised, rows: pl.DataFrame, municipality: int, as_of: date
) -> tuple[pl.DataFrame, Sequence[pl.DataFrame]]:
    """Send rows that the database would refuse to quarantine, with the condition that they break."""
    table, sheet, bad = found.table.name, found.raw.sheet, []
    if table == "agreements":
        rows = with_status(rows, municipality, as_of)
        if "advertised_on" in rows.columns:
            rows = rows.with_columns(last_advertised_on=pl.col("advertised_on").list.max())
    rows = beside(table, rows, municipality, as_of)
    for name, reason, broken in broken_conditions(table, rows.columns):
        rows, refused = quarantine(rows, broken, sheet, name, reason)
        bad.append(refused)
    if table == "centres" and "organisation_number" in rows.columns:
        rows, refused = quarantine(
            rows,
            _taken_organisations(rows, municipality),
            sheet,
            "organisation_number",
            "centre_organisation_once",
        )
        bad.append(refused)
    return without_beside(rows).drop("last_advertised_on", strict=False), bad


def _taken_organisations(rows: pl.DataFrame, municipality: int) -> pl.Expr:
    """Tell where another centre, of the file or of the register, has the organisation number."""
    number = pl.col("organisation_number")
    stored = pl.DataFrame(
        list(
            Centre.objects.filter(municipality=municipality)
            .exclude(organisation_number="")
            .values_list("organisation_number", "external_id")
        ),
        schema={"organisation_number": pl.String, "owner": pl.String},
        orient="row",
    )
    owner = number.replace_strict(
        stored["organisation_number"], stored["owner"], default=None, return_dtype=pl.String
    )
    again = number.is_not_null() & ~number.is_first_distinct()
    return again | (owner != pl.col("external_id")).fill_null(False)


def _stored(table: str, wanted: Sequence[str], municipality: int) -> Sequence[str]:
    if table == "doctors":
        return list(
            Doctor.objects.filter(hpr_number__in=wanted).values_list("hpr_number", flat=True)
        )
    if table == "residents":
        rows = Resident.objects.filter(national_id__isnull=False)
        return [n for n in rows.values_list("national_id", flat=True) if n is not None]
    model: Any = {"centres": Centre, "agreements": Agreement, "lists": PatientList}[table]
    of_here = model.objects.filter(municipality=municipality)
    return list(of_here.values_list("external_id", flat=True))


def _frames(accepted: Mapping[str, pl.DataFrame], codes: Codes) -> RegisterFrames:
    tables = {name: rows.drop(ROW) for name, rows in accepted.items()}
    residents = tables.get("residents")
    if residents is not None:
        if "municipality" not in residents.columns:
            residents = residents.with_columns(municipality=pl.lit(codes.municipality))
        residents = residents.with_columns(
            municipality=pl.col("municipality").fill_null(codes.municipality)
        )
        tables["residents"] = residents
    return RegisterFrames(**tables)
