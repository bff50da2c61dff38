"""A doctor's private calendar address: made and shown once, read by her phone, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import duty_doctor_for, is_herself, unknown
from hjemmel.apps.duty.calendar_text import CalendarEvent, calendar_text
from hjemmel.apps.duty.mapping.history import OUT
from hjemmel.apps.duty.models import CalendarFeed, DutyAbsence, DutyAssignment, DutyDoctor
from hjemmel.apps.duty.recording import record_of_doctor
from hjemmel.domain.shift import Role
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

_MOST_FEEDS = 5
_BACK = timedelta(days=92)
_NOTED_EVERY = timedelta(hours=1)
_NAME = Text("Legevakt", "Duty")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A calendar address that was made; the secret is shown now and never again."""

    key: int
    secret: str


@transaction.atomic
def make_feed(*, duty_doctor: int, by: Actor) -> NewFeed:
    """Make a private calendar address of a doctor's own shifts, in all districts.

    Args:
        duty_doctor: Her key in a district.
        by: She herself, with ``OWN_DUTY``; nobody makes one for another.

    Raises:
        NotAllowedError: She is not ``by``.
        UnknownIdError: There is no such doctor.
        ConflictError: She has five in use.
    """
    row = DutyDoctor.objects.select_related("district__host").filter(pk=duty_doctor).first()
    if row is None:
        raise unknown("duty doctor")
    if not is_herself(row, by):
        raise not_allowed(Permission.OWN_DUTY)
    DutyDoctor.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.feeds.filter(revoked_at__isnull=True).count() >= _MOST_FEEDS:
        raise ConflictError(
            Text("Du har fem kalenderadresser i bruk.", "You have five calendar addresses in use."),
            where="feed",
            remedy=Text("Slett en du ikke bruker.", "Revoke one that you do not use."),
        )
    secret = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(duty_doctor=row, secret_digest=_digest(secret))
    record_of_doctor(by, "duty.make_feed", row, feed=made.pk)
    return NewFeed(key=made.pk, secret=secret)


@transaction.atomic
def revoke_feed(*, feed: int, by: Actor, now: datetime) -> None:
    """Revoke a calendar address: it shows nothing any more. Revoked before, nothing is done.

    Args:
        feed: Key of the feed.
        by: She herself with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        now: When.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such feed.
    """
    found = CalendarFeed.objects.select_for_update(of=("self",)).filter(pk=feed).first()
    if found is None:
        raise unknown("feed")
    row = duty_doctor_for(found.duty_doctor_id, by=by)
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
        record_of_doctor(by, "duty.revoke_feed", row, feed=found.pk)


def feed_text(*, secret: str, now: datetime) -> str:
    """Return the calendar of whoever has the secret: her own published shifts, and nothing else.

    Args:
        secret: What ``make_feed`` showed.
        now: When it is read; shifts that ended three months ago are left out.

    Raises:
        UnknownIdError: There is no such address, or it was revoked.
    """
    feed = (
        CalendarFeed.objects.select_related("duty_doctor")
        .filter(secret_digest=_digest(secret), revoked_at__isnull=True)
        .first()
    )
    if feed is None:
        raise unknown("feed")
    if feed.last_read_at is None or now - feed.last_read_at >= _NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    return calendar_text(_NAME, _events(feed.duty_doctor.doctor_id, now))


def _events(doctor: int, now: datetime) -> Iterable[CalendarEvent]:
    """Yield the published shifts of a doctor of the register, but for those while she is away."""
    away = DutyAbsence.objects.filter(
        duty_doctor=OuterRef("duty_doctor"),
        starts__lt=OuterRef("shift__ends"),
        ends__gt=OuterRef("shift__starts"),
    )
    rows = (
        DutyAssignment.objects.filter(
            ~Exists(away),
            duty_doctor__doctor=doctor,
            ended_at__isnull=True,
            shift__roster__state__in=OUT,
            shift__ends__gt=now - _BACK,
        )
        .select_related("shift__shift_type", "shift__station", "shift__roster__district")
        .order_by("shift__starts", "pk")
    )
    for row in rows:
        shift = row.shift
        station, district = shift.station, shift.roster.district
        role = Role(shift.role).label.nb
        yield CalendarEvent(
            uid=f"duty-{row.pk}@hjemmel",
            sequence=shift.sequence,
            changed_at=max(row.began_at, shift.moved_at or row.began_at),
            starts=shift.starts,
            ends=shift.ends,
            summary=f"{shift.shift_type.name}, {district.name}",
            place=", ".join(part for part in (station.name, station.address) if part),
            description=f"{role}. {shift.roster.name}.",
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
