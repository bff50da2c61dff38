"""The pages of a roster of a whole year, in a process and an SQLite database of its own.

28 doctors, three stations, 1 830 shifts; asked one after the other by a planner. What is printed is what
19 in 20 are below, milliseconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks import Row

if TYPE_CHECKING:
    from hjemmel.apps.duty.models import DutyRoster

_YEAR = date(2028, 1, 1), date(2029, 1, 1)
_RESIDENTS, _LISTS = 40_000, 40
_TIMES = 100
_FRAGMENT = {"HX-Request": "true"}


def rows() -> list[Row]:
    """Measure in another process, so that nothing of it stays here."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("HJEMMEL_")}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.duty_pages"],
            env={
                **kept,
                "HJEMMEL_DATA_FOLDER": folder,
                "DJANGO_SETTINGS_MODULE": "hjemmel.config.settings",
            },
            check=True,
            capture_output=True,
            text=True,
        )
    return [Row(f"duty.year: {name}", value, "ms") for name, value in json.loads(done.stdout)]


def measure() -> list[tuple[str, float]]:
    """Make the roster and measure; name and milliseconds."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from hjemmel.apps.accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    roster = _roster_of_a_year()
    client = Client()
    user = User.objects.get(username="planlegger")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    base = f"/nb/4601/vakt/planer/{roster.pk}/"
    shifts = list(roster.shifts.order_by("starts", "key"))
    days = [_YEAR[0] + timedelta(days=3 * number) for number in range(_TIMES)]

    def load(view: str) -> Iterator[int]:
        for day in days:
            yield client.get(f"{base}?vis={view}&fra={day}").status_code

    def choose() -> Iterator[int]:
        for shift in shifts[:: len(shifts) // _TIMES][:_TIMES]:
            asked = f"{base}rute/?fra={shift.day}&vakt={shift.key}"
            yield client.get(asked, headers=_FRAGMENT).status_code

    def edit() -> Iterator[int]:
        for shift in shifts[:: len(shifts) // _TIMES][:_TIMES]:
            roster.refresh_from_db()
            on = shift.assignments.filter(ended_at=None).first()
            given: dict[str, Any] = {"what": "change", "shift": shift.key}
            given |= {"version": roster.version} | ({"take_off": on.duty_doctor_id} if on else {})
            asked = f"{base}endre/?fra={shift.day}&vakt={shift.key}"
            yield client.post(asked, given, headers=_FRAGMENT).status_code

    return [
        ("load four weeks as a matrix", _ninety_fifth(lambda: load("matrise"))),
        ("load four weeks as a calendar", _ninety_fifth(lambda: load("kalender"))),
        ("take somebody off and draw anew", _ninety_fifth(edit)),
        ("who can take a shift", _ninety_fifth(choose)),
    ]


def _roster_of_a_year() -> DutyRoster:
    """Make a district with the demo's doctors and stations, and fill a roster of a year."""
    from django.db import transaction

    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.accounts.roles import Permission
    from hjemmel.apps.duty.access import roster_for
    from hjemmel.apps.duty.first_fill import fill
    from hjemmel.apps.duty.mapping.inputs import inputs_of
    from hjemmel.apps.duty.services.assigning import apply_changes
    from hjemmel.apps.duty.services.demo import load_duty_demo
    from hjemmel.apps.duty.services.rosters import make_roster
    from hjemmel.apps.registry.services.demo import load_synthetic
    from hjemmel.cases.synthetic import generate, read_profile

    by = system("benchmark")
    profile = read_profile("bergen").scaled(residents=_RESIDENTS, lists=_LISTS)
    place = load_synthetic(made=generate(profile, seed=1), by=by)
    district = load_duty_demo(municipality=place, today=date(2027, 1, 15), by=by)
    first, last = _YEAR
    key = make_roster(
        district=district, name="2028", first=first, last=last, wishes_until=first, by=by
    )
    with transaction.atomic():
        row = roster_for(key, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
        inputs = inputs_of(row)
        apply_changes(roster=row, put=fill(inputs), off=(), by=by, origin="solver", inputs=inputs)
    return row


def _ninety_fifth(ask: Callable[[], Iterator[int]]) -> float:
    """Return what 19 in 20 answers took less than, milliseconds; each must be a page.

    The first is not counted: what a server has loaded before its first page is loaded here.
    """
    taken: list[float] = []
    answers = ask()
    while True:
        began = time.perf_counter()
        status = next(answers, None)
        if status is None:
            return sorted(taken[1:])[int(len(taken) * 0.95) - 1]
        taken.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise AssertionError(f"answered {status}")


if __name__ == "__main__":
    print(json.dumps(measure()))
