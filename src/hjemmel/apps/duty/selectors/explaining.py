"""Why a doctor has a shift: who else could have had it, and what the ledger said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import is_herself, unknown
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyDoctor
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.engines.rostering import RosterInputs, explain
from hjemmel.engines.rostering.as_it_stands import roster_as_it_stands
from hjemmel.engines.rostering.explain import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """Why doctors have a shift.

    Args:
        inputs: What the roster is judged by.
        explanations: One for each doctor on it; without the others for whoever only takes duty.
    """

    inputs: RosterInputs
    explanations: tuple[Explanation, ...]


def why_on_shift(roster: int, shift: str, *, by: Actor, doctor: int | None = None) -> WhyView:
    """Return why doctors have a shift, as the roster stands.

    Args:
        roster: Key of the roster.
        shift: Key of the shift.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality, or asks of her own shift: then
            it is not told what keeps each of the others off.
        doctor: Only this doctor in the district; ``None``: everybody on it.

    Raises:
        UnknownIdError: There is no such roster or shift, or she is not on it.
        NotAllowedError: The roles do not open it.
    """
    row = seen_roster(roster, by)
    plans = by.may(Permission.PLAN_ROSTERS, municipality=row.district.host_id)
    if not plans and not _is_of_herself(doctor, row.district_id, by):
        raise not_allowed(Permission.PLAN_ROSTERS)
    if not row.shifts.filter(key=shift).exists():
        raise unknown("shift")
    inputs = inputs_of(row)
    stands = roster_as_it_stands(inputs, assignments_of(row))
    keys = stands.doctors_on(shift) if doctor is None else (str(doctor),)
    found = tuple(explain(stands, shift, key) for key in keys)
    if not plans:
        found = tuple(replace(one, others=()) for one in found)
    return WhyView(inputs=inputs, explanations=found)


def _is_of_herself(doctor: int | None, district: int, by: Actor) -> bool:
    if doctor is None:
        return False
    own = DutyDoctor.objects.filter(pk=doctor, district=district).first()
    return own is not None and is_herself(own, by)
