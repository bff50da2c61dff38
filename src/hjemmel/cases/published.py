"""Municipalities, a region and the nation as published: one file per case in ``cases/data``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hjemmel.cases import files
from hjemmel.cases.files import Table
from hjemmel.domain.figure import Figure, Source, TrendPoint
from hjemmel.domain.municipality import (
    DISTRICT_COUNTS,
    DistrictOnDay,
    MunicipalityOnDay,
    NeedAssumptions,
    PictureKind,
    WaitingReserveAssumptions,
)
from hjemmel.domain.waiting_list import WaitingClass, WaitingCount
from hjemmel.kernel.errors import InputError, MissingDataError, UnknownIdError
from hjemmel.kernel.identifiers import DistrictNumber, MunicipalityNumber
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.law.loader import unknown_id

_NOT_CASES = ("documents.toml", "contradictions.toml")
_REQUIRED_COUNTS = ("gps", "population")
_OPTIONAL_COUNTS = tuple(name for name in DISTRICT_COUNTS if name not in _REQUIRED_COUNTS)
_COUNTS = (*DISTRICT_COUNTS, "waiting", "without_gp")  # among the figures for the whole
_NEED_FIGURES = ("population_target", "guests", "mean_list", "gps_today", "leavers_per_year")
_RESERVE_FIGURES = ("reserve_share", "lists", "mean_list", "waiting")
_GROWTH_FIGURES = ("growth_low", "growth_high")


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What a list of cases shows of each.

    Args:
        id: Name in links and on the command line: ``bergen-2023``.
        number: Four digits, or empty for a region or the nation.
        name: Name of the place.
        title: Name and time, in both languages.
        as_of: The day that the picture is about.
        source: Main source.
        districts: Number of districts with published figures.
        figures: Number of figures for the whole.
        has_need: Whether the need for GPs can be computed from the published assumptions.
    """

    id: str
    number: str
    name: str
    title: Text
    as_of: date
    source: Source
    districts: int
    figures: int
    has_need: bool


def list_cases() -> tuple[CaseSummary, ...]:
    """Return all published cases in the order of their ids."""
    return tuple(summary for summary, _ in _all_cases().values())


def load_case(case_id: str, *, as_of: date | None = None) -> MunicipalityOnDay:
    """Return a published case; with ``as_of``, the case of the same place on that day.

    Raises:
        UnknownIdError: No case has that id; the error names the nearest.
        MissingDataError: There are no figures on that day; the error names the days there are.
        DataFileError: A file breaks the format; the message names file and key.

    >>> load_case("bergen-2023").figures["list_places"].value
    295987
    """
    cases = _all_cases()
    if case_id not in cases:
        raise unknown_id("case", case_id, cases)
    wanted = cases[case_id][1]
    if as_of is None or as_of == wanted.as_of:
        return wanted
    same = sorted((c for _, c in cases.values() if c.place == wanted.place), key=lambda c: c.as_of)
    for case in same:
        if case.as_of == as_of:
            return case
    raise no_figures_on(as_of, wanted.name, case_id, tuple(case.as_of for case in same))


def load_case_file(file: Path, *, as_of: date | None = None) -> MunicipalityOnDay:
    """Read one case from a file of one's own, in the format of the published ones.

    Raises:
        UnknownIdError: There is no such file.
        DataFileError: The file breaks the format; the message names file and key.
        MissingDataError: The file's figures are not about the day asked for.
    """
    if not file.is_file():
        raise UnknownIdError(
            Text(f"Finner ikke filen «{file}».", f"There is no file “{file}”."),
            where=str(file),
            remedy=Text("Kontroller navnet og mappen.", "Check the name and the folder."),
        )
    _, case = _read_case(files.read(file), file.name, own=True)
    if as_of is not None and as_of != case.as_of:
        raise no_figures_on(as_of, case.name, case.id, (case.as_of,))
    return replace(case, kind=PictureKind.OWN)


