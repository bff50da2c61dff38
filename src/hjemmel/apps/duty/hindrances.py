"""What keeps a change of a published roster from being made by those whom it is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import own_doctors
from hjemmel.apps.duty.findings import DutyFinding, newly_broken, told
from hjemmel.apps.duty.judging import Around, breaches_around, overrides_of, part_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.candidates import BINDING
from hjemmel.engines.rostering.elsewhere import Elsewhere
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

_NAMED = 3


def hindrances(
    roster: DutyRoster,
    put: Collection[Assignment],
    off: Collection[Assignment],
    *,
    elsewhere: Elsewhere | None = None,
) -> tuple[Around, tuple[DutyFinding, ...]]:
    """Return what a change would break of law or agreement that is not broken now.

    Args:
        roster: The roster.
        put: Who would be put on which shift.
        off: Who would be taken off which shift.
        elsewhere: What would change in another roster at the same time.

    Returns:
        What is broken before and after, of what the change touches, and the findings.

    Raises:
        ConflictError: Somebody takes no duty in the period of the roster.
    """
    before = assignments_of(roster)
    after = (before - frozenset(off)) | frozenset(put)
    inputs = inputs_of(roster, part=part_of(roster, before, after))
    there = {doctor.key for doctor in inputs.picture.doctors}
    if {one.doctor for one in put} - there:
        raise ConflictError(
            Text("Legen går ikke vakt i denne planen.", "The doctor takes no duty in this roster."),
            where="doctor",
            remedy=Text("Velg en lege som går vakt her.", "Choose a doctor who takes duty here."),
        )
    around = breaches_around(inputs, before, after, elsewhere=elsewhere)
    found = told(newly_broken(*around), overrides_of(roster))
    return around, tuple(one for one in found if one.level in BINDING and not one.override)


def require_unhindered(findings: Sequence[DutyFinding], roster: DutyRoster, by: Actor) -> None:
    """Raise what stands in the way of a change of hands, told to those whom it is for.

    A doctor is told what concerns herself; what keeps a colleague from it is for those who plan.

    Raises:
        ConflictError: Something of law or agreement would be broken.
    """
    if not findings:
        return
    plans = by.may(Permission.PLAN_ROSTERS, municipality=roster.district.host_id)
    own = set(
        DutyDoctor.objects.filter(
            district=roster.district_id, doctor__in=own_doctors(by)
        ).values_list("pk", flat=True)
    )
    open_ones = [one for one in findings if plans or one.doctor is None or one.doctor in own]
    words = [one.sentence for one in open_ones[:_NAMED]]
    if len(open_ones) < len(findings):
        words.append(
            Text(
                "Loven eller avtalen hindrer at kollegaen tar vakten.",
                "Law or agreement keeps the colleague from taking the shift.",
            )
        )
    raise ConflictError(
        Text(
            "Vakten kan ikke skifte hender nå. " + " ".join(one.nb for one in words),
            "The shift cannot change hands now. " + " ".join(one.en for one in words),
        ),
        where="shift",
        remedy=Text(
            "Velg en annen lege eller vakt, eller snakk med vaktplanleggeren.",
            "Choose another doctor or shift, or talk to the roster planner.",
        ),
        findings=[one.id for one in open_ones],
    )
