"""Somebody falls ill: she is away, her published shifts are opened, and the least change is taken as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import duty_doctor_for, is_herself, roster_for
from hjemmel.apps.duty.hindrances import hindrances, require_unhindered
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.models import DutyAbsence, DutyDoctor, DutyRoster, DutyShift
from hjemmel.apps.duty.recording import record_of_doctor
from hjemmel.apps.duty.services.absences import lock_published, read_times, write_absence
from hjemmel.apps.duty.services.assigning import Changed, apply_changes, lock_people
from hjemmel.apps.duty.services.offers import close_up, open_up
from hjemmel.apps.duty.services.publishing import send_out_changes
from hjemmel.apps.duty.services.rosters import require_version
from hjemmel.apps.duty.wall_clock import in_norway
from hjemmel.domain.duty_roster import Assignment
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

ILLNESS = "Sykdom"
"""The cause of an absence by illness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedShift:
    """A published shift that was opened: the roster, its key in it, and the offer."""

    roster: int
    shift: str
    offer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Illness:
    """What was done when a doctor fell ill.

    Args:
        absences: Keys of her absences, one in each district.
        opened: The shifts that somebody else has to take, by start.
    """

    absences: tuple[int, ...]
    opened: tuple[OpenedShift, ...]


@transaction.atomic
def report_illness(
    *, duty_doctor: int, starts: datetime, ends: datetime, by: Actor, now: datetime
) -> Illness:
    """Write that a doctor is ill, and open her published shifts in that time to whoever may take them.

    She stays on each shift until somebody has it, and the roster shows that she cannot take it.

    Args:
        duty_doctor: Her key in the district. She is ill in each district where ``by`` may say so.
        starts: From when; without a zone it is the clock on the wall in Norway.
        ends: Until when.
        by: Who reports: she herself with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        now: When; shifts that have ended are not opened.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        InputError: It ends before it starts, or the clock never shows the time.
    """
    told = duty_doctor_for(duty_doctor, by=by)
    starts, ends = read_times(starts, ends)
    absences: list[int] = []
    opened: list[OpenedShift] = []
    rosters = lock_published(told.doctor_id, starts, ends)
    for row in _everywhere(told, by):
        for part in _free_of_others(row, starts, ends):
            absences.append(
                write_absence(doctor=row, starts=part[0], ends=part[1], cause=ILLNESS, by=by).pk
            )
        here = [roster for roster in rosters if roster.district_id == row.district_id]
        for roster in here:
            shifts = _shifts(row, roster, starts, ends, now)
            _end_overrides(row, roster, shifts)
            keys = open_up(roster=roster, doctor=row, shifts=shifts, by=by)
            opened += [
                OpenedShift(roster=roster.pk, shift=shift.key, offer=offer)
                for shift, offer in zip(shifts, keys, strict=True)
            ]
        record_of_doctor(
            by,
            "duty.report_illness",
            row,
            starts=starts.isoformat(),
            ends=ends.isoformat(),
            opened=[one.shift for one in opened],
        )
    return Illness(absences=tuple(absences), opened=tuple(opened))


