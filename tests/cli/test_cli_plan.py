"""``hjemmel plan``."""

from __future__ import annotations

from tests.cli.conftest import Run


def test_the_plans_that_come_along_are_listed(run: Run) -> None:
    plans = run("plan", "list", "--json").json
    assert [plan["id"] for plan in plans] == ["bergen-2024", "trondheim-2024"]
    assert "17\xa0825\xa0000" in run("plan", "list").out


def test_trondheims_plan_has_26_measures_and_its_sum(run: Run) -> None:
    plan = run("plan", "show", "trondheim-2024", "--json").json
    assert len(plan["measures"]) == 26
    assert plan["sum"]["kroner"] == 17_825_000
    counts = {name: plan["sums"][name] for name in ("costed", "within_budget", "to_be_studied")}
    assert counts == {"costed": 13, "within_budget": 7, "to_be_studied": 6}


def test_a_plan_is_shown_to_people_with_its_sums_and_notes(run: Run) -> None:
    out = run("plan", "show", "trondheim-2024").out
    assert "26 tiltak: 13 med beløp, 7 innenfor budsjett, 6 må utredes" in out
    assert "Sum av beløpene: kr\xa017\xa0825\xa0000" in out
    assert "18 500 000" in out
    assert "26 measures" in run("--language", "en", "plan", "show", "trondheim-2024").out


def test_a_plan_that_is_none_is_told_with_those_there_are(run: Run) -> None:
    outcome = run("plan", "show", "oslo-2024")
    assert outcome.code != 0
    assert "bergen-2024, trondheim-2024" in outcome.err
