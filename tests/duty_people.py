"""A published week of duty for tests of what doctors do with it: eight doctors in turn on 16 shifts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.duty.access import roster_for
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.models import DutyAssignment, DutyRoster, DutyShift
from hjemmel.apps.duty.services.assigning import apply_changes
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.domain.duty_roster import Assignment
from tests.duty_district import BY, District, days_after, register_key

FIRST = date(2026, 10, 19)  # a Monday; the clock is set back on Sunday 25
NOW = datetime(2026, 10, 1, 10, tzinfo=UTC)
TODAY = NOW.date()


def published(
    district: District, *, first: date = FIRST, name: str = "Uke 43", doctors: int | None = None
) -> int:
    """Make and publish a week with the first doctors in turn, by start of the shifts: lawful."""
    among = district.doctors[:doctors]
    roster = make_roster(
        district=district.key, name=name, first=first, last=days_after(first, 7), by=BY
    )
    shifts = DutyShift.objects.filter(roster=roster).order_by("starts")
    put = [
        Assignment(key, key_of(among[place % len(among)]))
        for place, key in enumerate(shifts.values_list("key", flat=True))
    ]
    with transaction.atomic():
        row = roster_for(roster, by=BY, permission=Permission.PLAN_ROSTERS, locked=True)
        apply_changes(roster=row, put=put, off=(), by=BY, origin="solver")
    publish_roster(roster=roster, version=version(roster), by=BY, tell=False)
    return roster


def version(roster: int) -> int:
    """Return a roster's version."""
    return DutyRoster.objects.get(pk=roster).version


def on(roster: int, shift: str) -> list[int]:
    """Return who is on a shift."""
    rows = DutyAssignment.objects.filter(
        shift__roster=roster, shift__key=shift, ended_at__isnull=True
    )
    return list(rows.values_list("duty_doctor", flat=True).order_by("pk"))


def gp(district: District, place: int) -> Actor:
    """Return a doctor of the district as a user."""
    return district.actor(Role.GP, doctor=register_key(district.doctors[place]))


def planner(district: District) -> Actor:
    """Return the roster planner as a user."""
    return district.actor(Role.PLANNER)


def leader(district: District) -> Actor:
    """Return the leader as a user."""
    return district.actor(Role.LEADER)
