"""``hjemmel cases``."""

from __future__ import annotations

import dataclasses

import pytest

from hjemmel.cases import verification
from tests.cli.conftest import Run


def test_the_published_cases_are_listed(run: Run) -> None:
    cases = run("cases", "list", "--json").json
    assert {"bergen-2023", "trondheim-2024"} <= {case["id"] for case in cases}
    assert "bergen-2023" in run("cases", "list").out


def test_a_case_shows_its_figures_with_their_sources(run: Run) -> None:
    case = run("cases", "show", "bergen-2023", "--json").json
    figures = {figure["name"]: figure for figure in case["figures"]}
    assert figures["gps"]["value"] == 256
    assert figures["gps"]["as_of"] == "2023-12-31"
    assert figures["gps"]["source"]["text"].startswith("Strategi for fastlegeordningen i Bergen")
    assert len(case["districts"]) == 8
    assert "list_places" in run("cases", "show", "bergen-2023").out


def test_every_published_figure_is_as_recorded(run: Run) -> None:
    outcome = run("cases", "verify", "--json")
    assert outcome.code == 0
    assert all(one["matches_record"] for one in outcome.json)
    by_name = {one["name"]: one for one in outcome.json}
    assert by_name["places"]["printed"] == by_name["places"]["computed"] == 308_000
    assert by_name["places"]["agrees"] is True
    known = [one["name"] for one in outcome.json if not one["agrees"]]
    assert "recruit as printed beside 259" in known
    assert "er som registrert" in run("cases", "verify").out


def test_a_figure_that_is_not_as_recorded_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *rest = verification.verify()
    wrong = dataclasses.replace(first, matches_record=False)
    monkeypatch.setattr(verification, "verify", lambda: (wrong, *rest))
    assert run("cases", "verify").code == 1
