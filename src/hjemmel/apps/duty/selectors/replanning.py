"""What has to be filled when somebody cannot take her shifts, who may take each, and the least change found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import roster_for, unknown
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import RosterRun
from hjemmel.apps.duty.replanning import lacking, must_leave, shifts_after
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer, shift_in_offer
from hjemmel.apps.duty.selectors.takers import Ranking, TakerView
from hjemmel.domain.duty_roster import Assignment
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A shift that somebody has to leave or that lacks a doctor.

    Args:
        shift: The shift.
        takers: Who may take it, the best first by law, ledger and cost.
    """

    shift: ShiftInOffer
    takers: tuple[TakerView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanProposal:
    """What a search for the fewest changes of a published roster found.

    Args:
        fewest: Doctors that have to come off a shift in any case; ``None``: not known yet.
        is_least: Whether it is proven that fewer changes will not do.
        problem: Why no roster was found; ``None`` where one was.
        put: Who is put on which shift: key of the shift, key of the duty doctor.
        off: Who is taken off which shift.
    """

    fewest: int | None
    is_least: bool
    problem: Text | None
    put: tuple[tuple[str, int], ...]
    off: tuple[tuple[str, int], ...]


def vacancies_in(roster: int, *, by: Actor, now: datetime) -> tuple[Vacancy, ...]:
    """Return the shifts of a roster that have to be filled, by start, and who may take each.

    Args:
        roster: Key of the roster.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        now: When; shifts that have started are left out.

    Raises:
        UnknownIdError: There is no such roster.
        NotAllowedError: The roles do not open it.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    on = assignments_of(row)
    inputs = inputs_of(row)
    gone = must_leave(inputs, on)
    keys = ({one.shift for one in gone} | lacking(inputs, on)) & shifts_after(inputs, now)
    if not keys:
        return ()
    ranking = Ranking(row, inputs, with_costs=True)
    leaving = {one.shift: one.doctor for one in sorted(gone)}
    shifts = row.shifts.filter(key__in=keys).select_related("shift_type", "station")
    return tuple(
        Vacancy(
            shift=shift_in_offer(shift), takers=ranking.takers(shift.key, leaving.get(shift.key))
        )
        for shift in shifts.order_by("starts", "key")
    )


def proposal_of(run: int, *, by: Actor) -> ReplanProposal | None:
    """Return what a search for the fewest changes found; ``None``: it is a search for a draft.

    Raises:
        UnknownIdError: There is no such search.
        NotAllowedError: The roles do not let ``by`` plan rosters there.
    """
    row = RosterRun.objects.select_related("roster__district").filter(pk=run).first()
    if row is None:
        raise unknown("run")
    by.require(Permission.PLAN_ROSTERS, municipality=row.roster.district.host_id)
    if row.replans_from is None:
        return None
    told = row.outcome.get("least", {})
    said = told.get("problem")
    wanted = {Assignment(shift, key_of(doctor)) for shift, doctor in row.assignments}
    now = assignments_of(row.roster) if wanted else frozenset()
    return ReplanProposal(
        fewest=told.get("fewest"),
        is_least=told.get("is_least", False),
        problem=None if said is None else Text(*said),
        put=_pairs(wanted - now),
        off=_pairs(now - wanted),
    )


def _pairs(assignments: set[Assignment] | frozenset[Assignment]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((one.shift, int(one.doctor)) for one in assignments))
