"""Changes what holds for a doctor in a duty district, lets her leave, removes one taken in by mistake."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import planned_doctor_for
from hjemmel.apps.duty.district_words import possible_fraction, require_email, require_stations
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.history import OUT
from hjemmel.apps.duty.models import DutyDoctor, ShiftOffer
from hjemmel.apps.duty.recording import record_of_district
from hjemmel.apps.duty.seen_versions import require_unchanged
from hjemmel.apps.duty.services.exemption_cases import locked_rosters
from hjemmel.apps.duty.services.offers import close_up
from hjemmel.apps.duty.services.opening import UnlawfulShift, open_broken
from hjemmel.apps.duty.unlawful import broken_shifts
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.shift import Role
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text


@transaction.atomic
def change_doctor(
    *,
    duty_doctor: int,
    by: Actor,
    now: datetime,
    fraction: Decimal | None = None,
    employment: Employment | None = None,
    roles: Collection[Role] | None = None,
    stations: Collection[str] | None = None,
    email: str | None = None,
    version: str | None = None,
) -> tuple[UnlawfulShift, ...]:
    """Change what holds for a doctor in a district; what is ``None`` stays.

    Rosters that are sent out keep each doctor's share until they are sent out anew. A published shift in a
    role that she has no more is opened to whoever may take it; she is never left on one in silence.

    Args:
        duty_doctor: Her key in the district.
        by: Who changes it; needs ``PLAN_ROSTERS`` in the host municipality.
        now: Shifts that have started are left as they are.
        fraction: Her share of a full load.
        employment: How she works for the municipality besides duty.
        roles: What she may be on shifts; at least one.
        stations: Codes of the stations at which she takes duty; empty: all.
        email: Where she is told of changes; empty: nowhere.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Returns:
        The published shifts that she may not take any more.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor, or no such station in the district.
        InputError: The share or the address is not possible, or she has no role.
        ConflictError: It has changed since.
    """
    row = _locked(duty_doctor, by)
    require_unchanged(row, version)
    given: dict[str, Any] = {}
    if fraction is not None:
        given["fraction"] = possible_fraction(fraction)
    if employment is not None:
        given["employment"] = employment.value
    if roles is not None:
        given["roles"] = _roles(roles)
    if stations is not None:
        require_stations(row.district, stations)
        given["stations"] = sorted(set(stations))
    if email is not None:
        require_email(email)
        given["email"] = email
    return _change(row, given, "duty.change_doctor", by, now)


@transaction.atomic
def end_membership(
    *,
    duty_doctor: int,
    member_to: date | None,
    by: Actor,
    now: datetime,
    version: str | None = None,
) -> tuple[UnlawfulShift, ...]:
    """Let a doctor take no duty in a district from a day on; her published shifts after it are opened.

    Args:
        duty_doctor: Her key in the district.
        member_to: The first day without duty; ``None``: no end is known.
        by: Who says; needs ``PLAN_ROSTERS`` in the host municipality.
        now: Shifts that have started are left as they are.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Returns:
        The published shifts that she may not take any more.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        InputError: The day is not after the first.
        ConflictError: It has changed since, or she has been taken in again before that day.
    """
    row = _locked(duty_doctor, by)
    require_unchanged(row, version)
    if member_to is not None and member_to <= row.member_from:
        raise InputError(
            Text(
                "Legen kan ikke slutte før hun begynte.",
                "The doctor cannot end before she began.",
            ),
            where="member_to",
            remedy=Text("Gi en senere dag.", "Give a later day."),
        )
    again = DutyDoctor.objects.filter(
        district=row.district_id, doctor=row.doctor_id, member_from__gt=row.member_from
    )
    if member_to is not None:
        again = again.filter(member_from__lt=member_to)
    if again.exists():
        raise ConflictError(
            Text(
                "Legen er tatt med på nytt før den dagen.",
                "The doctor has been taken in again before that day.",
            ),
            where="member_to",
            remedy=Text("Gi en tidligere dag.", "Give an earlier day."),
        )
    return _change(row, {"member_to": member_to}, "duty.end_membership", by, now)


@transaction.atomic
def remove_doctor(*, duty_doctor: int, by: Actor) -> None:
    """Take a doctor out of a district who was taken in by mistake: nothing in it is hers.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        ConflictError: She has or had shifts, a share of a roster that was sent out, offers, exemptions,
            absences, wishes or an opening balance in it.
    """
    row = planned_doctor_for(duty_doctor, by=by, locked=True)
    used = _uses(row)
    if used:
        raise ConflictError(
            Text(
                f"Legen har {', '.join(one.nb for one in used)} i vaktdistriktet.",
                f"The doctor has {', '.join(one.en for one in used)} in the duty district.",
            ),
            where="doctor",
            remedy=Text("La legen slutte i stedet.", "Let the doctor leave instead."),
        )
    record_of_district(
        by, "duty.remove_doctor", row.district, duty_doctor=row.pk, doctor=row.doctor_id
    )
    row.delete()


def _locked(key: int, by: Actor) -> DutyDoctor:
    """Return a doctor in a district, with its published rosters locked before her."""
    locked_rosters(planned_doctor_for(key, by=by).district_id)
    return planned_doctor_for(key, by=by, locked=True)


def _roles(roles: Collection[Role]) -> list[str]:
    if not roles:
        raise InputError(
            Text("Legen har ingen rolle.", "The doctor has no role."),
            where="roles",
            remedy=Text("Velg minst én.", "Choose at least one."),
        )
    return sorted({role.value for role in roles})


def _change(
    row: DutyDoctor, given: Mapping[str, Any], action: str, by: Actor, now: datetime
) -> tuple[UnlawfulShift, ...]:
    """Write what differs, and open the published shifts that she may not take by it."""
    changed = [name for name, value in given.items() if getattr(row, name) != value]
    if not changed:
        return ()
    before = {one.shift.pk for one in broken_shifts(row, now)}
    for name in changed:
        setattr(row, name, given[name])
    row.save(update_fields=changed)
    close_up(doctor=row, by=by, now=now)
    broken = [one for one in broken_shifts(row, now) if one.shift.pk not in before]
    found = tuple(open_broken(row, broken, by))
    record_of_district(
        by,
        action,
        row.district,
        duty_doctor=row.pk,
        fields=changed,
        unlawful=[one.shift for one in found],
    )
    return found


def _uses(row: DutyDoctor) -> list[Text]:
    """Return what a doctor has in a district, in words."""
    key = key_of(row.pk)
    shared = row.district.rosters.filter(state__in=OUT).values_list("shares", flat=True)
    offers = ShiftOffer.objects.filter(Q(given_by=row) | Q(offered_to=row) | Q(taken_by=row))
    kinds = (
        (row.assignments.exists(), Text("vakter", "shifts")),
        (any(key in shares for shares in shared), Text("del i vaktplaner", "a share of rosters")),
        (offers.exists(), Text("tilbud om vakt", "offers of shifts")),
        (row.exemption_cases.exists(), Text("fritakssaker", "cases of exemption")),
        (row.absences.exists(), Text("fravær", "absences")),
        (row.wishes.exists(), Text("ønsker", "wishes")),
        (row.opening_balances.exists(), Text("en inngående saldo", "an opening balance")),
    )
    return [words for is_there, words in kinds if is_there]
