"""A roster as people type it: a list of who is on what, or a matrix of doctors and days.

Each row or cell that cannot be read is put aside with its reason, and the rest stands. A sheet decides
only over what it tells of: a list over the shifts that it names, a matrix over its doctors' days. Where
something was put aside, nobody is taken off.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import read_day

_NOBODY = frozenset({"", "-", "–", "—"})
_BETWEEN = re.compile(r"[\n;,+]")
_NAMED = 6


class Column(Enum):
    """A column that a sheet of a roster can have, and its headings."""

    DOCTOR = ("Lege", "Doctor", "Navn", "Name")
    DOCTOR_KEY = ("Lege-id", "Doctor id")
    SHIFT = ("Vakt", "Shift", "Vakttype", "Shift type")
    SHIFT_KEY = ("Vakt-id", "Shift id")
    DAY = ("Dag", "Day", "Dato", "Date")

    @property
    def label(self) -> Text:
        """The heading that hjemmel writes."""
        return Text(self.value[0], self.value[1])


class Layout(Enum):
    """How a sheet is laid out."""

    LIST = "list"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row or a cell that was put aside.

    Args:
        row: Its number in the sheet, from 1.
        column: Heading of the column.
        value: What stands there.
        reason: Why it was put aside.
    """

    row: int
    column: str
    value: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """What a sheet says.

    Args:
        layout: How it is laid out.
        on: Who is on which shift by it.
        shifts: Keys of the shifts that it decides over.
        doctors: Keys of the doctors that it decides over; ``None``: all.
        left: Who is left on which shift whatever it says, since a cell was put aside.
        bad: What was put aside.
        rows: How many rows were read.
    """

    layout: Layout
    on: frozenset[Assignment]
    shifts: frozenset[str]
    doctors: frozenset[str] | None
    left: frozenset[Assignment]
    bad: tuple[BadRow, ...]
    rows: int

    def put(self, now: Collection[Assignment]) -> frozenset[Assignment]:
        """Return who the sheet puts on which shift beside those who are."""
        return self.on - frozenset(now)

    def off(self, now: Collection[Assignment]) -> frozenset[Assignment]:
        """Return who the sheet takes off."""
        return frozenset(
            one
            for one in now
            if one.shift in self.shifts
            and (self.doctors is None or one.doctor in self.doctors)
            and one not in self.on
            and one not in self.left
        )


def layout_of(headings: Sequence[str]) -> Layout | None:
    """Return how a sheet with these headings is laid out; ``None``: it is no roster."""
    found = _columns(headings)
    has_doctor = bool({Column.DOCTOR, Column.DOCTOR_KEY} & found.keys())
    if has_doctor and any(_day(heading) is not None for heading in headings):
        return Layout.MATRIX
    has_shift = Column.SHIFT_KEY in found or {Column.SHIFT, Column.DAY} <= found.keys()
    return Layout.LIST if has_doctor and has_shift else None


def read_sheet(
    inputs: RosterInputs, headings: Sequence[str], rows: Iterable[tuple[int, Mapping[str, str]]]
) -> SheetRead:
    """Return what a sheet says of a roster.

    Args:
        inputs: The roster's doctors and shifts.
        headings: The headings of the sheet; ``layout_of`` knows them.
        rows: Each row's number, and its texts by heading.
    """
    reader = _Reader(inputs, headings)
    if layout_of(headings) is Layout.MATRIX:
        return reader.read_matrix(rows)
    return reader.read_list(rows)


def kind_name(inputs: RosterInputs, shift: Shift) -> str:
    """Return what people call the type of a shift."""
    return inputs.name(shift.key).removesuffix(f" {format_date(shift.day)}")


def cell_name(inputs: RosterInputs, shift: Shift, beside: Collection[Shift]) -> str:
    """Return what stands for a shift in a cell of its day: the name of its type where it is alone with it.

    Args:
        inputs: The roster.
        shift: The shift.
        beside: The shifts of the same day.
    """
    name = kind_name(inputs, shift)
    alike = sum(kind_name(inputs, one) == name for one in beside)
    return name if alike == 1 and not _BETWEEN.search(name) else shift.kind


