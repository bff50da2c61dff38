"""A district as one file: doctors, shift types, cycles and limits, from which a roster is made.

The file is TOML; those in ``cases/data/rosters`` are examples. What law and agreement set is read from the
law on the first day, so the file holds only what the district chose itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hjemmel.domain.duty_doctor import DutyDoctor
from hjemmel.domain.duty_roster import Assignment, DutyPicture, Wish, WishKind
from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering.cycles import Cycle, weeks_on_off
from hjemmel.engines.rostering.file_parts import (
    Table,
    choice,
    days,
    entry,
    inclusive,
    read_doctors,
    read_limits,
    read_shift_type,
    refuse,
    tables,
    whole,
    words,
)
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.legal_terms import red_days_between, terms_from
from hjemmel.engines.rostering.shift_types import shifts_from
from hjemmel.engines.rostering.terms import Prices
from hjemmel.kernel.errors import DataFileError, InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import LawAt, LawBook
from hjemmel.law.loader import check_keys, read_toml

_REQUIRED = {"name_nb", "name_en", "first_day", "last_day", "shift_types", "doctors"}
_OPTIONAL = {
    "municipality",
    "note_nb",
    "note_en",
    "source",
    "limits",
    "cycles",
    "wishes",
    "fixed",
    "prices",
}
_DAY = timedelta(days=1)
_MOST_DAYS = 2 * 366
_DEAREST = 10_000_000
_REMEDY = Text("Rett filen og prøv igjen.", "Correct the file and try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """A district as its file has it.

    Args:
        name: The name shown to people.
        note: What else is to be known of it.
        source: Where it is described; empty: nowhere.
        inputs: What a roster is made from.
    """

    name: Text
    note: Text
    source: str
    inputs: RosterInputs


def read_roster_file(file: Path | Traversable, book: LawBook) -> RosterFile:
    """Read a district from a file.

    Args:
        file: The file.
        book: Acts and parameters.

    Raises:
        DataFileError: The file does not keep to its format; the error names file and key.
        InputError: A value is outside what is possible; the error names the file too.
    """
    try:
        return _read(file, book)
    except DataFileError as error:
        error.remedy = _REMEDY
        raise
    except InputError as error:
        error.where = f"{file.name} {error.where}"
        raise


def _read(file: Path | Traversable, book: LawBook) -> RosterFile:
    table = read_toml(file, file.name)
    if not table:
        raise refuse(file.name, "Filen er tom.", "The file is empty.")
    check_keys(table, file.name, required=_REQUIRED, optional=_OPTIONAL)
    period = Period(entry(table, "first_day", date, file.name), _after(table, file.name))
    law = LawAt(period.start, words(table, "municipality", file.name) or None, book=book)
    red = red_days_between(period.start, period.end or period.start, law)
    types = [read_shift_type(one, file.name) for one in tables(table, "shift_types", file.name)]
    shifts = shifts_from(types, period, red)
    doctors, names = _doctors(table, period, law, file.name)
    names |= {shift.key: _shift_name(shift, types) for shift in shifts}
    picture = DutyPicture(
        period=period,
        doctors=doctors,
        shifts=shifts,
        wishes=tuple(_wish(one, file.name) for one in tables(table, "wishes", file.name)),
        fixed=frozenset(_fixed(one, file.name) for one in tables(table, "fixed", file.name)),
    )
    inputs = RosterInputs(
        picture=picture,
        terms=terms_from(law, local=read_limits(table.get("limits", {}), law, file.name)),
        red_days=red,
        cycles=tuple(_cycle(one, file.name) for one in tables(table, "cycles", file.name)),
        prices=_prices(table.get("prices", {}), file.name),
        names=names,
    )
    return RosterFile(
        name=_both(table, "name", file.name),
        note=_both(table, "note", file.name),
        source=words(table, "source", file.name),
        inputs=inputs,
    )


def _after(table: Table, where: str) -> date:
    first: date = entry(table, "first_day", date, where)
    last: date = entry(table, "last_day", date, where)
    if last < first:
        raise refuse(
            f"{where} last_day",
            f"Perioden har ingen dager: den siste er {format_date(last)}, den første {format_date(first)}.",
            f"The period has no days: the last is {format_date(last, 'en')}, the first "
            f"{format_date(first, 'en')}.",
        )
    if (last - first).days >= _MOST_DAYS:
        raise refuse(
            f"{where} last_day",
            "Perioden er lengre enn to år. Del den i flere.",
            "The period is longer than two years. Divide it into several.",
        )
    return last + _DAY


def _both(table: Table, key: str, where: str) -> Text:
    return Text(words(table, f"{key}_nb", where), words(table, f"{key}_en", where))


def _doctors(
    table: Table, period: Period, law: LawAt, where: str
) -> tuple[tuple[DutyDoctor, ...], dict[str, str]]:
    doctors: list[DutyDoctor] = []
    names: dict[str, str] = {}
    for one in tables(table, "doctors", where):
        for doctor, name in read_doctors(one, period, law, where):
            doctors.append(doctor)
            names[doctor.key] = name
    return tuple(doctors), names


def _shift_name(shift: Shift, types: list[Any]) -> str:
    name = next(one.name.nb for one in types if one.key == shift.kind)
    return f"{name} {shift.day:%d.%m.%Y}"


def _wish(table: Table, where: str) -> Wish:
    check_keys(
        table,
        f"{where} wishes",
        required={"doctor", "kind", "first_day", "last_day"},
        optional={"shift_kind", "weight"},
    )
    return Wish(
        doctor=entry(table, "doctor", str, where),
        kind=choice(table, "kind", WishKind, where),
        period=inclusive(table, where),
        shift_kind=words(table, "shift_kind", where),
        weight=whole(table, "weight", where, default=1),
    )


def _fixed(table: Table, where: str) -> Assignment:
    check_keys(table, f"{where} fixed", required={"shift", "doctor"}, optional=set())
    return Assignment(entry(table, "shift", str, where), entry(table, "doctor", str, where))


def _cycle(table: Table, where: str) -> Cycle:
    check_keys(
        table,
        f"{where} cycles",
        required={"key", "name_nb", "name_en", "starts"},
        optional={"weeks_on", "weeks_off", "days"},
    )
    starts = {key: entry(table["starts"], key, date, where) for key in _starts(table, where)}
    if "days" in table:
        pattern = days(table, where)
    elif "weeks_on" in table and "weeks_off" in table:
        pattern = weeks_on_off(
            whole(table, "weeks_on", where), whole(table, "weeks_off", where, least=0)
        )
    else:
        raise refuse(
            f"{where} cycles",
            "En syklus trenger «days», eller «weeks_on» og «weeks_off».",
            "A cycle needs “days”, or “weeks_on” and “weeks_off”.",
        )
    return Cycle(
        key=entry(table, "key", str, where),
        name=_both(table, "name", where),
        days=pattern,
        starts=starts,
    )


def _starts(table: Table, where: str) -> Iterable[str]:
    starts: Mapping[str, object] = entry(table, "starts", dict, where)
    return starts.keys()


def _prices(table: Table, where: str) -> Prices:
    where = f"{where} prices"
    check_keys(table, where, required=set(), optional=set(Prices.__dataclass_fields__))
    return Prices(**{key: whole(table, key, where, least=0, most=_DEAREST) for key in table})