@transaction.atomic
def report_well(
    *, duty_doctor: int, well_from: datetime, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Write that a doctor is well again: shifts after it that nobody has taken are hers once more.

    Args:
        duty_doctor: Her key in the district. She is well in each district where ``by`` may say so.
        well_from: From when; without a zone it is the clock on the wall in Norway.
        by: Who reports: she herself with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        now: When.

    Returns:
        Keys of the shifts that are hers again.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        ConflictError: She is not reported ill then or later.
    """
    told = duty_doctor_for(duty_doctor, by=by)
    well_from = in_norway(well_from, where="well_from")
    everywhere = _everywhere(told, by)
    absences = DutyAbsence.objects.filter(
        duty_doctor__in=everywhere, cause=ILLNESS, ends__gt=well_from
    )
    ends = absences.aggregate(last=Max("ends"))["last"]
    if ends is None:
        raise ConflictError(
            Text("Legen er ikke meldt syk da.", "The doctor is not reported ill then."),
            where="well_from",
            remedy=Text("Se hva som er meldt.", "See what is reported."),
        )
    lock_published(told.doctor_id, well_from, ends)
    absences.filter(starts__gte=well_from).delete()
    absences.update(ends=well_from)
    found: list[str] = []
    for row in everywhere:
        hers = close_up(doctor=row, by=by, now=now)
        found += hers
        told_well = {"from": well_from.isoformat(), "hers_again": list(hers)}
        record_of_doctor(by, "duty.report_well", row, **told_well)
    return tuple(found)


@transaction.atomic
def take_replan(
    *,
    roster: int,
    version: int,
    put: Collection[tuple[str, int]],
    off: Collection[tuple[str, int]],
    by: Actor,
    now: datetime,
) -> Changed:
    """Take changes of a published roster as a whole; those whom they touch are told.

    Args:
        roster: Key of the roster.
        version: The roster's version that was looked at.
        put: Who is put on which shift: key of the shift, key of the duty doctor.
        off: Who is taken off which shift.
        by: Who takes it; needs ``PLAN_ROSTERS`` in the host municipality.
        now: When; no shift that has ended is changed.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such roster, shift or doctor.
        ConflictError: The roster is not published or has changed since, a shift has ended, or law or
            agreement would be broken.
        InputError: The proposal is empty.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_version(row, version)
    new = {Assignment(shift, key_of(doctor)) for shift, doctor in put}
    old = {Assignment(shift, key_of(doctor)) for shift, doctor in off}
    if not new and not old:
        raise InputError(
            Text("Forslaget er tomt.", "The proposal is empty."),
            where="put",
            remedy=Text("Be om et nytt forslag.", "Ask for a new proposal."),
        )
    return take_changes(roster=row, put=new, off=old, by=by, now=now)


def take_changes(
    *,
    roster: DutyRoster,
    put: Collection[Assignment],
    off: Collection[Assignment],
    by: Actor,
    now: datetime,
) -> Changed:
    """Take changes of a published roster that is locked, as ``take_replan``; raises as that."""
    require_published(roster)
    new, old = set(put), set(off)
    keys = {one.shift for one in new | old}
    if roster.shifts.filter(key__in=keys, ends__lte=now).exists():
        raise ConflictError(
            Text("En av vaktene er over.", "One of the shifts is over."),
            where="shift",
            remedy=Text("Be om et nytt forslag.", "Ask for a new proposal."),
        )
    lock_people(one.doctor for one in new)
    around, found = hindrances(roster, new, old)
    require_unhindered(found, roster, by)
    changed = apply_changes(
        roster=roster, put=new, off=old, by=by, origin="replan", end_reason="replan", around=around
    )
    send_out_changes(roster=roster, put=new, off=old, by=by)
    return changed


def _end_overrides(doctor: DutyDoctor, roster: DutyRoster, shifts: list[DutyShift]) -> None:
    """Let no reason that she could be on a shift although away hold for her illness too."""
    ids = [f"absence|{key_of(doctor.pk)}|{shift.key}|" for shift in shifts]
    roster.overrides.filter(breach__in=ids).delete()


def require_published(roster: DutyRoster) -> None:
    """Raise ``ConflictError`` unless the roster is published."""
    if roster.state != "published":
        raise ConflictError(
            Text("Planen er ikke publisert.", "The roster is not published."),
            where="roster",
            remedy=Text("Endre utkastet direkte.", "Change the draft directly."),
        )


def _everywhere(doctor: DutyDoctor, by: Actor) -> list[DutyDoctor]:
    """Return the doctor in each district where somebody may say that she is ill."""
    rows = DutyDoctor.objects.filter(doctor=doctor.doctor_id).select_related(
        "district__host", "doctor"
    )
    return [
        row
        for row in rows.order_by("pk")
        if row.pk == doctor.pk
        or is_herself(row, by)
        or by.may(Permission.PLAN_ROSTERS, municipality=row.district.host_id)
    ]


def _free_of_others(
    doctor: DutyDoctor, starts: datetime, ends: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the parts of a time in which no other absence of hers stands already."""
    parts = []
    others = doctor.absences.exclude(cause=ILLNESS).filter(starts__lt=ends, ends__gt=starts)
    for other in others.order_by("starts"):
        if other.starts > starts:
            parts.append((starts, other.starts))
        starts = max(starts, other.ends)
    if starts < ends:
        parts.append((starts, ends))
    return parts


def _shifts(
    doctor: DutyDoctor, roster: DutyRoster, starts: datetime, ends: datetime, now: datetime
) -> list[DutyShift]:
    """Return her shifts of a roster that touch a time and have not ended, by start."""
    return list(
        roster.shifts.filter(
            assignments__duty_doctor=doctor,
            assignments__ended_at__isnull=True,
            starts__lt=ends,
            ends__gt=max(starts, now),
        )
        .select_related("roster", "shift_type", "station")
        .order_by("starts")
    )
