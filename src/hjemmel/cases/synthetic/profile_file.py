"""Reads the profiles of synthetic municipalities from ``cases/data/synthetic``."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, TypeVar

from hjemmel.cases import files
from hjemmel.cases.synthetic.habits import (
    Curve,
    DoctorHabits,
    Habits,
    HouseholdHabits,
    ListHabits,
    PeopleHabits,
)
from hjemmel.cases.synthetic.profile import (
    DistrictProfile,
    Given,
    Neighbour,
    Profile,
    Status,
    Totals,
)
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Table = Mapping[str, Any]
T = TypeVar("T", bound="DataclassInstance")

_HABITS_FILE = "habits.toml"


def _folder() -> Traversable:
    return files.data_folder() / "synthetic"


def profile_ids() -> tuple[str, ...]:
    """Return the ids of the profiles that hjemmel ships with."""
    names = (file.name for file in _folder().iterdir())
    return tuple(
        sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml") and n != _HABITS_FILE)
    )


@functools.cache
def read_profile(profile_id: str) -> Profile:
    """Return a profile by id: ``bergen``, ``trondheim`` or ``norway``.

    Raises:
        UnknownIdError: There is no such profile.
        DataFileError: The file does not keep to its format.
        InputError: The totals contradict each other.
    """
    if profile_id not in profile_ids():
        known = ", ".join(profile_ids())
        raise UnknownIdError(
            Text(f"Ukjent profil «{profile_id}».", f"Unknown profile “{profile_id}”."),
            where="profile",
            remedy=Text(f"Velg blant {known}.", f"Choose among {known}."),
            id=profile_id,
        )
    name = f"{profile_id}.toml"
    return parse_profile(files.read(_folder() / name), name)


def parse_profile(table: Table, file: str) -> Profile:
    """Return the profile that a parsed file describes."""
    plain = {"id", "number", "name", "as_of", "salaried_share", "age_shares"}
    files.check(table, file, required=plain | {"totals", "districts", "neighbours"})
    givens = _givens(table["totals"], f"{file} [totals]")
    return Profile(
        id=files.words(table, "id", file),
        number=str(table["number"]),
        name=files.words(table, "name", file),
        as_of=files.day(table, "as_of", file),
        totals=Totals(**{key: given.value for key, given in givens.items()}),
        givens=givens,
        age_shares=tuple(float(share) for share in table["age_shares"]),
        salaried_share=float(files.number(table, "salaried_share", file)),
        districts=tuple(
            _build(DistrictProfile, row, f"{file} [[districts]] {i}")
            for i, row in enumerate(table["districts"], 1)
        ),
        neighbours=tuple(
            _build(Neighbour, row, f"{file} [[neighbours]] {i}")
            for i, row in enumerate(table["neighbours"], 1)
        ),
        habits=read_habits(),
    )


@functools.cache
def read_habits() -> Habits:
    """Return the assumptions that all profiles share."""
    table = files.read(_folder() / _HABITS_FILE)
    files.check(table, _HABITS_FILE, required={"people", "households", "lists", "doctors"})
    return Habits(
        people=_build(PeopleHabits, table["people"], f"{_HABITS_FILE} [people]"),
        households=_build(HouseholdHabits, table["households"], f"{_HABITS_FILE} [households]"),
        lists=_build(ListHabits, table["lists"], f"{_HABITS_FILE} [lists]"),
        doctors=_build(DoctorHabits, table["doctors"], f"{_HABITS_FILE} [doctors]"),
    )


def _givens(table: object, where: str) -> Mapping[str, Given]:
    fields = {field.name for field in dataclasses.fields(Totals)}
    rows = files.check(
        table, where, required=fields - {"small_centres"}, optional={"small_centres"}
    )
    return {key: _given(row, f"{where} {key}") for key, row in rows.items()}


def _given(table: object, where: str) -> Given:
    row = files.check(
        table,
        where,
        required={"value", "status"},
        optional={"source", "note_nb", "note_en"},
    )
    status = files.words(row, "status", where)
    known = {item.value: item for item in Status}
    if status not in known:
        raise files.refuse(where, f"Ukjent status «{status}».", f"Unknown status “{status}”.")
    if known[status] is Status.PUBLISHED and "source" not in row:
        raise files.refuse(
            where, "Et publisert tall mangler kilde.", "A published figure has no source."
        )
    return Given(
        value=files.integer(row, "value", where),
        status=known[status],
        source=files.source(row["source"], f"{where}.source") if "source" in row else None,
        note=files.optional_note(row, where),
    )


def _build(kind: type[T], table: object, where: str) -> T:
    """Make a dataclass of a table whose keys are its fields."""
    names = {field.name for field in dataclasses.fields(kind)}
    row = files.check(table, where, required=names)
    return kind(**{key: _value(value, f"{where}.{key}") for key, value in row.items()})


def _value(value: object, where: str) -> object:
    match value:
        case Decimal():
            return float(value)
        case list():
            return tuple(_value(item, where) for item in value)
        case Mapping():
            row = files.check(value, where, required={"ages", "values"})
            return Curve(
                ages=tuple(int(age) for age in row["ages"]),
                values=tuple(float(item) for item in row["values"]),
            )
        case int() | str() | date():
            return value
    raise files.refuse(
        where, f"{value!r} hører ikke hjemme her.", f"{value!r} does not belong here."
    )
