"""A roster as tables for people: calendar, matrix, ledger, what it breaks, and how it is computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import Shift
from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import UNIT, Category, Ledger
from hjemmel.engines.rostering.results import Roster
from hjemmel.engines.rostering.sheets import Column, cell_name, kind_name
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import WEEKDAYS

Cell = str | int | float | date | Text | None
Kind = Literal["text", "day", "whole", "number"]
_DAY = timedelta(days=1)
_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Args:
        title: Its title.
        columns: Heading of each column, a day where it is one, and the kind of its cells.
        rows: The cells.
        marked: Days that are public holidays, so that whoever shows the table can mark them.
    """

    title: Text
    columns: tuple[tuple[Text | date, Kind], ...]
    rows: tuple[tuple[Cell, ...], ...]
    marked: frozenset[date] = frozenset()


def calendar_table(inputs: RosterInputs, assignments: Iterable[Assignment]) -> Table:
    """Return a row for each day and a column for each type of shift, with who is on it."""
    on = _on(assignments)
    by_day = _by_day(inputs)
    kinds: dict[str, str] = {}
    for shift in inputs.picture.shifts:
        kinds.setdefault(shift.kind, kind_name(inputs, shift))
    twice = {name for name in kinds.values() if list(kinds.values()).count(name) > 1}
    rows = []
    for day in _days(inputs):
        found = {shift.kind: _people(inputs, shift, on) for shift in by_day[day]}
        rows.append((day, _weekday(inputs, day), *(found.get(kind) for kind in kinds)))
    return Table(
        title=Text("Kalender", "Calendar"),
        columns=(
            (Text("Dag", "Day"), "day"),
            (Text("Ukedag", "Weekday"), "text"),
            *((_both(f"{n} ({k})" if n in twice else n), "text") for k, n in kinds.items()),
        ),
        rows=tuple(rows),
        marked=inputs.red_days,
    )


def matrix_table(inputs: RosterInputs, assignments: Iterable[Assignment]) -> Table:
    """Return a row for each doctor and a column for each day; it can be read in again."""
    shifts = {shift.key: shift for shift in inputs.picture.shifts}
    by_day = _by_day(inputs)
    cells: dict[tuple[str, date], list[str]] = defaultdict(list)
    for one in sorted(assignments, key=lambda one: (shifts[one.shift].starts.timestamp(), one)):
        shift = shifts[one.shift]
        cells[one.doctor, shift.day].append(cell_name(inputs, shift, by_day[shift.day]))
    days = _days(inputs)
    doctors = sorted(inputs.picture.doctors, key=lambda one: (inputs.name(one.key), one.key))
    return Table(
        title=Text("Matrise", "Matrix"),
        columns=(
            (Column.DOCTOR.label, "text"),
            (Column.DOCTOR_KEY.label, "text"),
            *((day, "text") for day in days),
        ),
        rows=tuple(
            (
                inputs.name(doctor.key),
                doctor.key,
                *("; ".join(cells.get((doctor.key, day), ())) or None for day in days),
            )
            for doctor in doctors
        ),
        marked=inputs.red_days,
    )


def list_table(inputs: RosterInputs, assignments: Iterable[Assignment]) -> Table:
    """Return a row for each doctor on a shift, and one for each shift without any.

    It can be read in again.
    """
    on = _on(assignments)
    rows: list[tuple[Cell, ...]] = []
    for shift in inputs.picture.shifts:
        for doctor in on.get(shift.key, [""]):
            rows.append(
                (
                    shift.day,
                    kind_name(inputs, shift),
                    shift.key,
                    shift.starts.strftime("%H:%M"),
                    shift.ends.strftime("%H:%M"),
                    shift.minutes / _HOUR,
                    shift.station,
                    inputs.name(doctor) if doctor else "",
                    doctor,
                )
            )
    return Table(
        title=Text("Vakter", "Shifts"),
        columns=(
            (Column.DAY.label, "day"),
            (Column.SHIFT.label, "text"),
            (Column.SHIFT_KEY.label, "text"),
            (Text("Fra", "From"), "text"),
            (Text("Til", "To"), "text"),
            (Text("Timer", "Hours"), "number"),
            (Text("Stasjon", "Station"), "text"),
            (Column.DOCTOR.label, "text"),
            (Column.DOCTOR_KEY.label, "text"),
        ),
        rows=tuple(rows),
    )


def ledger_table(inputs: RosterInputs, ledger: Ledger) -> Table:
    """Return a row for each doctor and category in which she is compared, or took something."""
    rows: list[tuple[Cell, ...]] = []
    for doctor in sorted(inputs.picture.doctors, key=lambda one: (inputs.name(one.key), one.key)):
        for category in Category:
            line = ledger.line(doctor.key, category)
            if line.counts or line.amount or line.opening:
                numbers = (line.opening, line.amount, line.share, line.closing)
                rows.append(
                    (inputs.name(doctor.key), category.label, *(one / UNIT for one in numbers))
                )
    return Table(
        title=Text("Regnskap", "Ledger"),
        columns=(
            (Column.DOCTOR.label, "text"),
            (Text("Slag", "Category"), "text"),
            (Text("Inngående saldo", "Opening balance"), "number"),
            (Text("Tatt", "Taken"), "number"),
            (Text("Rettferdig andel", "Fair share"), "number"),
            (Text("Utgående saldo", "Closing balance"), "number"),
        ),
        rows=tuple(rows),
    )


