"""What was before and beside a roster: other shifts of its doctors, and the ledger it opens with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db.models import Max, Q, TextField
from django.db.models.functions import Cast

from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.shifts import called, shift_of
from hjemmel.apps.duty.models import (
    DutyAssignment,
    DutyDoctor,
    DutyRoster,
    OpeningBalance,
)
from hjemmel.domain.duty_doctor import Absence
from hjemmel.domain.shift import NORWAY, Shift
from hjemmel.engines.rostering.elsewhere import DAYS_BEFORE, absence_for
from hjemmel.engines.rostering.ledger import SHARED, Balance, Category, Ledger

_DAY = timedelta(days=1)
OUT = ("published", "closed")
"""States of a roster that was sent out."""


def other_duty(
    roster: DutyRoster, doctors: Sequence[DutyDoctor]
) -> tuple[list[tuple[Shift, str]], dict[int, list[Absence]], dict[str, str]]:
    """Return the doctors' shifts of other rosters: those before, and those beside as absences.

    Drafts of other districts do not count.

    Args:
        roster: The roster that is made.
        doctors: Its doctors.

    Returns:
        Shifts before the period with the key of the doctor; absences by the register's key; what people
        call the shifts before.
    """
    by_register = {row.doctor_id: key_of(row.pk) for row in doctors}
    rows = (
        DutyAssignment.objects.filter(
            ended_at__isnull=True,
            duty_doctor__doctor__in=list(by_register),
            shift__day__gte=roster.first - DAYS_BEFORE,
            shift__starts__lt=_until(roster),
        )
        .exclude(shift__roster=roster)
        .filter(Q(shift__roster__district=roster.district_id) | Q(shift__roster__state__in=OUT))
        .select_related("shift__shift_type", "shift__station", "duty_doctor")
        .order_by("shift__starts", "pk")
    )
    before: list[tuple[Shift, str]] = []
    beside: dict[int, list[Absence]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in rows:
        shift, doctor = row.shift, row.duty_doctor.doctor_id
        if shift.day < roster.first:
            made = shift_of(shift, shift.shift_type.code, shift.station.code)
            before.append((made, by_register[doctor]))
            names[shift.key] = called(shift.shift_type.name, shift.day)
        else:
            starts, ends = shift.starts.astimezone(NORWAY), shift.ends.astimezone(NORWAY)
            beside[doctor].append(absence_for(starts, ends))
    return before, beside, names


def _until(roster: DutyRoster) -> datetime:
    """Return when the last shift of a roster ends; it may be days after the roster's last day."""
    after = datetime.combine(roster.last + _DAY, time(), NORWAY)
    late = roster.shifts.filter(ends__gt=after).aggregate(last=Max("ends"))["last"]
    return late or after


def opening_ledger(roster: DutyRoster, doctors: Iterable[DutyDoctor]) -> Ledger:
    """Return what the doctors carry when a roster begins: opened with, and from rosters sent out."""
    return ledger_at(roster.district_id, roster.first, [row.pk for row in doctors])


def ledger_at(district: int, day: date, doctors: Sequence[int]) -> Ledger:
    """Return what doctors carry on a day: opened with, and from rosters that had ended by then."""
    carried, since = _opened(doctors, day)
    earlier = list(
        DutyRoster.objects.filter(district=district, state__in=OUT, last__lte=day).order_by("first")
    )
    taken = amounts_of(earlier, doctors)
    for before in earlier:
        for doctor in doctors:
            shares = before.shares.get(key_of(doctor), {})
            for category in SHARED:
                opened_on = since.get((doctor, category))
                if opened_on is not None and before.first < opened_on:
                    continue
                share = shares.get(category.value, (0, False))[0]
                amount = taken.get((before.pk, doctor, category), 0)
                carried[doctor, category] += amount - share
    return Ledger(
        tuple(
            Balance(doctor=key_of(doctor), category=category, opening=carried[doctor, category])
            for doctor, category in sorted(carried, key=lambda one: (one[0], one[1].value))
        )
    )


def carried_over(
    earlier: DutyRoster, later: DutyRoster, doctors: Sequence[int]
) -> dict[str, frozenset[Category]]:
    """Return in which categories the ledger of a published roster opens with what one before left.

    By doctor; empty where the one does not end before the other begins.
    """
    if earlier.last > later.first:
        return {}
    _, since = _opened(doctors, later.first)
    return {
        key_of(doctor): frozenset(
            category
            for category in SHARED
            if since.get((doctor, category), earlier.first) <= earlier.first
        )
        for doctor in doctors
    }


def _opened(
    doctors: Sequence[int], by: date
) -> tuple[dict[tuple[int, Category], int], dict[tuple[int, Category], date]]:
    """Return the newest opening balances, and when each was opened."""
    carried: dict[tuple[int, Category], int] = defaultdict(int)
    since: dict[tuple[int, Category], date] = {}
    rows = OpeningBalance.objects.filter(duty_doctor__in=doctors, as_of__lte=by)
    for row in rows.order_by("as_of"):
        place = (row.duty_doctor_id, Category(row.category))
        carried[place], since[place] = row.amount, row.as_of
    return carried, since


def amounts_of(
    rosters: Sequence[DutyRoster], doctors: Sequence[int]
) -> dict[tuple[int, int, Category], int]:
    """Return what doctors took in rosters, thousandths, by roster, doctor and category."""
    found: dict[tuple[int, int, Category], int] = defaultdict(int)
    if not rosters:
        return found
    rows = DutyAssignment.objects.filter(
        ended_at__isnull=True,
        duty_doctor__in=doctors,
        shift__roster__in=[roster.pk for roster in rosters],
    )
    counts = Cast("shift__counts", TextField())
    for roster, doctor, text in rows.values_list("shift__roster", "duty_doctor", counts):
        for category, amount in _counted(text):
            found[roster, doctor, category] += amount
    return found


@lru_cache(maxsize=2**10)
def _counted(text: str) -> tuple[tuple[Category, int], ...]:
    """Return what a shift counts as from JSON; many shifts count alike."""
    known = {category.value: category for category in SHARED}
    return tuple((known[category], amount) for category, amount in json.loads(text).items())
