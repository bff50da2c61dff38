"""Rosters in and out of files: a preview first, bad rows put aside, and the same file twice without harm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import roster_for
from hjemmel.apps.duty.findings import DutyFinding, override_of
from hjemmel.apps.duty.judging import findings_of, overrides_of
from hjemmel.apps.duty.mapping.doctors import doctors_of, key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyRoster
from hjemmel.apps.duty.selectors.ledgers import roster_ledger
from hjemmel.apps.duty.selectors.rosters import doctors_told_of, seen_roster
from hjemmel.apps.duty.services.assigning import apply_changes, lock_people
from hjemmel.apps.duty.services.rosters import require_version
from hjemmel.apps.duty.sheet_files import RosterForFile, read_roster_sheet
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import RosterInputs, check
from hjemmel.engines.rostering.ledger import UNIT, Category, Ledger
from hjemmel.engines.rostering.results import Status
from hjemmel.engines.rostering.sheets import BadRow, Layout, SheetRead
from hjemmel.engines.rostering.tables import Cell
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOutcome:
    """What a sheet does to a roster.

    Args:
        version: The roster's version: that which was looked at, or that after the import.
        layout: How the sheet is laid out.
        rows: How many rows were read.
        put: Who is put on which shift.
        off: Who is taken off which shift.
        bad: Rows and cells that are put aside.
        findings: Everything that the roster breaks with it, the law's first.
        is_written: Whether the roster was changed.
    """

    version: int
    layout: Layout
    rows: int
    put: tuple[Assignment, ...]
    off: tuple[Assignment, ...]
    bad: tuple[BadRow, ...]
    findings: tuple[DutyFinding, ...]
    is_written: bool = False


def preview_sheet(*, roster: int, file: Path, name: str, by: Actor) -> SheetOutcome:
    """Return what a sheet would do to a roster; nothing is written.

    Args:
        roster: Key of the roster.
        file: Where the file lies: Excel or CSV, a matrix or a list.
        name: What people call the file.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster.
        DataFileError: The file is not one that we read, or has no roster in it.
        InputError: No row of it fits.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    inputs = inputs_of(row)
    return _outcome(row, inputs, _read(file, inputs, name), assignments_of(row))