@dataclass(slots=True)
class _Reader:
    inputs: RosterInputs
    headings: Sequence[str]
    bad: list[BadRow] = field(default_factory=list)
    on: set[Assignment] = field(default_factory=set)
    count: int = 0
    _shifts: dict[str, Shift] = field(init=False)
    _doctors: dict[str, list[str]] = field(init=False)
    _by_day: dict[date, dict[str, list[str]]] = field(init=False)
    _columns: Mapping[Column, str] = field(init=False)

    def __post_init__(self) -> None:
        picture = self.inputs.picture
        self._shifts = {shift.key: shift for shift in picture.shifts}
        self._doctors = defaultdict(list)
        for doctor in picture.doctors:
            self._doctors[_plain(self.inputs.name(doctor.key))].append(doctor.key)
        self._by_day = defaultdict(lambda: defaultdict(list))
        for shift in picture.shifts:
            for name in {_plain(shift.kind), _plain(kind_name(self.inputs, shift))}:
                self._by_day[shift.day][name].append(shift.key)
        self._columns = _columns(self.headings)

    def read_list(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> SheetRead:
        """Read a row for each doctor on a shift; a row without a doctor says that a shift has none."""
        named: set[str] = set()
        unsure: set[str] = set()
        for number, row in rows:
            self.count += 1
            shift = self._shift_of(number, row)
            if shift is None:
                continue
            doctor = self._doctor_of(number, row)
            if doctor is None:
                unsure.add(shift)
            else:
                named.add(shift)
                if doctor:
                    self._put(number, Assignment(shift, doctor), row, Column.DOCTOR)
        return self._read(Layout.LIST, frozenset(named - unsure), None, frozenset())

    def read_matrix(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> SheetRead:
        """Read a row for each doctor and a column for each day."""
        days = {heading: day for heading in self.headings if (day := _day(heading)) is not None}
        inside = {day for day in days.values() if self.inputs.picture.period.contains(day)}
        doctors: set[str] = set()
        left: set[Assignment] = set()
        for number, row in rows:
            cells = {heading: _text(row, heading) for heading in days}
            if not any(_text(row, heading) for heading in self._columns.values()):
                continue
            self.count += 1
            doctor = self._doctor_of(number, row)
            if not doctor:
                continue
            if doctor in doctors:
                self._put_aside(
                    number, row, Column.DOCTOR,
                    Text("Legen står i to rader.", "The doctor stands in two rows."),
                )  # fmt: skip
                continue
            doctors.add(doctor)
            for heading, text in cells.items():
                if not self._cell(number, doctor, heading, days[heading], text):
                    on_day = self._by_day.get(days[heading], {})
                    left |= {Assignment(key, doctor) for keys in on_day.values() for key in keys}
        shifts = frozenset(shift.key for shift in self._shifts.values() if shift.day in inside)
        return self._read(Layout.MATRIX, shifts, frozenset(doctors), frozenset(left - self.on))

    def _read(
        self,
        layout: Layout,
        shifts: frozenset[str],
        doctors: frozenset[str] | None,
        left: frozenset[Assignment],
    ) -> SheetRead:
        return SheetRead(
            layout=layout,
            on=frozenset(self.on),
            shifts=shifts,
            doctors=doctors,
            left=left,
            bad=tuple(sorted(self.bad, key=lambda one: one.row)),
            rows=self.count,
        )

    def _cell(self, number: int, doctor: str, heading: str, day: date, text: str) -> bool:
        """Read the shifts of a doctor on a day; tell whether all could be read."""
        parts = [text] if self._named(day, text) else _BETWEEN.split(text)
        names = [part.strip() for part in parts if part.strip() not in _NOBODY]
        is_whole = True
        for name in names:
            keys = self._named(day, name)
            if len(keys) == 1:
                self.on.add(Assignment(keys[0], doctor))
                continue
            is_whole = False
            reason = self._why_not(day, name, keys)
            self.bad.append(BadRow(row=number, column=heading, value=name, reason=reason))
        return is_whole

    def _shift_of(self, number: int, row: Mapping[str, str]) -> str | None:
        key = _text(row, self._columns.get(Column.SHIFT_KEY))
        if key:
            if key in self._shifts:
                return key
            self._put_aside(number, row, Column.SHIFT_KEY, _no_such_shift(key))
            return None
        text = _text(row, self._columns.get(Column.DAY))
        day = _day(text)
        if day is None:
            reason = Text(f"«{text}» er ikke en dato.", f"“{text}” is not a date.")
            self._put_aside(number, row, Column.DAY, reason)
            return None
        name = _text(row, self._columns.get(Column.SHIFT))
        keys = self._named(day, name)
        if len(keys) != 1:
            self._put_aside(number, row, Column.SHIFT, self._why_not(day, name, keys))
            return None
        return keys[0]

    def _named(self, day: date, name: str) -> list[str]:
        return self._by_day[day].get(_plain(name), []) if day in self._by_day else []

    def _why_not(self, day: date, name: str, keys: list[str]) -> Text:
        if keys:
            codes = ", ".join(sorted(self._shifts[key].kind for key in keys))
            return Text(
                f"Flere vakter heter «{name}» den dagen. Skriv koden: {codes}.",
                f"Several shifts are called “{name}” on that day. Write the code: {codes}.",
            )
        if not self.inputs.picture.period.contains(day):
            return Text("Dagen er utenfor vaktplanen.", "The day is outside the roster.")
        there = sorted(
            {kind_name(self.inputs, one) for one in self._shifts.values() if one.day == day}
        )
        if not there:
            return Text("Det er ingen vakter den dagen.", "There are no shifts on that day.")
        listed = ", ".join(there[:_NAMED]) + (" …" if len(there) > _NAMED else "")
        return Text(
            f"Det er ingen vakt «{name}» den dagen. Disse er der: {listed}.",
            f"There is no shift “{name}” on that day. There are: {listed}.",
        )

    def _doctor_of(self, number: int, row: Mapping[str, str]) -> str | None:
        """Return the doctor of a row; empty: none stands there, ``None``: she was put aside."""
        key = _text(row, self._columns.get(Column.DOCTOR_KEY))
        name = _text(row, self._columns.get(Column.DOCTOR))
        if key:
            known = {doctor.key for doctor in self.inputs.picture.doctors}
            if key in known:
                return key
            self._put_aside(number, row, Column.DOCTOR_KEY, _no_such_doctor(key))
            return None
        if name in _NOBODY:
            return ""
        found = self._doctors.get(_plain(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            keys = ", ".join(found)
            reason = Text(
                f"Flere leger heter «{name}». Skriv Lege-id: {keys}.",
                f"Several doctors are called “{name}”. Write the doctor id: {keys}.",
            )
        else:
            reason = _no_such_doctor(name)
        self._put_aside(number, row, Column.DOCTOR, reason)
        return None

    def _put(self, number: int, pair: Assignment, row: Mapping[str, str], column: Column) -> None:
        if pair in self.on:
            reason = Text(
                "Legen står på vakten fra før i arket.", "The doctor is on the shift already."
            )
            self._put_aside(number, row, column, reason)
        self.on.add(pair)

    def _put_aside(self, number: int, row: Mapping[str, str], column: Column, reason: Text) -> None:
        heading = self._columns.get(column) or next(iter(self._columns.values()))
        self.bad.append(
            BadRow(row=number, column=heading, value=_text(row, heading), reason=reason)
        )


def _no_such_doctor(name: str) -> Text:
    return Text(
        f"«{name}» er ikke blant legene i planen. Rett navnet, eller legg inn legen i vaktdistriktet.",
        f"“{name}” is not among the doctors of the roster. Correct the name, or add the doctor to "
        "the duty district.",
    )


def _no_such_shift(key: str) -> Text:
    return Text(
        f"Planen har ingen vakt med id «{key}».", f"The roster has no shift with the id “{key}”."
    )


def _columns(headings: Sequence[str]) -> dict[Column, str]:
    known = {_plain(heading): column for column in Column for heading in column.value}
    found: dict[Column, str] = {}
    for heading in headings:
        column = known.get(_plain(heading))
        if column is not None:
            found.setdefault(column, heading)
    return found


def _day(text: str) -> date | None:
    """Return the day in a text such as “2026-10-25 00:00:00” or “søn. 25.10.2026”."""
    for word in text.replace("T", " ").split():
        try:
            return read_day(word)
        except ValueError:
            continue
    return None


def _text(row: Mapping[str, str], heading: str | None) -> str:
    return "" if heading is None else (row.get(heading) or "").strip().removeprefix("'")


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
