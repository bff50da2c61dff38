"""Who may do what with a district: asked of its host municipality; a doctor acts for herself."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import OPENS, Permission
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, DutyRoster, ShiftType, Station
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

_Part = TypeVar("_Part", Station, ShiftType)


def district_for(
    key: int, *, by: Actor, permission: Permission, locked: bool = False
) -> DutyDistrict:
    """Return a district where ``permission`` is open to ``by``; ``locked`` until the transaction ends.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    rows = DutyDistrict.objects.select_related("host")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=key).first()
    if row is None:
        raise unknown("district")
    by.require(permission, municipality=row.host_id)
    return row


def locked_in_district(rows: QuerySet[_Part], key: int, kind: str, *, by: Actor) -> _Part:
    """Return a station or shift type with its district, where ``by`` plans rosters.

    Both are locked until the transaction ends, so that no roster is made meanwhile.

    Args:
        rows: Where it is looked for.
        key: Its key.
        kind: What it is called in the error.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.

    Raises:
        UnknownIdError: There is no such.
        NotAllowedError: The roles do not open it.
    """
    found = rows.filter(pk=key).values_list("district", flat=True).first()
    if found is None:
        raise unknown(kind)
    district = district_for(found, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise unknown(kind)
    row.district = district
    return row


def roster_for(key: int, *, by: Actor, permission: Permission, locked: bool = False) -> DutyRoster:
    """Return a roster where ``permission`` is open to ``by``; ``locked`` until the transaction ends.

    Raises:
        UnknownIdError: There is no such roster.
        NotAllowedError: The roles do not open it.
    """
    rows = DutyRoster.objects.select_related("district__host")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=key).first()
    if row is None:
        raise unknown("roster")
    by.require(permission, municipality=row.district.host_id)
    return row


def duty_doctor_for(key: int, *, by: Actor) -> DutyDoctor:
    """Return a doctor in a district whom ``by`` plans for, or who is ``by`` herself.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: The roles do not open it.
    """
    row = DutyDoctor.objects.select_related("district__host", "doctor").filter(pk=key).first()
    if row is None:
        raise unknown("duty doctor")
    require_planning_for(row, by)
    return row


def planned_doctor_for(key: int, *, by: Actor, locked: bool = False) -> DutyDoctor:
    """Return a doctor in a district that ``by`` plans for; ``locked`` until the transaction ends.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: The roles do not open it.
    """
    rows = DutyDoctor.objects.select_related("district__host")
    if locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=key).first()
    if row is None:
        raise unknown("duty doctor")
    by.require(Permission.PLAN_ROSTERS, municipality=row.district.host_id)
    return row


def require_planning_for(doctor: DutyDoctor, by: Actor) -> None:
    """Raise ``NotAllowedError`` unless ``by`` plans for a doctor, or is the doctor herself."""
    if not is_herself(doctor, by):
        by.require(Permission.PLAN_ROSTERS, municipality=doctor.district.host_id)


def is_herself(doctor: DutyDoctor, by: Actor) -> bool:
    """Tell whether ``by`` is the doctor, with a role that lets her see to her own duty."""
    return doctor.doctor_id in own_doctors(by)


def own_doctors(by: Actor) -> frozenset[int]:
    """Return the register's keys of the doctors that ``by`` is, where she may see to her own duty."""
    if by.scopes is not None and Permission.OWN_DUTY not in by.scopes:
        return frozenset()
    return frozenset(
        grant.doctor
        for grant in by.grants
        if grant.doctor is not None and Permission.OWN_DUTY in OPENS[grant.role]
    )


def require_seeing(district: DutyDistrict, by: Actor) -> None:
    """Raise ``NotAllowedError`` unless ``by`` may see the district's rosters, or is one of its doctors."""
    if by.may(Permission.SEE_ROSTERS, municipality=district.host_id):
        return
    if not DutyDoctor.objects.filter(district=district, doctor__in=own_doctors(by)).exists():
        raise not_allowed(Permission.SEE_ROSTERS)


def seen_district(key: int, by: Actor) -> DutyDistrict:
    """Return a district whose rosters ``by`` may see, or where she is a doctor.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = DutyDistrict.objects.select_related("host").filter(pk=key).first()
    if row is None:
        raise unknown("district")
    require_seeing(row, by)
    return row


def unknown(kind: str) -> UnknownIdError:
    """Return the error of something of duty that does not exist."""
    return UnknownIdError(
        Text("Den finnes ikke i vaktordningen.", "It is not in the duty register."),
        where=kind,
        remedy=Text("Gå tilbake til vaktplanene.", "Go back to the rosters."),
    )
