"""Doctors of the register who may be taken into a duty district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for
from hjemmel.apps.duty.models import DutyDoctor
from hjemmel.apps.registry.models import AgreementTerms, Doctor


@dataclass(frozen=True, slots=True, kw_only=True)
class MayJoin:
    """A doctor who is not in a district.

    Args:
        doctor: The register's key.
        name: Her name.
        municipality: Key of the municipality that she has an agreement with.
        municipality_name: Its name.
    """

    doctor: int
    name: str
    municipality: int
    municipality_name: str


def may_join(district: int, *, by: Actor, on: date) -> tuple[MayJoin, ...]:
    """Return the GPs of a district's municipalities who do not take duty in it, by name.

    Args:
        district: Key of the district.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        on: The day on which they have an agreement.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    places = {one.pk: one.name for one in row.municipalities.all()}
    there = DutyDoctor.objects.filter(district=row, member_to__isnull=True)
    held = (
        AgreementTerms.objects.on(on)
        .filter(agreement__municipality__in=places, holder__isnull=False)
        .exclude(holder__in=there.values("doctor"))
        .values_list("holder", "agreement__municipality")
    )
    works_for = dict(held)
    return tuple(
        MayJoin(
            doctor=doctor.pk,
            name=doctor.name,
            municipality=works_for[doctor.pk],
            municipality_name=places[works_for[doctor.pk]],
        )
        for doctor in Doctor.objects.filter(pk__in=works_for).order_by("name", "pk")
    )
