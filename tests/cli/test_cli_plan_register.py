"""Plans of the register on the command line, as users with roles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.accounts.services import create_user, grant_role
from hjemmel.apps.plan.models import Plan, PlanMeasure
from hjemmel.apps.plan.services.readings import enter_value
from hjemmel.cli import server
from tests.cli.conftest import Run
from tests.municipal_plan import BY, NOW, TODAY, MadePlan, made_plan

HERE = ("-m", "5001", "--as", "leder")


@pytest.fixture
def plan(db: None, monkeypatch: pytest.MonkeyPatch) -> MadePlan:
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    monkeypatch.delenv("HJEMMEL_USER", raising=False)
    made = made_plan()
    for name, role in (("leder", Role.LEADER), ("leser", Role.READER)):
        user = create_user(username=name, by=system("test"), municipality=made.municipality)
        grant_role(user=user, role=role, by=system("test"), municipality=made.municipality)
    return made


def test_a_plan_is_made_from_an_example_and_shown(run: Run, plan: MadePlan) -> None:
    days = ("--first", "2030-01-01", "--last", "2034-01-01")
    made = run(
        *("plan", "make", "plan-2030", *HERE, "--title", "Ny plan", *days),
        *("--example", "trondheim-2024"),
    )
    assert made.code == 0, made.err
    shown = run("plan", "show", "plan-2030", *HERE, "--json").json
    assert (len(shown["measures"]), shown["sum"]["kroner"]) == (26, 17_825_000)
    listed = run("plan", "list", *HERE, "--json").json
    assert [one["id"] for one in listed] == ["plan-2030", "plan-2025"]
    empty = run("plan", "make", "tom-2030", *HERE, "--title", "Tom", *days)
    assert (empty.code, Plan.objects.filter(name="tom-2030").count()) == (0, 1)


def test_a_measures_status_is_told_with_its_reason(run: Run, plan: MadePlan) -> None:
    begun = run("plan", "status", "plan-2025", "1", "in_progress", *HERE, "--on", "2025-03-01")
    assert begun.out == "Tiltak 1: i gang.\n"
    refused = run("plan", "status", "plan-2025", "1", "stopped", *HERE)
    assert refused.code != 0
    assert "Teksten mangler" in refused.err
    assert "ukjent verdi" in run("plan", "status", "plan-2025", "1", "ferdig", *HERE).err.lower()
    (first, _) = run("plan", "measures", "plan-2025", *HERE, "--json").json
    assert first["history"][0]["on"] == "2025-03-01"
    assert "Nye sentre" in run("plan", "measures", "plan-2025", *HERE).out


def test_a_plan_is_adopted_and_a_tertial_evaluated_twice_without_harm(
    run: Run, plan: MadePlan
) -> None:
    adopted = run("plan", "adopt", "plan-2025", *HERE, "--on", "2025-02-01")
    assert "1 ventede virkninger" in adopted.out
    from tests.apps.test_plan_evaluating import reading

    enter_value(
        plan=plan.key, fields=reading(date(2025, 4, 30), "3700"), by=BY, today=TODAY, now=NOW
    )
    evaluate = ("plan", "evaluate", "plan-2025", *HERE, "--tertial", "2025-T1")
    first, again = run(*evaluate, "--json").json, run(*evaluate, "--json").json
    assert (first["is_new"], again["is_new"]) == (True, False)
    assert first["digest"] == again["digest"]
    assert [one["verdict"] for one in first["scores"]] == ["as_predicted"]
    assert "som lovet" in run(*evaluate).out
    lights = run("plan", "indicators", "plan-2025", *HERE, "--json").json
    assert [(one["id"], one["value"]) for one in lights] == [("I02", 3700)]
    assert "Venteliste" in run("plan", "indicators", "plan-2025", *HERE).out
    wrong = run("plan", "evaluate", "plan-2025", *HERE, "--tertial", "2025-4")
    assert "er ikke et tertial" in wrong.err


def test_measures_go_out_and_in(run: Run, plan: MadePlan, tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    assert run("plan", "export", "plan-2025", str(out), *HERE).code == 0
    assert run("plan", "export", "plan-2025", str(out), *HERE).code == 8
    same = run("plan", "import", "plan-2025", str(out), *HERE, "--json").json
    assert (same["rows"], same["unchanged"], same["is_written"]) == (2, 2, False)
    more = tmp_path / "tiltak.csv"
    more.write_text("Tiltak;Satsingsområde\nVikarpool;RB\nFeil;XX\n", "utf-8")
    seen = run("plan", "import", "plan-2025", str(more), *HERE, "--preview")
    assert "2 rader: 1 nye, 0 endret, 0 uendret, 1 lagt til side." in seen.out
    assert "Planen har ikke satsingsområdet «XX»" in seen.out
    assert PlanMeasure.objects.count() == 2
    run("plan", "import", "plan-2025", str(more), *HERE)
    assert PlanMeasure.objects.count() == 3
    values = tmp_path / "verdier.csv"
    values.write_text("Indikator;Dag;Verdi;Kilde\nI11;2025-04-30;0,61;Telefoni\n", "utf-8")
    read = run("plan", "import", "plan-2025", str(values), *HERE, "--values", "--json").json
    assert read["added"] == ["I11 2025-04-30"]


def test_a_reader_looks_and_does_not_write(run: Run, plan: MadePlan) -> None:
    there = ("-m", "5001", "--as", "leser")
    assert run("plan", "show", "plan-2025", *there).code == 0
    assert run("plan", "adopt", "plan-2025", *there).code == 7
    assert run("plan", "status", "plan-2025", "1", "done", *there).code == 7
    assert run("plan", "show", "plan-1999", *there).code != 0


def test_plan_and_municipality_belong_together_for_indicators(run: Run) -> None:
    assert len(run("plan", "indicators", "--json").json) == 31
    assert "I31" in run("plan", "indicators").out
    assert "hører sammen" in run("plan", "indicators", "plan-2025").err
