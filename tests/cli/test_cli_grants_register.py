"""Grants of the register on the command line, as users with roles."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.accounts.services import create_user, grant_role
from hjemmel.apps.grants.models import GrantApplication, GrantPayment, SchemeYear
from hjemmel.apps.grants.services.cases import grant_application
from hjemmel.cli import server
from hjemmel.kernel.money import Money
from tests.cli.conftest import Run
from tests.grant_cases import BY, NOW, GrantPlace, made_place, submitted, version

AT = ("-m", "5001", "--as", "sjef")


@pytest.fixture
def place(db: None, monkeypatch: pytest.MonkeyPatch) -> GrantPlace:
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    monkeypatch.delenv("HJEMMEL_USER", raising=False)
    found = made_place()
    for name, role in (("sjef", Role.LEADER), ("leser", Role.READER)):
        user = create_user(username=name, by=system("test"), municipality=found.key)
        grant_role(user=user, role=role, by=system("test"), municipality=found.key)
    return found


def test_schemes_and_cases_are_listed_with_what_is_left(run: Run, place: GrantPlace) -> None:
    year = place.year("new_centre")
    case = submitted(place, year, {"doctors": "3"}, "900000")
    grant_application(case=case, version=version(case), reason="Ja", by=BY, now=NOW)
    [scheme] = run("grants", "schemes", *AT, "--json").json
    assert (scheme["id"], scheme["years"][0]["left_oere"]) == ("new_centre", 60_000_000)
    [row] = run("grants", "cases", "--state", "granted", *AT, "--json").json
    assert (row["key"], row["awarded_oere"]) == (case, 90_000_000)
    assert run("grants", "cases", "--state", "paid", *AT, "--json").json == []
    assert "Nytt legesenter" in run("grants", "cases", *AT).out
    assert run("grants", "cases", "--state", "borte", *AT).code != 0
    refused = run("grants", "cases", "-m", "5001", "--as", "leser", "--json")
    assert refused.problem["code"] == "not-allowed"


def test_payments_are_marked_as_paid_only_when_a_day_is_given(run: Run, place: GrantPlace) -> None:
    case = submitted(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    grant_application(case=case, version=version(case), reason="Ja", by=BY, now=NOW)
    [payment] = run("grants", "payments", *AT, "--json").json
    assert (payment["amount_oere"], payment["due_on"]) == (90_000_000, "2026-07-10")
    assert run("grants", "payments", "--until", "2026-07-09", *AT, "--json").json == []
    assert GrantPayment.objects.get().paid_on is None
    said = run("grants", "payments", "--paid-on", "2026-07-05", "--reference", "7", *AT).out
    assert "1 ført som utbetalt." in said
    assert GrantApplication.objects.get(pk=case).state == "paid"


def test_file_is_shown_and_loaded_only_when_asked(
    run: Run, place: GrantPlace, tmp_path: Path
) -> None:
    today = timezone.localdate()
    year = place.year("legevakt", year=today.year, frame=Money.kroner(5_000_000))
    SchemeYear.objects.filter(pk=year).update(deadline=today)
    file = tmp_path / "soknader.csv"
    file.write_text(
        "Søker;Navn;Søkt beløp;Innbyggere i kommunen;Sentralitetsklasse;"
        "Kommuner i legevaktsamarbeidet\n1511;Fjelldal;1 200 000;2 000;6;1\n9;Feil;1;1;1;1\n",
        "utf-8",
    )
    asked = ("grants", "import", str(file), "--scheme", "legevakt", *AT, "--json")
    shown = run(*asked).json
    assert [row["action"] for row in shown["rows"]] == ["new", "quarantine"]
    assert not GrantApplication.objects.exists()
    assert run(*asked, "--load").json["counts"]["submitted"] == 1
    assert [row["action"] for row in run(*asked).json["rows"]] == ["same", "quarantine"]
    unknown = run("grants", "import", str(file), "--scheme", "finnes-ikke", *AT, "--json")
    assert unknown.problem["code"] == "not-found"


def test_what_is_due_is_told(run: Run, place: GrantPlace) -> None:
    case = submitted(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    grant_application(case=case, version=version(case), reason="Ja", by=BY, now=NOW)
    found = run("grants", "watch", *AT, "--json").json
    assert ("payment", "2026-07-10", case) in [
        (one["due"], one["on"], one["case"]) for one in found
    ]
