"""Coverage, need and snapshots of the register on the command line, as a user with roles."""

from __future__ import annotations

from typing import Any

import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality, picture
from hjemmel.cli import server
from tests.cli.conftest import Run

BERGEN = ("--case", "4601", "--as", "leser")


@pytest.fixture(autouse=True)
def _register(monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality) -> None:
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    monkeypatch.delenv("HJEMMEL_USER", raising=False)


def test_coverage_has_the_generators_figures_the_answer_and_what_needs_attention(
    run: Run, small_register: SyntheticMunicipality
) -> None:
    made = picture(small_register)
    answer = run("coverage", *BERGEN, "--json").json
    assert answer["kind"] == "register"
    assert answer["as_of"] == made.as_of.isoformat()
    assert answer["total"]["free_places"] == made.figures["free_places"].value
    assert answer["total"]["population"] == made.figures["population"].value
    assert answer["answer"].endswith(".")
    found: dict[str, Any] = {item["id"]: item for item in answer["attention"]}
    assert found["full_lists"]["page"] == "lists"
    assert found["full_lists"]["choice"] == {"ledig": "nei"}


def test_coverage_for_people_says_what_needs_attention(run: Run) -> None:
    outcome = run("--language", "en", "coverage", *BERGEN)
    assert outcome.code == 0, outcome.err
    assert "Needs attention" in outcome.out
    assert "lists have reached their ceiling" in outcome.out


def test_published_coverage_says_what_needs_attention_too(run: Run) -> None:
    answer = run("coverage", "--case", "bergen-2023", "--json").json
    assert "districts_below_measure" in {item["id"] for item in answer["attention"]}
    assert "Kapasiteten er skjevt fordelt" in answer["answer"]


def test_need_is_computed_from_the_register(run: Run) -> None:
    answer = run("need", *BERGEN, "--as-of", "2024-02-01", "--json").json
    assert answer["as_of"] == "2024-02-01"
    assert answer["gps_today"] == 12


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--case", "4601"), "kjøres som en bruker"),
        (("--case", "4601", "--as", "ingen"), "ingen"),
        (("--case", "9999", "--as", "leser"), "9999"),
        ((*BERGEN, "--as-of", "2020-01-01"), "ingen lister"),
        (("--case", "bergen-2023", "--known-on", "2024-01-01"), "Bare registeret"),
    ],
)
def test_what_cannot_be_answered_is_told_of(
    run: Run, arguments: tuple[str, ...], reason: str
) -> None:
    outcome = run("coverage", *arguments)
    assert outcome.code != 0
    assert reason in outcome.err


def test_a_snapshot_is_taken_once(run: Run) -> None:
    asked = ("snapshot", "--municipality", "4601", "--month", "2024-02", "--as", "planlegger")
    assert run(*asked).out == "Tatt vare på: 01.02.2024.\n"
    again = run(*asked, "--json").json
    assert (again["id"], again["is_new"], again["is_as_then"]) == ("4601-2024-02-01", False, True)
    assert "sier det samme" in run(*asked).out


def test_a_reader_takes_no_snapshot_and_a_month_is_a_month(run: Run) -> None:
    asked = ("snapshot", "--municipality", "4601", "--month")
    assert "Rollene dine" in run(*asked, "2024-02", "--as", "leser").err
    assert "er ikke en måned" in run(*asked, "februar", "--as", "leder").err
