"""Reads the law's data files into a book. Strict: unknown keys and doubtful versions are refused."""

from __future__ import annotations

import csv
import difflib
import functools
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law.acts import Act, Rank
from hjemmel.law.citation import Citation
from hjemmel.law.parameters import (
    Bounds,
    Confidence,
    Parameter,
    ParameterVersion,
    Review,
    Unit,
    Value,
)
from hjemmel.law.refusal import Report, reading, refuse
from hjemmel.law.soundness import (
    a_day,
    missing_tables,
    require_days_in_order,
    require_own_sources,
    require_value_fits,
)

Table = Mapping[str, Any]


@dataclass(frozen=True)
class LawBook:
    """All acts, units, parameters and tables; immutable."""

    acts: Mapping[str, Act]
    units: Mapping[str, Unit]
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, tuple[dict[str, str], ...]]
    coverage: tuple[CoverageNote, ...] = ()

    def parameter(self, parameter_id: str) -> Parameter:
        """Return a parameter, or raise ``UnknownIdError`` with the nearest names."""
        try:
            return self.parameters[parameter_id]
        except KeyError:
            raise unknown_id("parameter", parameter_id, self.parameters) from None

    def act(self, act_id: str) -> Act:
        """Return an act, or raise ``UnknownIdError``."""
        try:
            return self.acts[act_id]
        except KeyError:
            raise unknown_id("act", act_id, self.acts) from None

    def table(self, name: str) -> tuple[dict[str, str], ...]:
        """Return the rows of a table file."""
        try:
            return self.tables[name]
        except KeyError:
            raise unknown_id("table", name, self.tables) from None


@dataclass(frozen=True, slots=True)
class CoverageNote:
    """How far a provision is modelled: full, partial or not, and why.

    Args:
        act: Id of the act.
        paragraph: The § or chapter.
        title: What the provision is about.
        modelled: ``full``, ``partial`` or ``not``.
        why: The reason, in both languages.
    """

    act: str
    paragraph: str
    title: Text
    modelled: str
    why: Text


def unknown_id(kind: str, wanted: str, known: Iterable[str]) -> UnknownIdError:
    """Return an error that names the nearest known ids."""
    near = difflib.get_close_matches(wanted, list(known), n=3, cutoff=0.5)
    words = {
        "parameter": "parameter",
        "act": "regelverk",
        "table": "tabell",
        "case": "datasett",
        "formula": "formel",
        "area": "område",
        "rule": "regel",
        "municipality": "kommune",
    }
    hint_nb = f"Mente du {' eller '.join(near)}?" if near else "Kontroller stavemåten."
    hint_en = f"Did you mean {' or '.join(near)}?" if near else "Check the spelling."
    return UnknownIdError(
        Text(f"Ukjent {words.get(kind, kind)} «{wanted}».", f"Unknown {kind} “{wanted}”."),
        where=kind,
        remedy=Text(hint_nb, hint_en),
        id=wanted,
        nearest=near,
    )


def check_keys(table: Table, file: str, *, required: set[str], optional: set[str]) -> None:
    """Refuse unknown and missing keys of a table in a data file."""
    if not isinstance(table, Mapping):
        raise refuse(
            file,
            f"Her skal det stå en tabell, ikke {table!r}.",
            f"A table belongs here, not {table!r}.",
        )
    unknown = set(table) - required - optional
    if unknown:
        names = ", ".join(sorted(unknown))
        raise refuse(file, f"Ukjent nøkkel: {names}.", f"Unknown key: {names}.")
    missing = required - set(table)
    if missing:
        names = ", ".join(sorted(missing))
        raise refuse(file, f"Mangler nøkkel: {names}.", f"Missing key: {names}.")


