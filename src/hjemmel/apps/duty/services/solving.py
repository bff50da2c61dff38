"""Searches for a roster, or for the fewest changes of one that is out, in the background.

They are queued, followed from any process, stopped and taken in.

How far a search has come stands on its row, with what the best roster so far costs and what none is
below. Whoever stops it keeps the best. What it found changes nothing until it is taken in, and can be
only while the roster is as it was.
"""

from __future__ import annotations

import contextlib
import os
import threading
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import roster_for, unknown
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyRoster, RosterRun
from hjemmel.apps.duty.replanning import least_change
from hjemmel.apps.duty.run_records import RunProgress, outcome_of, outcome_of_least
from hjemmel.apps.duty.services.assigning import Changed, apply_changes
from hjemmel.apps.duty.services.illness import require_published, take_changes
from hjemmel.apps.duty.services.rosters import require_version
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering import Roster, RosterInputs, check, run
from hjemmel.engines.rostering.results import EndedBy
from hjemmel.engines.rostering.terms import Effort
from hjemmel.kernel.errors import (
    ConflictError,
    HjemmelError,
    InputError,
    UnavailableError,
)
from hjemmel.kernel.problem import as_problem_in_both
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text

MOST_SECONDS = 3600
_WORKERS = 8
_GRACE = timedelta(seconds=120)
_ONGOING = ("queued", "running")


@transaction.atomic
def queue_run(*, roster: int, by: Actor, seconds: int = 60, seed: int = 1) -> int:
    """Queue a search for a draft; return its key. ``start_run`` begins it.

    Args:
        roster: Key of the roster.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        seconds: How long to look at most.
        seed: Seed of every draw.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster.
        InputError: The seconds are not 1 to 3 600.
        ConflictError: The roster is not a draft, or a search for it goes on.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    _require_draft(row)
    return _queued(row, by=by, seconds=seconds, seed=seed, replans_from=None)


@transaction.atomic
def queue_replan(*, roster: int, by: Actor, now: datetime, seconds: int = 10, seed: int = 1) -> int:
    """Queue a search for the fewest changes by which a published roster holds again; return its key.

    Args:
        roster: Key of the roster.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        now: When; shifts that have started stay as they are.
        seconds: How long to look at most.
        seed: Seed of every draw.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster.
        InputError: The seconds are not 1 to 3 600.
        ConflictError: The roster is not published, or a search for it goes on.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_published(row)
    return _queued(row, by=by, seconds=seconds, seed=seed, replans_from=now)


def _queued(
    row: DutyRoster, *, by: Actor, seconds: int, seed: int, replans_from: datetime | None
) -> int:
    if not 1 <= seconds <= MOST_SECONDS:
        raise InputError(
            Text(f"Søket kan ikke vare {seconds} sekunder.", f"{seconds} seconds will not do."),
            where="seconds",
            remedy=Text("Gi 1–3600 sekunder.", "Give 1–3,600 seconds."),
        )
    _give_up_broken(row)
    if row.runs.filter(state__in=_ONGOING).exists():
        raise ConflictError(
            Text("Et søk for planen pågår.", "A search for the roster goes on."),
            where="roster",
            remedy=Text("Vent til det er ferdig, eller stopp det.", "Wait for it, or stop it."),
        )
    made = RosterRun.objects.create(
        roster=row,
        of_version=row.version,
        seconds=seconds,
        seed=seed,
        replans_from=replans_from,
        asked_by=by.name,
    )
    action = "duty.queue_run" if replans_from is None else "duty.queue_replan"
    _record(by, action, made, seconds=seconds, seed=seed)
    return made.pk


def start_run(*, run: int, by: Actor) -> threading.Thread:
    """Begin a queued search and do not wait for the end; how it goes stands on its row.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such search.
        ConflictError: It has begun already.
    """
    row = _claimed(run, by)
    work = threading.Thread(target=_solve_alone, args=(row,), name=f"roster {run}", daemon=True)
    work.start()
    return work


def solve_run(*, run: int, by: Actor, progress: Progress | None = None) -> None:
    """Do a queued search and wait for the end; raises as ``start_run``, and what went wrong.

    Args:
        run: Key of the search.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        progress: Who else is told how far it has come, and may stop it.
    """
    _solve(_claimed(run, by), progress)


@transaction.atomic
def cancel_run(*, run: int, by: Actor) -> None:
    """Ask a search to stop; it keeps the best that it has found.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such search.
        ConflictError: It has ended.
    """
    row = _run(run, by, locked=True)
    if row.state not in _ONGOING:
        raise ConflictError(
            Text("Søket er ferdig.", "The search has ended."),
            where="run",
            remedy=Text("Se hva det fant.", "Look at what it found."),
        )
    row.cancel_asked = True
    if row.state == "queued":
        row.state, row.finished_at = "cancelled", timezone.now()
    row.save(update_fields=["cancel_asked", "state", "finished_at"])
    _record(by, "duty.cancel_run", row)


