"""``hjemmel setup``: the first administrator governs all municipalities, the next only theirs."""

from __future__ import annotations

from typing import Any

import pytest

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.registry.models import Municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from hjemmel.cli.main import main

BERGEN = ("setup", "--number", "4601", "--name", "Bergen", "--administrator", "sjef")
TRONDHEIM = ("setup", "--number", "5001", "--name", "Trondheim", "--administrator", "kari")


@pytest.fixture(autouse=True)
def _in_this_process(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command meets the test's own database, which is open already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)


def places_of(username: str) -> list[str | None]:
    rows = RoleGrant.objects.filter(user__username=username).order_by("pk")
    return list(rows.values_list("municipality__number", flat=True))


def test_first_administrator_governs_all_and_the_next_only_hers(capsys: Any) -> None:
    assert main(BERGEN) == 0
    said = capsys.readouterr().out
    assert "Bergen (4601) er satt opp, med sjef som administrator for alle kommuner." in said
    assert main(("--language", "en", *TRONDHEIM)) == 0
    said = capsys.readouterr().out
    assert "Trondheim (5001) is set up, with kari as administrator.\n" in said
    assert places_of("sjef") == [None]
    assert places_of("kari") == ["5001"]


def test_password_shown_once_is_the_users(capsys: Any) -> None:
    main(BERGEN)
    shown = capsys.readouterr().out.strip().rpartition(": ")[2]
    assert User.objects.get(username="sjef").check_password(shown)


def test_same_command_again_changes_nothing(capsys: Any) -> None:
    for command in (BERGEN, TRONDHEIM):
        main(command)
    before = list(AuditEvent.objects.values())
    assert main(BERGEN) == 0
    assert main(TRONDHEIM) == 0
    assert list(AuditEvent.objects.values()) == before
    assert (places_of("sjef"), places_of("kari")) == ([None], ["5001"])


def test_another_governs_all_only_when_it_is_said(capsys: Any) -> None:
    for command in (BERGEN, TRONDHEIM, (*TRONDHEIM, "--everywhere")):
        assert main(command) == 0
    assert places_of("kari") == ["5001", None]
    assert "for alle kommuner" in capsys.readouterr().out.strip().splitlines()[-1]
    assert {grant.municipality for grant in actor_named("kari").grants} >= {None}


def test_demo_administrator_is_not_the_first(
    small_register: SyntheticMunicipality, capsys: Any
) -> None:
    assert main(TRONDHEIM) == 0
    assert places_of("administrator") == ["4601"]
    assert places_of("kari") == [None]


def test_municipality_of_made_up_persons_stays_one(
    small_register: SyntheticMunicipality, capsys: Any
) -> None:
    assert main(BERGEN) == 8
    assert "syntetisk kommune" in capsys.readouterr().err
    assert Municipality.objects.get(number="4601").is_synthetic
    assert not User.objects.filter(username="sjef").exists()
