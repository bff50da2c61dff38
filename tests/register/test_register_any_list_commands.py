"""The queue for any list on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import ChangeRequest
from hjemmel.apps.registry.models import PatientList, Resident
from hjemmel.apps.registry.services.residents import leave_queue
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.main import main

WORKER = "saksbehandler"


@pytest.fixture(autouse=True)
def _in_this_process(
    monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality
) -> None:
    """The commands meet the test's own database, which is open already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)


@pytest.fixture
def person() -> Resident:
    return Resident.objects.filter(
        memberships__patient_list__isnull=False,
        born__year__lt=1990,
        municipality__number="4601",
        waiting__isnull=True,
        protection="none",
    ).order_by("pk")[0]


def run(*arguments: str) -> int:
    return main(["lists", *arguments, "--municipality", "4601", "--as", WORKER])


def test_any_list_is_asked_for_and_waited_for(person: Resident, capsys: Any) -> None:
    ask = ("request", "--resident", str(person.pk), "--any")
    assert run(*ask) == 0
    said = capsys.readouterr().out
    assert "Satt i kø. Første ledige plass i kommunen." in said
    assert "Personen kan settes på ventelisten." in said
    made = ChangeRequest.objects.get()
    assert (made.state, made.wanted_list_id) == ("queued", None)
    assert run("queue", "--purpose", "queue", "--resident", str(person.pk)) == 0
    assert "som tar første ledige plass" in capsys.readouterr().out
    assert run("requests", "--purpose", "queue") == 0
    assert "første ledige" in capsys.readouterr().out
    assert run(*ask) != 0
    assert "Plassen beholdes" in capsys.readouterr().err
    leave_queue(resident=person.pk, left_on=made.asked_on, by=system("test"))
    capsys.readouterr()
    assert run(*ask, "--json") == 0
    assert json.loads(capsys.readouterr().out)["wanted_list"] is None


def test_either_a_list_or_any(person: Resident, capsys: Any) -> None:
    one = str(PatientList.objects.order_by("pk")[0].pk)
    for wrong in ((), ("--any", "--list", one)):
        assert run("request", "--resident", str(person.pk), *wrong) == 2
        assert "--list KEY eller --any" in capsys.readouterr().err
    assert not ChangeRequest.objects.exists()