def findings_table(findings: Iterable[tuple[Breach, str]]) -> Table:
    """Return a row for each thing that a roster breaks.

    Args:
        findings: What is broken, and the reason that a leader set it aside with; empty: nobody did.
    """
    return Table(
        title=Text("Funn", "Findings"),
        columns=(
            (Text("Nivå", "Level"), "text"),
            (Text("Funn", "Finding"), "text"),
            (Text("Kilde", "Source"), "text"),
            (Text("Fraveket fordi", "Set aside because"), "text"),
        ),
        rows=tuple((one.level.label, one.sentence, one.source, reason) for one, reason in findings),
    )


def how_table(inputs: RosterInputs, facts: Sequence[tuple[Text, Cell]]) -> Table:
    """Return how a roster is computed: facts of this one, then what the numbers mean.

    Args:
        inputs: The roster.
        facts: What is known of how it was made.
    """
    period = inputs.picture.period
    last = period.end - _DAY if period.end else None
    known: list[tuple[Cell, ...]] = [
        (Text("Første dag", "First day"), period.start),
        (Text("Siste dag", "Last day"), last),
        (Text("Leger", "Doctors"), len(inputs.picture.doctors)),
        (Text("Vakter", "Shifts"), len(inputs.picture.shifts)),
        *facts,
        (Text("Sum av inndata (SHA-256)", "Digest of the inputs (SHA-256)"), inputs.digest()),
        *_MEANINGS,
    ]
    return Table(
        title=Text("Slik er det regnet", "How computed"),
        columns=((Text("Hva", "What"), "text"), (Text("Verdi", "Value"), "text")),
        rows=tuple(known),
    )


_MEANINGS = (
    (
        Text("Rettferdig andel", "Fair share"),
        Text(
            "Hver vakt deles på dem den er åpen for den dagen, etter brøken deres: "
            "andel = mengde × brøk / summen av brøkene.",
            "Each shift is shared out over those it is open to on that day, by their fraction: "
            "share = amount × fraction / the sum of the fractions.",
        ),
    ),
    (
        Text("Saldo", "Balance"),
        Text(
            "Utgående saldo = inngående saldo + tatt − rettferdig andel. 0 er rettferdig.",
            "Closing balance = opening balance + taken − fair share. 0 is fair.",
        ),
    ),
    (
        Text("Spenn", "Span"),
        Text(
            "Største utgående saldo minus minste, blant dem som sammenlignes.",
            "The largest closing balance less the smallest, among those who are compared.",
        ),
    ),
    (
        Text("Grense", "Bound"),
        Text(
            "En verdi som er bevist: ingen vaktplan kommer under den.",
            "A value that is proven: no roster is below it.",
        ),
    ),
)


def facts_of(roster: Roster) -> tuple[tuple[Text, Cell], ...]:
    """Return what is known of how a search made a roster."""
    receipt = roster.receipt
    spans = tuple(
        (
            Text(f"Spenn: {span.category.label.nb}", f"Span: {span.category.label.en}"),
            span.value / UNIT,
        )
        for span in roster.spans
    )
    return (
        (Text("Status", "Status"), roster.status.label),
        (Text("Poeng (lavest er best)", "Points (the least is best)"), roster.points),
        (Text("Grense", "Bound"), roster.bound),
        (Text("Sekunder", "Seconds"), round(roster.seconds, 2)),
        *spans,
        (Text("Frø", "Seed"), str(receipt.seed)),
        (Text("Søk side om side", "Searches side by side"), receipt.workers),
        (
            Text("Versjoner", "Versions"),
            ", ".join(f"{name} {version}" for name, version in receipt.versions),
        ),
        (Text("Kan lages på nytt", "Can be made again"), receipt.sentence),
    )


def _on(assignments: Iterable[Assignment]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in sorted(assignments):
        found[one.shift].append(one.doctor)
    return found


def _by_day(inputs: RosterInputs) -> dict[date, list[Shift]]:
    found: dict[date, list[Shift]] = defaultdict(list)
    for shift in inputs.picture.shifts:
        found[shift.day].append(shift)
    return found


def _days(inputs: RosterInputs) -> list[date]:
    period = inputs.picture.period
    assert period.end is not None
    return [period.start + _DAY * number for number in range((period.end - period.start).days)]


def _weekday(inputs: RosterInputs, day: date) -> Text:
    name = WEEKDAYS[day.weekday()]
    if day not in inputs.red_days:
        return name
    return Text(f"{name.nb}, helligdag", f"{name.en}, public holiday")


def _people(inputs: RosterInputs, shift: Shift, on: dict[str, list[str]]) -> Text:
    names = [inputs.name(doctor) for doctor in on.get(shift.key, [])]
    lacks = shift.doctors - len(names)
    open_nb, open_en = ([f"ÅPEN ({lacks})"], [f"OPEN ({lacks})"]) if lacks > 0 else ([], [])
    return Text(", ".join(names + open_nb), ", ".join(names + open_en))


def _both(name: str) -> Text:
    return Text(name, name)