def read_toml(file: Traversable, name: str) -> Table:
    """Parse a TOML file with decimal numbers; syntax errors name the file and line."""
    try:
        return tomllib.loads(file.read_text("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise refuse(
            name, "Filen er ikke tekst i UTF-8.", "The file is no text in UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise refuse(name, f"Ikke gyldig TOML: {error}.", f"Not valid TOML: {error}.") from error


def walk(folder: Traversable, prefix: str = "") -> Iterable[tuple[str, Traversable]]:
    """Yield every file below ``folder`` with its relative path, in name order."""
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{item.name}"
        if item.is_dir():
            yield from walk(item, f"{path}/")
        else:
            yield path, item


def read_book(folder: Traversable, report: Report | None = None) -> LawBook:
    """Read a folder of law files.

    Args:
        folder: The folder.
        report: Takes each broken file's refusal and leaves the file out; else the first is raised.

    Raises:
        DataFileError: A file breaks the format; the message names file and key.
    """
    acts = _read_acts(read_toml(folder / "acts.toml", "acts.toml"))
    units = {
        key: Unit(key, Text(**names))
        for key, names in read_toml(folder / "units.toml", "units.toml").items()
    }
    parameters: dict[str, Parameter] = {}
    local: list[tuple[str, Table]] = []
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    for path, file in walk(folder):
        if path in ("acts.toml", "units.toml", "coverage.toml"):
            continue
        with reading(path, report):
            if path.endswith(".csv"):
                rows = csv.DictReader(io.StringIO(file.read_text("utf-8")))
                tables[path.removeprefix("tables/").removesuffix(".csv")] = tuple(rows)
            elif path.startswith("local/"):
                local.append((path, read_toml(file, path)))
            elif path.endswith(".toml"):
                parameter = _read_parameter(path, read_toml(file, path), acts, units)
                parameters[parameter.id] = parameter
    for path, table in local:
        with reading(path, report):
            _add_local(path, table, acts, parameters)
    for refusal in missing_tables(parameters, tables):
        with reading(refusal.where, report):
            raise refusal
    coverage = _read_coverage(folder, acts)
    return LawBook(acts, units, parameters, tables, coverage)


@functools.cache
def load_law() -> LawBook:
    """Return the book that hjemmel ships with (read once)."""
    return read_book(resources.files("hjemmel.law") / "data")


def _read_acts(table: Table) -> dict[str, Act]:
    acts = {}
    for act_id, row in table.items():
        file = f"acts.toml [{act_id}]"
        check_keys(
            row,
            file,
            required={"title_nb", "title_en", "short_nb", "short_en", "rank", "in_force_from"},
            optional={"in_force_until", "reference", "replaced_by", "municipality"},
        )
        acts[act_id] = Act(
            id=act_id,
            title=Text(row["title_nb"], row["title_en"]),
            short=Text(row["short_nb"], row["short_en"]),
            rank=_rank(row["rank"], file),
            in_force=Period(row["in_force_from"], row.get("in_force_until")),
            reference=row.get("reference", ""),
            replaced_by=row.get("replaced_by"),
            municipality=row.get("municipality"),
        )
    return acts


def _rank(name: str, file: str) -> Rank:
    try:
        return Rank(name)
    except ValueError:
        known = ", ".join(rank.value for rank in Rank)
        raise refuse(
            file,
            f"Ukjent rang «{name}» (kjente: {known}).",
            f"Unknown rank “{name}” (known: {known}).",
        ) from None


def _read_parameter(
    path: str, table: Table, acts: Mapping[str, Act], units: Mapping[str, Unit]
) -> Parameter:
    check_keys(
        table,
        path,
        required={"id", "title_nb", "title_en", "unit", "rank"},
        optional={"versions", "local_choice"},
    )
    expected = path.removesuffix(".toml").replace("/", ".")
    if table["id"] != expected:
        raise refuse(path, f"Id-en skal være {expected}.", f"The id must be {expected}.")
    if table["unit"] not in units:
        raise refuse(path, f"Ukjent enhet «{table['unit']}».", f"Unknown unit “{table['unit']}”.")
    bounds = None
    if "local_choice" in table:
        check_keys(table["local_choice"], path, required=set(), optional={"minimum", "maximum"})
        bounds = Bounds(
            *(
                Decimal(limit) if (limit := table["local_choice"].get(key)) is not None else None
                for key in ("minimum", "maximum")
            )
        )
    return Parameter(
        id=table["id"],
        title=Text(table["title_nb"], table["title_en"]),
        unit=units[table["unit"]],
        rank=_rank(table["rank"], path),
        versions=_read_versions(path, table.get("versions", []), acts, units[table["unit"]]),
        file=path,
        local_bounds=bounds,
    )


def _read_versions(
    path: str, rows: object, acts: Mapping[str, Act], unit: Unit
) -> tuple[ParameterVersion, ...]:
    if not isinstance(rows, list):
        raise refuse(path, "versions er ikke en liste.", "versions is not a list.")
    versions = tuple(_read_version(path, row, acts) for row in rows)
    for version in versions:
        require_value_fits(path, unit, version.value)
    require_days_in_order(path, versions)
    return versions


def _read_version(path: str, row: Table, acts: Mapping[str, Act]) -> ParameterVersion:
    check_keys(
        row,
        path,
        required={"valid_from", "value", "source", "review"},
        optional={"valid_until", "quote", "note_nb", "note_en", "case_number"},
    )
    source, review = row["source"], row["review"]
    check_keys(
        source, path, required={"act"}, optional={"paragraph", "section", "sentence", "letter"}
    )
    check_keys(review, path, required={"status", "on", "from"}, optional=set())
    if not isinstance(source.get("paragraph", ""), str):
        raise refuse(path, "paragraph er ikke tekst.", "paragraph is not text.")
    if source["act"] not in acts:
        raise refuse(
            path, f"Ukjent regelverk «{source['act']}».", f"Unknown act “{source['act']}”."
        )
    try:
        status = Confidence(review["status"])
    except ValueError:
        raise refuse(
            path,
            f"Ukjent kontrollstatus «{review['status']}».",
            f"Unknown review status “{review['status']}”.",
        ) from None
    return ParameterVersion(
        valid_from=a_day(path, "valid_from", row["valid_from"]),
        valid_until=a_day(path, "valid_until", row["valid_until"])
        if "valid_until" in row
        else None,
        value=_value(path, row["value"]),
        source=Citation(acts[source["act"]], **{k: v for k, v in source.items() if k != "act"}),
        review=Review(status, a_day(path, "review.on", review["on"]), review["from"]),
        quote=row.get("quote", ""),
        note=Text(row["note_nb"], row.get("note_en", row["note_nb"])) if "note_nb" in row else None,
        case_number=row.get("case_number", ""),
        file=path,
    )


def _value(path: str, value: object) -> Value:
    if isinstance(value, list):
        return tuple(_value(path, item) for item in value)
    if isinstance(value, bool | int | Decimal | str):
        return value
    raise refuse(
        path,
        f"Verdien {value!r} er verken tall, ja/nei, tekst eller liste.",
        f"The value {value!r} is neither number, yes/no, text nor list.",
    )


def _add_local(
    path: str, table: Table, acts: Mapping[str, Act], parameters: dict[str, Parameter]
) -> None:
    check_keys(table, path, required={"id", "municipality", "rank", "versions"}, optional=set())
    municipality, parameter_id = table["municipality"], table["id"]
    expected = f"local/{municipality}/{parameter_id.replace('.', '/')}.toml"
    if path != expected:
        raise refuse(path, f"Filen skal ligge i {expected}.", f"The file belongs in {expected}.")
    if table["rank"] != Rank.MUNICIPAL.value:
        raise refuse(
            path, "Et lokalt valg har rang «kommunal».", "A local choice has rank “kommunal”."
        )
    parameter = parameters.get(parameter_id)
    if parameter is None or parameter.local_bounds is None:
        raise refuse(
            path,
            f"«{parameter_id}» er ikke åpen for lokalt valg.",
            f"“{parameter_id}” is not open to a local choice.",
        )
    versions = tuple(
        replace(version, municipality=municipality)
        for version in _read_versions(path, table["versions"], acts, parameter.unit)
    )
    require_own_sources(path, municipality, versions)
    for version in versions:
        if not parameter.local_bounds.allows(version.value):
            low, high = parameter.local_bounds.minimum, parameter.local_bounds.maximum
            raise refuse(
                path,
                f"Verdien {version.value} er utenfor det regelen åpner for ({low}–{high}).",
                f"The value {version.value} is outside what the rule allows ({low}–{high}).",
            )
    parameters[parameter_id] = replace(parameter, local={**parameter.local, municipality: versions})


def _read_coverage(folder: Traversable, acts: Mapping[str, Act]) -> tuple[CoverageNote, ...]:
    file = folder / "coverage.toml"
    if not file.is_file():
        return ()
    notes = []
    for row in read_toml(file, "coverage.toml").get("provision", []):
        check_keys(
            row,
            "coverage.toml",
            required={"act", "paragraph", "title_nb", "title_en", "modelled", "why_nb", "why_en"},
            optional=set(),
        )
        if row["act"] not in acts or row["modelled"] not in ("full", "partial", "not"):
            raise refuse(
                "coverage.toml",
                f"Ukjent regelverk eller omfang i {row['act']} {row['paragraph']}.",
                f"Unknown act or extent in {row['act']} {row['paragraph']}.",
            )
        notes.append(
            CoverageNote(
                row["act"],
                row["paragraph"],
                Text(row["title_nb"], row["title_en"]),
                row["modelled"],
                Text(row["why_nb"], row["why_en"]),
            )
        )
    return tuple(notes)