def no_figures_on(as_of: date, name: str, case_id: str, days: tuple[date, ...]) -> MissingDataError:
    """Return the error for a day without figures; it names the days there are."""
    days_nb = ", ".join(format_date(day) for day in days)
    days_en = ", ".join(format_date(day, "en") for day in days)
    return MissingDataError(
        Text(
            f"Det finnes ingen tall for {name} per {format_date(as_of)}.",
            f"There are no figures for {name} as of {format_date(as_of, 'en')}.",
        ),
        where=f"{case_id}, {as_of.isoformat()}",
        remedy=Text(f"Velg en dag med tall: {days_nb}.", f"Choose a day with figures: {days_en}."),
        days=[day.isoformat() for day in days],
    )


@functools.cache
def _all_cases() -> Mapping[str, tuple[CaseSummary, MunicipalityOnDay]]:
    return read_cases(files.data_folder())


def read_cases(folder: Traversable) -> Mapping[str, tuple[CaseSummary, MunicipalityOnDay]]:
    """Read every case file of a folder.

    Raises:
        DataFileError: A file breaks the format; the message names file and key.
    """
    cases = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml") and file.name not in _NOT_CASES:
            title, case = _read_case(files.read(file), file.name)
            cases[case.id] = _summary(title, case), case
    return cases


def _summary(title: Text, case: MunicipalityOnDay) -> CaseSummary:
    return CaseSummary(
        id=case.id,
        number=case.number,
        name=case.name,
        title=title,
        as_of=case.as_of,
        source=case.source,
        districts=len(case.districts),
        figures=len(case.figures),
        has_need=case.need is not None or case.waiting_reserve is not None,
    )


def _read_case(table: Table, file: str, *, own: bool = False) -> tuple[Text, MunicipalityOnDay]:
    files.check(
        table,
        file,
        required={"id", "number", "name", "title_nb", "title_en", "as_of", "source"},
        optional={
            "district_source",
            "district_names",
            "districts",
            "figures",
            "waiting",
            "trends",
            "need",
            "waiting_reserve",
        },
    )
    expected = files.words(table, "id", file) if own else file.removesuffix(".toml")
    if table["id"] != expected:
        raise files.refuse(file, f"Id-en skal være {expected}.", f"The id must be {expected}.")
    number = _municipality(table["number"], file)
    case = MunicipalityOnDay(
        id=expected,
        number=number,
        name=files.words(table, "name", file),
        as_of=files.day(table, "as_of", file),
        kind=PictureKind.PUBLISHED,
        source=files.source(table["source"], f"{file} source"),
        districts=_read_districts(table, file, number),
        district_source=(
            files.source(table["district_source"], f"{file} district_source")
            if "district_source" in table
            else None
        ),
        district_names=_district_names(table, file, number),
        figures={
            name: files.figure(row, f"{file} figures.{name}")
            for name, row in files.section(table, "figures", file).items()
        },
        waiting=_waiting(table.get("waiting", {}), f"{file} waiting"),
        trends={
            name: _trend(rows, f"{file} trends.{name}")
            for name, rows in files.section(table, "trends", file).items()
        },
        need=_need(table["need"], f"{file} need") if "need" in table else None,
        waiting_reserve=(
            _waiting_reserve(table["waiting_reserve"], f"{file} waiting_reserve")
            if "waiting_reserve" in table
            else None
        ),
    )
    _check_counts(case, file)
    return files.both(table, "title", file), case


def _municipality(text: object, file: str) -> str:
    if text == "":
        return ""
    try:
        return MunicipalityNumber(str(text)).value
    except InputError as error:
        raise files.refuse(f"{file} number", error.what.nb, error.what.en) from error


def _district_number(text: object, where: str, municipality: str) -> str:
    try:
        number = DistrictNumber(str(text))
    except InputError as error:
        raise files.refuse(where, error.what.nb, error.what.en) from error
    if number.municipality.value != municipality:
        raise files.refuse(
            where,
            f"Bydelen {number} ligger ikke i kommune {municipality}.",
            f"District {number} is not in municipality {municipality}.",
        )
    return number.value