@transaction.atomic
def take_run(*, run: int, by: Actor, now: datetime | None = None) -> Changed:
    """Take what a search found into its roster, if that is as it was when the search was asked for.

    Those whom a change of a published roster touches are told.

    Args:
        run: Key of the search.
        by: Who takes it; needs ``PLAN_ROSTERS`` in the host municipality.
        now: When, as no published shift that has ended is changed; ``None``: at this moment.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such search.
        ConflictError: It found nothing, was taken in already, the roster has changed since, or a published
            roster would break law or agreement.
    """
    found = _run(run, by)
    roster = roster_for(found.roster_id, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    row = RosterRun.objects.select_for_update(of=("self",)).get(pk=run)
    if row.taken_at is not None or not row.assignments:
        raise ConflictError(
            Text(
                "Søket fant ingenting, eller er tatt inn fra før.",
                "The search found nothing, or was taken in already.",
            ),
            where="run",
            remedy=Text("Start et nytt søk.", "Start a new search."),
        )
    if row.replans_from is None:
        _require_draft(roster)
    require_version(roster, row.of_version)
    on = assignments_of(roster)
    wanted = {Assignment(shift, key_of(doctor)) for shift, doctor in row.assignments}
    row.taken_at = timezone.now()
    row.save(update_fields=["taken_at"])
    put, off = wanted - on, on - wanted
    if row.replans_from is not None:
        return take_changes(roster=roster, put=put, off=off, by=by, now=now or row.taken_at)
    if wanted == on:
        return Changed(version=roster.version, findings=())
    return apply_changes(roster=roster, put=put, off=off, by=by, origin="solver")


def _claimed(run: int, by: Actor) -> RosterRun:
    """Mark a queued search as running."""
    _run(run, by)
    with transaction.atomic():
        row = RosterRun.objects.select_for_update(of=("self",)).get(pk=run)
        if row.state != "queued":
            raise ConflictError(
                Text("Søket er startet eller ferdig.", "The search has begun or ended."),
                where="run",
                remedy=Text("Se hvordan det går.", "Look how it goes."),
            )
        row.state, row.started_at = "running", timezone.now()
        row.save(update_fields=["state", "started_at"])
    return row


def _solve_alone(row: RosterRun) -> None:
    """Search in a thread of its own, with a connection of its own; the row tells how it went."""
    try:
        with contextlib.suppress(HjemmelError):
            _solve(row)
    finally:
        connection.close()


def _solve(row: RosterRun, progress: Progress | None = None) -> None:
    try:
        ended = _searched(row, RunProgress(row.pk, progress))
    except BaseException as error:  # also whoever breaks the program off: nobody waits for it then
        told = _failed(row, error)
        if not isinstance(error, Exception):
            raise
        raise told from error
    RosterRun.objects.filter(pk=row.pk).update(finished_at=timezone.now(), **ended)


def _searched(row: RosterRun, progress: Progress) -> dict[str, Any]:
    """Search, and return what is to stand on the row."""
    roster = DutyRoster.objects.select_related("district__host").get(pk=row.roster_id)
    inputs = inputs_of(roster)
    effort = Effort(seconds=row.seconds, seed=row.seed, workers=min(_WORKERS, os.cpu_count() or 1))
    found: Roster | None
    if row.replans_from is None:
        found = run(inputs, effort=effort, progress=progress, start=_beginning(roster, inputs))
        outcome, after = outcome_of(found), frozenset(found.assignments)
    else:
        on = assignments_of(roster)
        least = least_change(inputs, on, now=row.replans_from, effort=effort, progress=progress)
        found, outcome = least.roster, outcome_of_least(least)
        after = frozenset() if least.after == on else least.after
    is_cancelled = found is not None and found.receipt.ended_by is EndedBy.CANCEL
    return {
        "state": "cancelled" if is_cancelled else "done",
        "outcome": outcome,
        "assignments": sorted([one.shift, int(one.doctor)] for one in after),
        "progress": {} if found is None else {"points": found.points, "bound": found.bound},
    }


def _beginning(roster: DutyRoster, inputs: RosterInputs) -> frozenset[Assignment]:
    """Return what the roster has so far, where it breaks nothing but that doctors are lacking."""
    now = assignments_of(roster)
    if any(one.constraint != "coverage" for one in check(inputs, now)):
        return frozenset()
    return now


def _failed(row: RosterRun, error: BaseException) -> HjemmelError:
    told = (
        error
        if isinstance(error, HjemmelError)
        else UnavailableError(
            Text("Søket stoppet av en feil.", "An error stopped the search."),
            where=type(error).__name__,
            remedy=Text("Start det på nytt.", "Start it again."),
        )
    )
    with contextlib.suppress(DatabaseError):
        RosterRun.objects.filter(pk=row.pk).update(
            state="failed", finished_at=timezone.now(), problem=as_problem_in_both(told)
        )
    return told


def _run(run: int, by: Actor, *, locked: bool = False) -> RosterRun:
    rows = RosterRun.objects.select_related("roster__district__host")
    if locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=run).first()
    if row is None:
        raise unknown("run")
    by.require(Permission.PLAN_ROSTERS, municipality=row.roster.district.host_id)
    return row


def _require_draft(roster: DutyRoster) -> None:
    if roster.state != "draft":
        raise ConflictError(
            Text("Planen er publisert.", "The roster is published."),
            where="roster",
            remedy=Text(
                "Endre enkeltvakter, så alle andre beholder sine.",
                "Change single shifts, so that all others keep theirs.",
            ),
        )


def _give_up_broken(roster: DutyRoster) -> None:
    """Mark searches whose process must have died as failed."""
    now = timezone.now()
    for row in roster.runs.filter(state="running"):
        if (row.started_at or now) + timedelta(seconds=2 * row.seconds) + _GRACE < now:
            row.state, row.finished_at = "failed", now
            row.save(update_fields=["state", "finished_at"])


def _record(by: Actor, action: str, run: RosterRun, **details: object) -> None:
    record(
        by=by.name,
        action=action,
        subject=f"roster {run.roster_id}",
        municipality=run.roster.district.host.number,
        details={"run": run.pk, "of_version": run.of_version, **details},
    )
