"""The work of a day: done once however often, caught up with, and missed in no municipality in silence."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import DailyRun, PopulationEvent
from hjemmel.apps.lists.selectors.daily import days_work, due_places
from hjemmel.apps.lists.services.daily import do_days_work
from hjemmel.apps.registry.models import Municipality, Resident
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.main import main
from hjemmel.kernel.errors import NotAllowedError
from hjemmel.kernel.time import add_years

MONDAY = date(2024, 3, 11)
WORKER = system("test")


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> int:
    """A real municipality where somebody turns 16 on Monday, and somebody else 18 on Wednesday."""
    key = Municipality.objects.get(number="4601").pk
    Municipality.objects.filter(pk=key).update(is_synthetic=False)
    Resident.objects.filter(born__month=3).update(born=date(1970, 1, 1))
    one, other = Resident.objects.filter(
        municipality=key, died_on__isnull=True, lived_here_to__isnull=True
    ).order_by("pk")[:2]
    Resident.objects.filter(pk=one.pk).update(born=add_years(MONDAY, -16))
    Resident.objects.filter(pk=other.pk).update(born=add_years(day(2), -18))
    return key


def day(after: int) -> date:
    return MONDAY + timedelta(days=after)


def work(place: int, today: date) -> dict[str, int]:
    result: dict[str, int] = do_days_work(municipality=place, by=WORKER, today=today).result
    return result


def test_day_is_done_once_however_often(place: int) -> None:
    assert work(place, MONDAY) == {"turned_16": 1, "turned_18": 0}
    assert work(place, MONDAY) == {"turned_16": 1, "turned_18": 0}
    assert DailyRun.objects.count() == 1
    assert PopulationEvent.objects.count() == 1
    rows = AuditEvent.objects.filter(action="lists.do_days_work").order_by("pk")
    assert [row.details["turned_16"] for row in rows] == [1, 0]


def test_days_that_nobody_did_are_caught_up_with(place: int) -> None:
    assert work(place, MONDAY - timedelta(days=1)) == {"turned_16": 0, "turned_18": 0}
    assert work(place, day(4)) == {"turned_16": 1, "turned_18": 1}
    assert set(PopulationEvent.objects.values_list("kind", "happened_on")) == {
        ("turned_16", MONDAY),
        ("turned_18", day(2)),
    }


def test_first_day_is_its_own_only_and_one_who_comes_late_is_found_the_same_day(
    place: int,
) -> None:
    assert work(place, day(2)) == {"turned_16": 0, "turned_18": 1}
    late = Resident.objects.filter(municipality=place).order_by("-pk")[0]
    Resident.objects.filter(pk=late.pk).update(
        born=add_years(day(2), -16), died_on=None, lived_here_to=None
    )
    assert work(place, day(2)) == {"turned_16": 1, "turned_18": 1}


def test_who_may_not_run_lists_does_no_days_work_and_sees_none(place: int) -> None:
    reader = Actor("reader", (Grant(Role.READER, place),))
    with pytest.raises(NotAllowedError):
        do_days_work(municipality=place, by=reader, today=MONDAY)
    with pytest.raises(NotAllowedError):
        days_work(get_municipality("4601", by=reader), MONDAY, by=reader)
    assert due_places(MONDAY, by=reader) == ()
    assert not DailyRun.objects.exists()


def test_day_is_missing_until_it_is_done_and_never_where_nothing_happens(place: int) -> None:
    view = get_municipality("4601", by=WORKER)
    assert days_work(view, MONDAY, by=WORKER).is_missing
    assert [one.key for one in due_places(MONDAY, by=WORKER)] == [place]
    work(place, MONDAY)
    assert not days_work(view, MONDAY, by=WORKER).is_missing
    assert due_places(MONDAY, by=WORKER) == ()
    missed = days_work(view, day(1), by=WORKER)
    assert (missed.is_missing, missed.last, missed.run_by) == (True, MONDAY, WORKER.name)
    Municipality.objects.update(is_synthetic=True)
    made_up = get_municipality("4601", by=WORKER)
    assert not days_work(made_up, day(1), by=WORKER).is_missing
    assert due_places(day(1), by=WORKER) == ()


def test_server_does_the_day_of_each_and_goes_on_when_it_cannot(
    place: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(type(connections), "close_all", lambda _: None)  # the test's own is open
    set_up_municipality(number="5001", name="Trondheim", districts={}, by=WORKER)

    def refuse(*_: Any) -> None:
        raise OperationalError("secret address")

    with connection.execute_wrapper(refuse):
        server.do_days()
    assert "the work of the day was not done: OperationalError" in caplog.text
    assert "secret address" not in caplog.text

    def refuse_one(*, municipality: int, by: Actor, today: date) -> DailyRun:
        if municipality == place:
            raise OperationalError("secret address")
        return do_days_work(municipality=municipality, by=by, today=today)

    with monkeypatch.context() as patched:
        patched.setattr("hjemmel.apps.lists.services.daily.do_days_work", refuse_one)
        server.do_days()
    assert "the day of 4601 was not done: OperationalError" in caplog.text
    assert [run.municipality.number for run in DailyRun.objects.all()] == ["5001"]
    for _ in range(2):
        server.do_days()
    assert sorted(DailyRun.objects.values_list("municipality__number", "day", "run_by")) == [
        ("4601", timezone.localdate(), "system:serve"),
        ("5001", timezone.localdate(), "system:serve"),
    ]


def test_command_does_the_day_of_one_or_of_all(
    place: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    assert main(["lists", "daily", "--as", "saksbehandler"]) == 2
    capsys.readouterr()
    for target in (["--municipality", "4601"], ["--all"]):
        assert main(["lists", "daily", *target, "--as", "saksbehandler", "--json"]) == 0
        [told] = json.loads(capsys.readouterr().out)
        assert (told["municipality"], told["problem"]) == ("4601", None)
        assert told["day"] == timezone.localdate().isoformat()
    assert DailyRun.objects.count() == 1
    assert main(["lists", "daily", "--all", "--as", "saksbehandler"]) == 0
    assert "gjort" in capsys.readouterr().out
    assert main(["lists", "daily", "--all", "--as", "leser"]) == 7
