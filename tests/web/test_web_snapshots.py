"""Månedsbilder: taken from the page, and by the server itself when a month has begun."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.coverage.models import Snapshot
from hjemmel.apps.coverage.services import take_due_snapshots
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server

PAGE = "/nb/4601/manedsbilder/"


@pytest.fixture(autouse=True)
def _there(small_register: SyntheticMunicipality) -> None:
    """The register is loaded."""


def signed_in(username: str) -> Client:
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def stored() -> list[tuple[date, str]]:
    rows = Snapshot.objects.filter(kind="register").order_by("as_of")
    return list(rows.values_list("as_of", "taken_by"))


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_planner_stores_a_month_and_is_told_when_it_is_stored_already() -> None:
    client = signed_in("planlegger")
    assert "Ingen ennå" in words(client.get(PAGE))
    assert client.post(PAGE, {"month": "2024-02"}).status_code == 302
    shown = client.get(PAGE)
    assert 'href="/nb/4601/?per=2024-02-01"' in shown.content.decode()
    assert "planlegger" in words(shown)
    again = client.post(PAGE, {"month": "2024-02"})
    assert "er tatt vare på fra før, og registeret sier det samme" in words(again)
    assert stored() == [(date(2024, 2, 1), "planlegger")]


@pytest.mark.parametrize(
    ("month", "said"),
    [("februar", "er ikke en måned"), ("2099-01", "som er begynt"), ("2000-01", "ingen lister")],
)
def test_month_that_cannot_be_stored_is_told_of(month: str, said: str) -> None:
    answer = signed_in("planlegger").post(PAGE, {"month": month})
    assert answer.status_code == 422
    assert said in words(answer)
    assert stored() == []


def test_reader_sees_the_months_and_stores_none() -> None:
    client = signed_in("leser")
    assert "Ta vare på en måned" not in words(client.get(PAGE))
    answer = client.post(PAGE, {"month": "2024-02"})
    assert answer.status_code == 422
    assert "Rollene dine gir ikke adgang" in words(answer)
    assert stored() == []


def test_server_takes_the_month_that_has_begun_once_of_real_municipalities() -> None:
    by = system("serve")
    assert take_due_snapshots(today=date(2024, 2, 20), by=by) == 0
    set_up_municipality(number="5001", name="Trondheim", districts={}, by=system("test"))
    Municipality.objects.filter(number="4601").update(is_synthetic=False)
    assert take_due_snapshots(today=date(2024, 2, 20), by=by) == 1
    assert take_due_snapshots(today=date(2024, 2, 29), by=by) == 0
    assert take_due_snapshots(today=date(2024, 3, 1), by=by) == 1
    assert stored() == [(date(2024, 2, 1), "system:serve"), (date(2024, 3, 1), "system:serve")]
    rows = AuditEvent.objects.filter(action="coverage.take_snapshot").order_by("pk")
    assert [(row.by, row.municipality) for row in rows] == [("system:serve", "4601")] * 2


def test_serving_takes_the_month_and_goes_on_when_it_cannot(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(type(connections), "close_all", lambda _: None)  # the test's own is open
    Municipality.objects.filter(number="4601").update(is_synthetic=False)
    server.take_months()
    assert [by for _, by in stored()] == ["system:serve"]

    def refuse(*_: Any) -> None:
        raise OperationalError("secret address")

    with connection.execute_wrapper(refuse):
        server.take_months()
    assert "monthly snapshots were not taken: OperationalError" in caplog.text
    assert "secret address" not in caplog.text
    server.take_months()
    assert len(stored()) == 1
