"""What doctors wish: told before the deadline, put together where they meet, taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import duty_doctor_for, unknown
from hjemmel.apps.duty.deadlines import require_in_time
from hjemmel.apps.duty.models import DutyDoctor, DutyWish, ShiftType
from hjemmel.apps.duty.recording import record_of_doctor
from hjemmel.domain.duty_roster import WishKind
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period

_MOST_DAYS = 366
_WEIGHTS = range(1, 11)


@transaction.atomic
def tell_wish(
    *,
    duty_doctor: int,
    kind: WishKind,
    first: date,
    last: date,
    by: Actor,
    today: date,
    shift_type: str = "",
    weight: int = 1,
) -> int:
    """Tell what a doctor wishes; return the key of the wish.

    A wish of the same kind, shift type and weight whose days meet it becomes one with it.

    Args:
        duty_doctor: Her key in the district.
        kind: To be off, or on duty.
        first: The first day.
        last: The first day after.
        by: Who tells: she herself with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        today: The day; she herself is too late after the deadline of a roster.
        shift_type: Code of the shift type that it is about; empty: any.
        weight: How much it matters, 1 to 10.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor, or no such shift type in the district.
        InputError: The period has no days or too many, or is over, or the weight is not 1 to 10.
        ConflictError: The deadline is over, the roster is published, or she wishes something else of
            some of the days.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    _require_possible(first, last, weight)
    require_in_time(row, first, last, by=by, today=today)
    _require_to_come(last, today)
    DutyDoctor.objects.select_for_update(no_key=True).get(pk=row.pk)
    about = _about(row, shift_type)
    near = list(row.wishes.filter(first__lte=last, last__gte=first).select_related("shift_type"))
    same = [
        one
        for one in near
        if (one.kind, one.shift_type_id, one.weight)
        == (kind.value, None if about is None else about.pk, weight)
    ]
    _require_no_other(near, same, kind, about, Period(first, last))
    kept = _joined(same, first, last) or DutyWish(
        duty_doctor=row, kind=kind.value, first=first, last=last, shift_type=about, weight=weight
    )
    kept.told_by = by.name
    kept.save()
    record_of_doctor(by, "duty.tell_wish", row, **_told(kept), joined=len(same))
    return kept.pk


@transaction.atomic
def withdraw_wish(*, wish: int, by: Actor, today: date) -> None:
    """Take a wish back; after the deadline only who plans rosters can.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such wish.
        ConflictError: The deadline is over, or the roster is published.
    """
    found = DutyWish.objects.filter(pk=wish).first()
    if found is None:
        raise unknown("wish")
    row = duty_doctor_for(found.duty_doctor_id, by=by)
    require_in_time(row, found.first, found.last, by=by, today=today)
    record_of_doctor(by, "duty.withdraw_wish", row, **_told(found))
    found.delete()


def _joined(same: list[DutyWish], first: date, last: date) -> DutyWish | None:
    """Return one wish for all that meet, not saved; ``None``: there is none."""
    if not same:
        return None
    kept, *rest = same
    kept.first = min(first, *(one.first for one in same))
    kept.last = max(last, *(one.last for one in same))
    DutyWish.objects.filter(pk__in=[one.pk for one in rest]).delete()
    return kept


def _about(doctor: DutyDoctor, code: str) -> ShiftType | None:
    """Return the shift type of a wish; ``None``: it is about any."""
    if not code:
        return None
    row = ShiftType.objects.filter(district=doctor.district_id, code=code).first()
    if row is None:
        raise unknown("shift type")
    return row


def _require_to_come(last: date, today: date) -> None:
    if last <= today:
        raise InputError(
            Text("Dagene er over.", "The days are over."),
            where="last",
            remedy=Text("Velg dager som kommer.", "Choose days to come."),
        )


def _require_possible(first: date, last: date, weight: int) -> None:
    if not 1 <= (last - first).days <= _MOST_DAYS:
        raise InputError(
            Text(
                "Ønsket må gjelde minst én dag og høyst ett år.",
                "The wish must be about one day at least and a year at most.",
            ),
            where="last",
            remedy=Text("Rett den siste dagen.", "Correct the last day."),
        )
    if weight not in _WEIGHTS:
        raise InputError(
            Text(f"Vekten på ønsket er {weight}.", f"The weight of the wish is {weight}."),
            where="weight",
            remedy=Text("Bruk 1–10.", "Use 1–10."),
        )


def _require_no_other(
    near: list[DutyWish],
    same: list[DutyWish],
    kind: WishKind,
    about: ShiftType | None,
    period: Period,
) -> None:
    """Raise when she wishes the opposite of some of the days, or the same with another weight."""
    for one in near:
        if one in same or not period.overlaps(Period(one.first, one.last)):
            continue
        is_opposite = one.kind != kind.value and (
            about is None or one.shift_type_id in (None, about.pk)
        )
        is_twice = one.kind == kind.value and one.shift_type_id == (about.pk if about else None)
        if is_opposite or is_twice:
            label = WishKind(one.kind).label
            raise ConflictError(
                Text(
                    f"Det er et annet ønske fra {format_date(one.first)}: {label.nb.lower()}.",
                    f"There is another wish from {format_date(one.first, 'en')}: {label.en.lower()}.",
                ),
                where="first",
                remedy=Text("Trekk det ønsket først.", "Withdraw that wish first."),
                wish=one.pk,
            )


def _told(wish: DutyWish) -> dict[str, object]:
    return {
        "wish": wish.pk,
        "kind": wish.kind,
        "first": wish.first.isoformat(),
        "last": wish.last.isoformat(),
    }
