"""The least change of a published roster when somebody cannot take her shifts, and who may take each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import roster_for
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyRoster
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer, shift_in_offer
from hjemmel.apps.duty.selectors.takers import Ranking, TakerView
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import NORWAY
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.replan import Replanned, replan
from hjemmel.engines.rostering.results import Status
from hjemmel.engines.rostering.terms import Effort
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanChange:
    """A shift that changes hands: who comes off it and who is put on, by key and name."""

    shift: ShiftInOffer
    gone: tuple[tuple[int, str], ...]
    new: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanProposal:
    """A proposal to change a published roster as little as can be.

    Args:
        roster: Key of the roster.
        version: The version that it is of.
        changes: Where it differs, by start; empty: there is nothing to do, or no roster was found.
        is_least: Whether it is proven that fewer changes will not do.
        fewest: Doctors that have to come off a shift in any case.
        status: How good the roster is known to be; ``None``: none was looked for.
        problem: Why no roster was found; ``None`` where one was.
        vacant: Each shift that somebody has to leave or that lacks a doctor, with who may take it, the
            best first by law, ledger and cost.
        put: Who is put on which shift, to hand over to ``services.illness.take_replan``.
        off: Who is taken off which shift.
    """

    roster: int
    version: int
    changes: tuple[ReplanChange, ...]
    is_least: bool
    fewest: int
    status: Status | None
    problem: Text | None
    vacant: tuple[tuple[ShiftInOffer, tuple[TakerView, ...]], ...]
    put: tuple[tuple[str, int], ...]
    off: tuple[tuple[str, int], ...]


def propose_replan(
    roster: int,
    *,
    by: Actor,
    now: datetime,
    seconds: float = 10.0,
    progress: Progress | None = None,
) -> ReplanProposal:
    """Return how a published roster can be had again with the fewest changes.

    Args:
        roster: Key of the roster.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        now: When; shifts that have started stay as they are.
        seconds: How long to look at most.
        progress: Where to tell how far it has come.

    Raises:
        UnknownIdError: There is no such roster.
        NotAllowedError: The roles do not open it.
        ConflictError: The roster is not published.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    if row.state != "published":
        raise ConflictError(
            Text("Planen er ikke publisert.", "The roster is not published."),
            where="roster",
            remedy=Text("Søk etter en ny plan i stedet.", "Search for a new roster instead."),
        )
    on = assignments_of(row)
    plain = inputs_of(row)
    gone = _must_leave(plain, on)
    inputs = _with_started_fixed(plain, on, gone, now)
    found, problem = _searched(inputs, on, now, seconds, progress)
    after = on if found is None or problem is not None else frozenset(found.roster.assignments)
    later = {shift.key for shift in inputs.picture.shifts if shift.starts > now}
    put = {one for one in after - on if one.shift in later}
    off = {one for one in on - after if one.shift in later}
    vacant = ({one.shift for one in gone} | _lacking(inputs, on)) & later
    views = _views(row, {one.shift for one in put | off} | vacant)
    return ReplanProposal(
        roster=row.pk,
        version=row.version,
        changes=_changes(inputs, views, put, off),
        is_least=found is not None and problem is None and found.is_least,
        fewest=sum(one.shift in later for one in gone),
        status=None if found is None else found.roster.status,
        problem=problem,
        vacant=_ranked(row, plain, views, vacant, gone),
        put=tuple(sorted((one.shift, int(one.doctor)) for one in put)),
        off=tuple(sorted((one.shift, int(one.doctor)) for one in off)),
    )


def _searched(
    inputs: RosterInputs,
    on: frozenset[Assignment],
    now: datetime,
    seconds: float,
    progress: Progress | None,
) -> tuple[Replanned | None, Text | None]:
    """Return what the engine found, and why it is no roster."""
    try:
        found = replan(
            inputs,
            on,
            from_day=now.astimezone(NORWAY).date(),
            effort=Effort(seconds=seconds, workers=2),
            progress=progress,
        )
    except InputError as error:
        return None, error.what
    conflict = found.roster.conflict
    if conflict is not None:
        said = conflict.sentences
        return found, Text(" ".join(one.nb for one in said), " ".join(one.en for one in said))
    if found.roster.status is Status.STOPPED and not found.roster.assignments:
        return found, Text("Søket rakk ikke å finne en plan.", "The search found none in time.")
    return found, None


def _must_leave(inputs: RosterInputs, on: frozenset[Assignment]) -> frozenset[Assignment]:
    """Return who may not be on her shift, each taken by itself."""
    problem = Problem.of(inputs)
    frame = problem.frame
    return frozenset(
        one
        for one in on
        if not problem.allowed[frame.doctor_places[one.doctor], frame.shift_places[one.shift]]
    )


def _with_started_fixed(
    inputs: RosterInputs, on: frozenset[Assignment], gone: frozenset[Assignment], now: datetime
) -> RosterInputs:
    """Return the inputs with everybody locked to the shifts that have started, where she may be."""
    started = {shift.key for shift in inputs.picture.shifts if shift.starts <= now}
    fixed = (inputs.picture.fixed - gone) | {one for one in on - gone if one.shift in started}
    return replace(inputs, picture=replace(inputs.picture, fixed=fixed))


def _lacking(inputs: RosterInputs, on: frozenset[Assignment]) -> set[str]:
    """Return the shifts that lack a doctor."""
    staffed = Counter(one.shift for one in on)
    return {one.key for one in inputs.picture.shifts if staffed[one.key] < one.doctors}


def _ranked(
    roster: DutyRoster,
    inputs: RosterInputs,
    views: Mapping[str, ShiftInOffer],
    vacant: Collection[str],
    gone: Iterable[Assignment],
) -> tuple[tuple[ShiftInOffer, tuple[TakerView, ...]], ...]:
    if not vacant:
        return ()
    ranking = Ranking(roster, inputs, with_costs=True)
    leaving = {one.shift: one.doctor for one in sorted(gone)}
    order = sorted(vacant, key=lambda key: (views[key].starts.timestamp(), key))
    return tuple((views[key], ranking.takers(key, leaving.get(key))) for key in order)


def _views(roster: DutyRoster, keys: Collection[str]) -> dict[str, ShiftInOffer]:
    rows = roster.shifts.filter(key__in=keys).select_related("shift_type", "station")
    return {row.key: shift_in_offer(row) for row in rows}


def _changes(
    inputs: RosterInputs,
    views: Mapping[str, ShiftInOffer],
    put: Collection[Assignment],
    off: Collection[Assignment],
) -> tuple[ReplanChange, ...]:
    def named(found: Collection[Assignment], shift: str) -> tuple[tuple[int, str], ...]:
        doctors = sorted(one.doctor for one in found if one.shift == shift)
        return tuple((int(key), inputs.name(key)) for key in doctors)

    keys = {one.shift for one in (*put, *off)}
    return tuple(
        ReplanChange(shift=views[key], gone=named(off, key), new=named(put, key))
        for key in sorted(keys, key=lambda key: (views[key].starts.timestamp(), key))
    )
