"""Measures and values in and out of files: a preview first, bad rows put aside, the same file twice without harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for, require_open, require_version
from hjemmel.apps.plan.fields import MeasureFields
from hjemmel.apps.plan.mapping.plans import cost_of
from hjemmel.apps.plan.models import IndicatorReading, Plan, PlanMeasure
from hjemmel.apps.plan.selectors.plans import picture_of
from hjemmel.apps.plan.services.measures import new_measure, rewrite_measure
from hjemmel.apps.plan.services.plans import grow, note
from hjemmel.apps.plan.services.readings import checked_reading, store_reading
from hjemmel.apps.plan.sheet_columns import Cells, measure_from, number_in, reading_from
from hjemmel.apps.plan.sheet_files import read_measures, read_values, workbook_of
from hjemmel.domain.measure import Payer, Priority
from hjemmel.domain.plan_indicator import ValueOrigin
from hjemmel.kernel.errors import ConflictError, HjemmelError
from hjemmel.kernel.text import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that is put aside.

    Args:
        row: Its number in the file.
        where: Which column it is about.
        what: What is wrong.
        remedy: What to do about it.
    """

    row: int
    where: str
    what: Text
    remedy: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOutcome:
    """What a file does to a plan.

    Args:
        version: The plan's version: that which was looked at, or that after the import.
        rows: How many rows were read.
        added: What is new: numbers of measures, or ids of indicators with their day.
        changed: What becomes another, in the same words.
        unchanged: How many rows say what stands already.
        bad: Rows that are put aside.
        is_written: Whether the plan was changed.
    """

    version: int
    rows: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    bad: tuple[BadRow, ...]
    is_written: bool = False


@transaction.atomic
def preview_measures(*, plan: int, file: Path, name: str, by: Actor) -> SheetOutcome:
    """Return what a file of measures would do to a plan; nothing is written.

    Args:
        plan: Key of the plan.
        file: Where the file lies: Excel or CSV, with a column «Tiltak».
        name: What people call the file.
        by: Who asks; needs ``WRITE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        DataFileError: The file is not one that we read, or has no measures in it.
        ConflictError: The plan has ended.
    """
    row = _open(plan, by, None)
    outcome = _take(row, read_measures(file, name), lambda cells, seen: _measure(row, cells, seen))
    transaction.set_rollback(True)
    return outcome


@transaction.atomic
def import_measures(
    *, plan: int, file: Path, name: str, by: Actor, version: int | None = None
) -> SheetOutcome:
    """Take a file of measures into a plan; a file that says nothing new changes nothing.

    A row with the number of a measure changes it, one with a new number or none adds one. Nothing is
    removed. What the file has no column for stays as it is; statuses are not read.

    Args:
        plan: Key of the plan.
        file: Where the file lies.
        name: What people call the file.
        by: Who asks; needs ``WRITE_PLANS`` there.
        version: The plan's version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        DataFileError: The file is not one that we read, or has no measures in it.
        ConflictError: The plan has changed since ``version``, or has ended.
    """
    row = _open(plan, by, version)
    outcome = _take(row, read_measures(file, name), lambda cells, seen: _measure(row, cells, seen))
    return _written(row, outcome, by, "plan.import_measures", name)


@transaction.atomic
def preview_values(
    *, plan: int, file: Path, name: str, by: Actor, today: date, now: datetime
) -> SheetOutcome:
    """Return what a file of indicators' values would do; nothing is written. Raises as ``preview_measures``."""
    row = _open(plan, by, None)
    outcome = _take_values(row, file, name, by, today, now)
    transaction.set_rollback(True)
    return outcome


@transaction.atomic
def import_values(
    *, plan: int, file: Path, name: str, by: Actor, today: date, now: datetime
) -> SheetOutcome:
    """Take a file of indicators' values; a value that stands already is not written again.

    Args:
        plan: Key of a plan that knows the indicators.
        file: Where the file lies: Excel or CSV with columns «Indikator», «Dag», «Verdi» and «Kilde».
        name: What people call the file.
        by: Who asks; needs ``WRITE_PLANS`` there.
        today: The day.
        now: The moment.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        DataFileError: The file is not one that we read, or has no values in it.
        ConflictError: The plan has ended.
    """
    row = _open(plan, by, None)
    outcome = _take_values(row, file, name, by, today, now)
    return _written(row, outcome, by, "plan.import_values", name)


