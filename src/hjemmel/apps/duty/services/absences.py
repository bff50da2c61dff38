"""When doctors are away: told before the deadline, put together where they meet, taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import duty_doctor_for, unknown
from hjemmel.apps.duty.deadlines import require_in_time
from hjemmel.apps.duty.models import DutyAbsence, DutyAssignment, DutyDoctor, DutyRoster
from hjemmel.apps.duty.recording import record_of_doctor
from hjemmel.apps.duty.services.offers import close_up
from hjemmel.apps.duty.wall_clock import in_norway, whole_days
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text

_CAUSE = 60
_NAMED = 3
_MOST = timedelta(days=2 * 366)


@transaction.atomic
def tell_absence(
    *, duty_doctor: int, starts: datetime, ends: datetime, by: Actor, today: date, cause: str = ""
) -> int:
    """Tell that a doctor is away; return the key of the absence.

    One of the same cause that meets it becomes one with it. For illness: ``services.illness``.

    Args:
        duty_doctor: Her key in the district.
        starts: From when; without a zone it is the clock on the wall in Norway.
        ends: Until when.
        by: Who tells: she herself with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        today: The day; she herself is too late after the deadline of a roster.
        cause: Why, in a word.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        InputError: It ends before it starts, is too long, or the clock never shows the time.
        ConflictError: The deadline is over, the roster is published, she has a published shift then, or
            an absence of another cause.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    starts, ends = read_times(starts, ends)
    last = (ends - timedelta(microseconds=1)).astimezone(NORWAY).date() + timedelta(days=1)
    require_in_time(row, starts.date(), last, by=by, today=today)
    lock_published(row.doctor_id, starts, ends)
    _require_off_duty(row, starts, ends)
    made = write_absence(doctor=row, starts=starts, ends=ends, cause=cause, by=by)
    record_of_doctor(by, "duty.tell_absence", row, **_told(made))
    return made.pk


@transaction.atomic
def withdraw_absence(*, absence: int, by: Actor, today: date) -> None:
    """Take an absence back; after the deadline only who plans rosters can.

    Shifts that it opened and that nobody has taken are hers again.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such absence.
        ConflictError: The deadline is over, or the roster is published.
    """
    found = DutyAbsence.objects.filter(pk=absence).first()
    if found is None:
        raise unknown("absence")
    row = duty_doctor_for(found.duty_doctor_id, by=by)
    first, last = (one.astimezone(NORWAY).date() for one in (found.starts, found.ends))
    require_in_time(row, first, last + timedelta(days=1), by=by, today=today)
    lock_published(row.doctor_id, found.starts, found.ends)
    record_of_doctor(by, "duty.withdraw_absence", row, **_told(found))
    found.delete()
    close_up(doctor=row, by=by, now=whole_days(today, today)[0])


def read_times(starts: datetime, ends: datetime) -> tuple[datetime, datetime]:
    """Return when something starts and ends in Norway; raises ``InputError`` as ``tell_absence``."""
    starts, ends = in_norway(starts), in_norway(ends, is_end=True, where="ends")
    if not 0 < ends.timestamp() - starts.timestamp() <= _MOST.total_seconds():
        raise InputError(
            Text(
                "Fraværet slutter før det starter, eller er lengre enn to år.",
                "The absence ends before it starts, or is longer than two years.",
            ),
            where="ends",
            remedy=Text("Rett start eller slutt.", "Correct the start or the end."),
        )
    return starts, ends


def lock_published(doctor: int, starts: datetime, ends: datetime) -> list[DutyRoster]:
    """Lock the published rosters of a time in all districts of a doctor of the register.

    So nobody puts her on a shift meanwhile. They are locked all at once and by key, so that two who
    lock never wait for each other.
    """
    districts = DutyDoctor.objects.filter(doctor=doctor).values("district")
    return list(
        DutyRoster.objects.select_related("district__host")
        .select_for_update(of=("self",), no_key=True)
        .filter(
            district__in=districts,
            state="published",
            first__lte=ends.astimezone(NORWAY).date(),
            last__gte=starts.astimezone(NORWAY).date(),
        )
        .order_by("pk")
    )


def write_absence(
    *, doctor: DutyDoctor, starts: datetime, ends: datetime, cause: str, by: Actor
) -> DutyAbsence:
    """Write an absence, as one with those of the same cause that meet it.

    Raises:
        ConflictError: There is one of another cause in that time.
        InputError: The cause is too long.
    """
    DutyDoctor.objects.select_for_update(no_key=True).get(pk=doctor.pk)
    cause = cause.strip()
    if len(cause) > _CAUSE:
        raise InputError(
            Text("Årsaken er lengre enn 60 tegn.", "The cause is longer than 60 characters."),
            where="cause",
            remedy=Text("Skriv kortere.", "Write less."),
        )
    near = list(doctor.absences.filter(starts__lte=ends, ends__gte=starts))
    for one in near:
        if one.cause != cause and one.starts < ends and one.ends > starts:
            day = one.starts.astimezone(NORWAY).date()
            raise ConflictError(
                Text(
                    f"Det er meldt annet fravær fra {format_date(day)}.",
                    f"Another absence is told from {format_date(day, 'en')}.",
                ),
                where="starts",
                remedy=Text(
                    "Trekk det først, eller rett tidene.", "Withdraw it, or correct the times."
                ),
                absence=one.pk,
            )
    same = [one for one in near if one.cause == cause]
    if same:
        kept, *rest = same
        kept.starts = min(starts, *(one.starts for one in same))
        kept.ends = max(ends, *(one.ends for one in same))
        DutyAbsence.objects.filter(pk__in=[one.pk for one in rest]).delete()
    else:
        kept = DutyAbsence(duty_doctor=doctor, starts=starts, ends=ends, cause=cause)
    kept.told_by = by.name
    kept.save()
    return kept


def _require_off_duty(doctor: DutyDoctor, starts: datetime, ends: datetime) -> None:
    """Raise when she has a shift in that time in a roster that was sent out."""
    rows = list(
        DutyAssignment.objects.filter(
            duty_doctor__doctor=doctor.doctor_id,
            ended_at__isnull=True,
            shift__roster__state="published",
            shift__starts__lt=ends,
            shift__ends__gt=starts,
        )
        .select_related("shift__shift_type")
        .order_by("shift__starts")
    )
    if not rows:
        return
    names = [f"{one.shift.shift_type.name} {format_date(one.shift.day)}" for one in rows[:_NAMED]]
    words = ", ".join(names)
    raise ConflictError(
        Text(
            f"Legen har {len(rows)} publiserte vakter i den tiden, blant dem {words}.",
            f"The doctor has {len(rows)} published shifts in that time, among them {words}.",
        ),
        where="starts",
        remedy=Text(
            "Bytt eller gi bort vaktene først. Er legen syk, meld sykdom.",
            "Swap the shifts or give them away first. If the doctor is ill, report illness.",
        ),
        shifts=[one.shift.key for one in rows],
    )


def _told(absence: DutyAbsence) -> dict[str, object]:
    return {
        "absence": absence.pk,
        "starts": absence.starts.isoformat(),
        "ends": absence.ends.isoformat(),
    }
