"""Ages and the reconciliation on the command line."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.selectors.contract_pictures import ours_on
from hjemmel.apps.lists.services.contracts import Contract, store_contracts
from hjemmel.apps.registry.models import Municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.main import main

DAY = date(2023, 12, 31)
WHO = ("--municipality", "4601", "--as", "saksbehandler")


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality) -> int:
    """The commands meet the test's own database, which is open already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    return Municipality.objects.get(number="4601").pk


def test_ages_are_noted_once(capsys: Any) -> None:
    command = ["lists", "ages", "--since", "2023-12-01", "--as-of", "2023-12-31", *WHO]
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(told.values()) == PopulationEvent.objects.count() > 0
    assert main(command) == 0
    assert "Fylte 16 år: 0 nye." in capsys.readouterr().out


def test_reconciliation_tells_what_differs_and_why(place: int, capsys: Any) -> None:
    assert main(["lists", "reconcile", *WHO]) == 0
    assert "Ingen avtalefil" in capsys.readouterr().out
    rows = [
        Contract(
            row=at,
            agreement=row.agreement,
            patient_list=row.patient_list,
            ceiling=2_222 if at == 0 else None,
        )
        for at, row in enumerate(ours_on(place, DAY))
    ]
    store_contracts(rows=rows, municipality=place, as_of=DAY, digest="d", by=system("test"))
    assert main(["lists", "reconcile", *WHO]) == 0
    out = capsys.readouterr().out.replace("\xa0", " ")
    assert "1 lister er ulike på 1 punkter" in out
    assert "Ingen kjent grunn" in out
    assert main(["lists", "reconcile", "--json", *WHO]) == 0
    [told] = json.loads(capsys.readouterr().out)["rows"]
    assert (told["what"], told["theirs"], told["since"]) == ("ceiling", 2_222, "2023-12-31")
    assert main(["lists", "reconcile", "--as-of", "2020-01-01", *WHO]) == 3
