"""Moves a shift to other times, with the check at once; offers of it lapse, and calendars follow."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import roster_for, unknown
from hjemmel.apps.duty.findings import DutyFinding, newly_broken, told
from hjemmel.apps.duty.judging import overrides_of, part_of
from hjemmel.apps.duty.mailing import shift_words, tell_doctor
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of, law_of, terms_of
from hjemmel.apps.duty.mapping.shifts import shift_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, DutyShift
from hjemmel.apps.duty.services.assigning import Changed, breaks_law, lock_people, set_aside
from hjemmel.apps.duty.services.lapsing import lapse_changed
from hjemmel.apps.duty.services.rosters import require_version
from hjemmel.apps.duty.wall_clock import in_norway
from hjemmel.domain.shift import NORWAY
from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.calendar import counts, easter_days
from hjemmel.engines.rostering.check import check_doctor
from hjemmel.engines.rostering.legal_terms import red_days_between
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_LONGEST = timedelta(days=31)


@transaction.atomic
def move_shift(
    *,
    roster: int,
    shift: str,
    starts: datetime,
    ends: datetime,
    version: int,
    by: Actor,
    reason: str = "",
) -> Changed:
    """Move a shift to other times; who is on it stays, and is told when the roster is published.

    Args:
        roster: Key of the roster.
        shift: Key of the shift in it; it keeps its key.
        starts: When it is to start; without a zone it is the clock on the wall in Norway.
        ends: When it is to end.
        version: The roster's version that was looked at.
        by: Who moves it; needs ``PLAN_ROSTERS`` in the host municipality.
        reason: Why a rule of the law is set aside in a published roster; needs ``DECIDE_DUTY``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster or shift.
        InputError: It would end before it starts or last for over 31 days, start outside the roster, or
            at a time that never comes.
        ConflictError: The roster is closed or has changed since, nothing changes, or a rule of the law
            would be broken in a published roster.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_version(row, version)
    moved = row.shifts.select_related("shift_type", "station").filter(key=shift).first()
    if moved is None:
        raise unknown("shift")
    starts, ends = in_norway(starts), in_norway(ends, is_end=True, where="ends")
    _require_possible(row, moved, starts, ends)
    if row.state == "published":
        on = moved.assignments.filter(ended_at__isnull=True)
        lock_people(key_of(one) for one in on.values_list("duty_doctor", flat=True))
    before = _breaches(row, moved)
    _move(row, moved, starts, ends)
    found = told(newly_broken(before, _breaches(row, moved)), overrides_of(row))
    if row.state == "published":
        _answer_for(row, [one for one in found if one.stops_publishing], reason, by)
        lapse_changed([moved.pk])
        _tell(moved)
    row.version += 1
    row.save(update_fields=["version"])
    record(
        by=by.name,
        action="duty.move_shift",
        subject=f"roster {row.pk}",
        municipality=row.district.host.number,
        details={
            "shift": moved.key,
            "starts": starts.isoformat(),
            "ends": ends.isoformat(),
            "version": row.version,
            "state": row.state,
            "broken": [one.id for one in found][:100],
            "overridden": bool(reason) and any(one.is_law for one in found),
        },
    )
    return Changed(version=row.version, findings=found)


def _require_possible(
    roster: DutyRoster, shift: DutyShift, starts: datetime, ends: datetime
) -> None:
    if roster.state == "closed":
        raise ConflictError(
            Text("Planen er avsluttet.", "The roster is closed."),
            where="roster",
            remedy=Text("Endre en plan som gjelder nå.", "Change a roster that is in force."),
        )
    if ends.timestamp() <= starts.timestamp():
        raise InputError(
            Text("Vakten slutter før den starter.", "The shift ends before it starts."),
            where="ends",
            remedy=Text("Rett start eller slutt.", "Correct the start or the end."),
        )
    if ends - starts > _LONGEST:
        raise InputError(
            Text("Vakten er lengre enn 31 dager.", "The shift is longer than 31 days."),
            where="ends",
            remedy=Text("Rett slutten.", "Correct the end."),
        )
    if not roster.first <= starts.date() < roster.last:
        raise InputError(
            Text("Vakten starter utenfor planen.", "The shift starts outside the roster."),
            where="starts",
            remedy=Text("Velg en dag i planen.", "Choose a day of the roster."),
        )
    if (shift.starts, shift.ends) == (starts, ends):
        raise ConflictError(
            Text("Vakten har de tidene fra før.", "The shift has those times already."),
            where="starts",
            remedy=Text("Gi andre tider.", "Give other times."),
        )


def _breaches(roster: DutyRoster, shift: DutyShift) -> list[Breach]:
    """Return what the doctors on a shift, and on those that it backs up, break by their shifts."""
    on = assignments_of(roster)
    changed = frozenset(one for one in on if one.shift == shift.key)
    inputs = inputs_of(roster, part=part_of(roster, on, on - changed))
    shifts = {one.key: one for one in inputs.picture.shifts}
    staffed = Counter(one.shift for one in on)
    return [
        breach
        for doctor in inputs.picture.doctors
        for breach in check_doctor(
            inputs,
            doctor,
            [shifts[one.shift] for one in on if one.doctor == doctor.key],
            staffed,
        )
    ]


def _move(roster: DutyRoster, shift: DutyShift, starts: datetime, ends: datetime) -> None:
    law = law_of(roster)
    red_days = red_days_between(roster.first, roster.last, law)
    shift.starts, shift.ends, shift.day = starts, ends, starts.astimezone(NORWAY).date()
    picture = shift_of(shift, shift.shift_type.code, shift.station.code)
    taken = counts(picture, terms_of(roster.district, law), red_days, easter_days(red_days))
    shift.counts = {category.value: amount for category, amount in taken.items()}
    shift.sequence += 1
    shift.moved_at = timezone.now()
    shift.save()


def _answer_for(roster: DutyRoster, findings: list[DutyFinding], reason: str, by: Actor) -> None:
    if not findings:
        return
    if not reason.strip():
        raise breaks_law(findings)
    by.require(Permission.DECIDE_DUTY, municipality=roster.district.host_id)
    set_aside(roster=roster, reasons=[(one, reason) for one in findings], by=by)


def _tell(shift: DutyShift) -> None:
    about = shift_words(shift)
    rows = DutyDoctor.objects.filter(
        assignments__shift=shift, assignments__ended_at__isnull=True
    ).exclude(email="")
    for doctor in rows:
        tell_doctor(
            doctor,
            Text("En vakt er flyttet", "A shift was moved"),
            Text(f"Vakten din er flyttet til {about.nb}.", f"Your shift was moved to {about.en}."),
        )