@transaction.atomic
def export_plan(*, plan: int, day: date, by: Actor, language: Language = "nb") -> bytes:
    """Return a plan as a workbook as it stands on a day; that it was taken out is logged.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``SEE_PLANS``.
        UnknownIdError: There is no such plan.
    """
    row = plan_for(plan, by=by, permission=Permission.SEE_PLANS)
    note(by, "plan.export", row)
    return workbook_of(picture_of(row), day, language)


def _open(plan: int, by: Actor, version: int | None) -> Plan:
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    require_version(row.version, version)
    return row


def _take(
    plan: Plan,
    rows: Iterable[tuple[int, Cells]],
    write: Callable[[Cells, set[str]], tuple[str, bool | None]],
) -> SheetOutcome:
    """Write row by row; what a row raises puts that row aside, and nothing of it is written."""
    added: list[str] = []
    changed: list[str] = []
    bad: list[BadRow] = []
    seen: set[str] = set()
    read = unchanged = 0
    for number, cells in rows:
        read += 1
        try:
            with transaction.atomic():
                what, is_new = write(cells, seen)
        except HjemmelError as error:
            bad.append(BadRow(row=number, where=error.where, what=error.what, remedy=error.remedy))
            continue
        if is_new is None:
            unchanged += 1
        else:
            (added if is_new else changed).append(what)
    return SheetOutcome(
        version=plan.version,
        rows=read,
        added=tuple(added),
        changed=tuple(changed),
        unchanged=unchanged,
        bad=tuple(bad),
    )


def _measure(plan: Plan, cells: Cells, seen: set[str]) -> tuple[str, bool | None]:
    """Write a row's measure; return its number, and whether it is new (``None``: nothing changed)."""
    number = number_in(cells)
    row = None if number is None else _stored(plan, number)
    fields = measure_from(cells, None if row is None else _fields(row))
    if number is not None:
        _require_once(str(number), seen)
    if row is None:
        return str(new_measure(plan, fields).number), True
    return str(row.number), False if rewrite_measure(row, fields) else None


def _stored(plan: Plan, number: int) -> PlanMeasure | None:
    row = plan.measures.select_related("area").filter(number=number).first()
    if row is not None:
        row.plan = plan
    return row


def _fields(row: PlanMeasure) -> MeasureFields:
    return MeasureFields(
        number=row.number,
        label=row.label,
        title=row.title,
        title_en=row.title_en,
        text=row.text,
        area="" if row.area is None else row.area.code,
        owner=row.owner,
        owner_email=row.owner_email,
        deadline=row.deadline,
        cost=cost_of(row),
        payer=Payer(row.payer),
        priority=Priority(row.priority),
        indicator=row.indicator,
        place=row.place,
        note=row.note,
        note_en=row.note_en,
    )


def _take_values(
    plan: Plan, file: Path, name: str, by: Actor, today: date, now: datetime
) -> SheetOutcome:
    def write(cells: Cells, seen: set[str]) -> tuple[str, bool | None]:
        found = checked_reading(plan, reading_from(cells), today)
        what = " ".join(part for part in (found.code, str(found.as_of), found.district) if part)
        _require_once(what, seen)
        standing = IndicatorReading.objects.filter(
            municipality=plan.municipality_id,
            code=found.code,
            district=found.district,
            as_of=found.as_of,
            superseded_at__isnull=True,
        ).first()
        if standing is not None and standing.value == found.value:
            return what, None
        store_reading(plan, found, by, now, origin=ValueOrigin.IMPORTED)
        return what, standing is None

    return _take(plan, read_values(file, name), write)


def _require_once(what: str, seen: set[str]) -> None:
    if what in seen:
        raise ConflictError(
            Text(f"{what} står to ganger i filen.", f"{what} stands twice in the file."),
            where="number",
            remedy=Text("Behold én av radene.", "Keep one of the rows."),
        )
    seen.add(what)


def _written(plan: Plan, outcome: SheetOutcome, by: Actor, action: str, name: str) -> SheetOutcome:
    is_new = bool(outcome.added or outcome.changed)
    version = grow(plan) if is_new else plan.version
    note(
        by,
        action,
        plan,
        file=name,
        rows=outcome.rows,
        added=len(outcome.added),
        changed=len(outcome.changed),
        quarantined=len(outcome.bad),
    )
    return replace(outcome, version=version, is_written=is_new)