@transaction.atomic
def import_sheet(
    *,
    roster: int,
    file: Path,
    name: str,
    by: Actor,
    version: int | None = None,
    reason: str = "",
) -> SheetOutcome:
    """Take what a sheet says into a roster; a sheet that says nothing new changes nothing.

    Args:
        roster: Key of the roster.
        file: Where the file lies.
        name: What people call the file.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        version: The roster's version that was looked at; ``None``: whichever it is.
        reason: Why a rule of the law is set aside in a published roster; needs ``DECIDE_DUTY``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster.
        DataFileError: The file is not one that we read, or has no roster in it.
        InputError: No row of it fits.
        ConflictError: The roster has changed since ``version``, is closed, or is published and would
            break the law.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    if version is not None:
        require_version(row, version)
    if row.state == "published":
        lock_people(key_of(one.pk) for one in doctors_of(row))
    inputs = inputs_of(row)
    read = _read(file, inputs, name)
    outcome = _outcome(row, inputs, read, assignments_of(row))
    is_new = bool(outcome.put or outcome.off)
    if is_new:
        apply_changes(
            roster=row,
            put=outcome.put,
            off=outcome.off,
            by=by,
            origin="import",
            reason=reason,
            end_reason="import",
            inputs=inputs,
        )
    _record_import(row, read, outcome, by)
    return replace(
        outcome,
        version=row.version,
        findings=findings_of(row, inputs) if is_new else outcome.findings,
        is_written=is_new,
    )


@transaction.atomic
def export_roster(*, roster: int, by: Actor) -> RosterForFile:
    """Return a roster to be written to a file; that it was taken out is logged.

    Why a colleague may not have a shift is for those who plan, as in ``roster_findings``.

    Args:
        roster: Key of the roster.
        by: Who takes it out; needs ``SEE_ROSTERS`` in the host municipality, or takes duty there.

    Raises:
        UnknownIdError: There is no such roster, or it is a draft that is not for ``by`` to see.
        NotAllowedError: The roles do not open it.
    """
    row = seen_roster(roster, by)
    inputs = inputs_of(row)
    assignments = tuple(sorted(assignments_of(row)))
    overrides = overrides_of(row)
    breaches = check(inputs, assignments)
    own = doctors_told_of(row, by)
    if own is not None:
        told_of = {"", *(key_of(one) for one in own)}
        breaches = tuple(one for one in breaches if one.doctor in told_of)
    ledger = _ledger(roster, by)
    record(
        by=by.name,
        action="duty.export_roster",
        subject=f"roster {row.pk}",
        municipality=row.district.host.number,
        details={"assignments": len(assignments), "version": row.version, "state": row.state},
    )
    return RosterForFile(
        inputs=inputs,
        assignments=assignments,
        ledger=ledger,
        findings=tuple((one, override_of(one, overrides)[0]) for one in breaches),
        facts=_facts(row),
    )


def _read(file: Path, inputs: RosterInputs, name: str) -> SheetRead:
    read = read_roster_sheet(file, inputs, name=name)
    if not read.rows:
        raise InputError(
            Text("Arket har ingen rader.", "The sheet has no rows."),
            where=name,
            remedy=Text("Fyll ut arket og lagre det.", "Fill the sheet in and save it."),
        )
    if not read.on and read.bad:
        first = read.bad[0]
        raise InputError(
            Text(
                f"Ingen rad i arket passer. Rad {first.row}: {first.reason.nb}",
                f"No row of the sheet fits. Row {first.row}: {first.reason.en}",
            ),
            where=name,
            remedy=Text(
                "Se at det er riktig fil og riktig vaktplan.",
                "See that it is the right file and the right roster.",
            ),
        )
    return read


def _outcome(
    row: DutyRoster, inputs: RosterInputs, read: SheetRead, now: frozenset[Assignment]
) -> SheetOutcome:
    put, off = read.put(now), read.off(now)
    return SheetOutcome(
        version=row.version,
        layout=read.layout,
        rows=read.rows,
        put=tuple(sorted(put)),
        off=tuple(sorted(off)),
        bad=read.bad,
        findings=findings_of(row, inputs, (now - off) | put),
    )


def _record_import(row: DutyRoster, read: SheetRead, outcome: SheetOutcome, by: Actor) -> None:
    record(
        by=by.name,
        action="duty.import_sheet",
        subject=f"roster {row.pk}",
        municipality=row.district.host.number,
        details={
            "layout": read.layout.value,
            "rows": read.rows,
            "put_on": len(outcome.put),
            "taken_off": len(outcome.off),
            "put_aside": len(read.bad),
            "version": row.version,
        },
    )


def _ledger(roster: int, by: Actor) -> Ledger:
    page = roster_ledger(roster, by=by)
    return Ledger(tuple(line for row in page.rows for line in row.lines.values()))


def _facts(row: DutyRoster) -> tuple[tuple[Text, Cell], ...]:
    """Return what is known of how a roster was made: its state, and the search that was taken in."""
    known: list[tuple[Text, Cell]] = [
        (Text("Vaktplan", "Roster"), f"{row.district.name}: {row.name}"),
        (Text("Versjon", "Version"), row.version),
    ]
    run = row.runs.filter(taken_at__isnull=False).order_by("-taken_at").first()
    if run is None or not run.outcome:
        return tuple(known)
    told: dict[str, Any] = run.outcome
    receipt = told["receipt"]
    known += [
        (Text("Søk tatt inn", "Search taken in"), Status(told["status"]).label),
        (Text("Poeng (lavest er best)", "Points (the least is best)"), float(told["points"])),
        (Text("Grense", "Bound"), float(told["bound"])),
        (Text("Sekunder", "Seconds"), float(told["seconds"])),
        (Text("Frø", "Seed"), str(receipt["seed"])),
        (Text("Kan lages på nytt", "Can be made again"), Text(receipt["nb"], receipt["en"])),
    ]
    for span in told["spans"]:
        category = Category(span["category"]).label
        label = Text(f"Spenn etter søket: {category.nb}", f"Span after the search: {category.en}")
        known.append((label, span["value"] / UNIT))
    return tuple(known)