def _district_names(table: Table, file: str, municipality: str) -> Mapping[str, str]:
    where = f"{file} district_names"
    names = {
        _district_number(number, f"{where}.{number}", municipality): name
        for number, name in files.section(table, "district_names", file).items()
    }
    for row in files.rows(table, "districts", file):
        if isinstance(row, Mapping) and {"number", "name"} <= set(row):
            names.setdefault(row["number"], row["name"])
    return names


def _read_districts(table: Table, file: str, municipality: str) -> tuple[DistrictOnDay, ...]:
    districts: dict[str, DistrictOnDay] = {}
    for place, row in enumerate(files.rows(table, "districts", file)):
        where = f"{file} districts[{place}]"
        district = _read_district(row, where, municipality)
        if district.number in districts:
            raise files.refuse(
                f"{where}.number",
                f"Bydelen {district.number} står to ganger.",
                f"District {district.number} stands twice.",
            )
        districts[district.number] = district
    return tuple(districts.values())


def _read_district(row: object, where: str, municipality: str) -> DistrictOnDay:
    table = files.check(
        row, where, required={"number", "name", *_REQUIRED_COUNTS}, optional=_OPTIONAL_COUNTS
    )
    counts: dict[str, Any] = {
        **{key: files.integer(table, key, where) for key in _REQUIRED_COUNTS},
        **{key: files.optional_integer(table, key, where) for key in _OPTIONAL_COUNTS},
    }
    number = _district_number(table["number"], f"{where}.number", municipality)
    try:
        return DistrictOnDay(number=number, name=files.words(table, "name", where), **counts)
    except InputError as error:
        raise files.refuse(where, error.what.nb, error.what.en) from error


def _check_counts(case: MunicipalityOnDay, file: str) -> None:
    """Refuse counts for the whole that cannot be."""
    counts = {
        f"figures.{name}": case.figures[name].value for name in _COUNTS if name in case.figures
    }
    counts |= {f"waiting.{c.waiting_class.value}": c.persons or 0 for c in case.waiting}
    for key, value in counts.items():
        if value < 0:
            raise files.refuse(
                f"{file} {key}", f"{value} er et negativt antall.", f"{value} is a negative number."
            )
    free, places = case.whole("free_places"), case.whole("list_places")
    if free is not None and places is not None and free > places:
        raise files.refuse(
            f"{file} figures.free_places",
            f"Det er flere ledige plasser ({free}) enn listeplasser ({places}).",
            f"There are more free places ({free}) than list places ({places}).",
        )


def _waiting(table: object, where: str) -> tuple[WaitingCount, ...]:
    """Read the three classes; a class that is not there is not published."""
    row = files.check(table, where, required=(), optional={kind.value for kind in WaitingClass})
    return tuple(
        WaitingCount(kind, files.optional_integer(row, kind.value, where)) for kind in WaitingClass
    )


def _trend(rows: object, where: str) -> tuple[TrendPoint, ...]:
    if not isinstance(rows, list):
        raise files.refuse(where, "Her skal det stå en liste.", "A list belongs here.")
    points = tuple(files.trend_point(row, f"{where}[{place}]") for place, row in enumerate(rows))
    days = [point.as_of for point in points]
    if days != sorted(set(days)):
        raise files.refuse(
            where,
            "Punktene står ikke i rekkefølge, eller to er fra samme dag.",
            "The points are not in order, or two are of the same day.",
        )
    return points


def _figures(table: Table, keys: tuple[str, ...], where: str) -> dict[str, Figure]:
    return {key: files.figure(table[key], f"{where}.{key}") for key in keys if key in table}


def _need(row: object, where: str) -> NeedAssumptions:
    table = files.check(row, where, required={*_NEED_FIGURES, "target_year", "years"})
    return NeedAssumptions(
        target_year=files.integer(table, "target_year", where),
        years=files.integer(table, "years", where),
        **_figures(table, _NEED_FIGURES, where),
    )


def _waiting_reserve(row: object, where: str) -> WaitingReserveAssumptions:
    table = files.check(row, where, required=_RESERVE_FIGURES, optional=_GROWTH_FIGURES)
    return WaitingReserveAssumptions(**_figures(table, _RESERVE_FIGURES + _GROWTH_FIGURES, where))
