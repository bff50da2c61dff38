"""``hjemmel fetch`` and ``hjemmel indicators``: over real HTTP and from files, with roles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.cli import server
from tests.cli.conftest import Run
from tests.servers.pxweb import CHANGES, Served, pxweb

BERGEN = ("--municipality", "4601", "--as", "leder")


@pytest.fixture
def served(
    settings: Any, monkeypatch: pytest.MonkeyPatch, small_register: SyntheticMunicipality
) -> Iterator[Served]:
    """A server on this machine as the settings' source, and the tests' own database."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)
    monkeypatch.setattr(server, "close_connections", lambda: None)
    with pxweb() as running:
        settings.HJEMMEL_SSB_URL = settings.HJEMMEL_KLASS_URL = running.address
        yield running


def test_population_is_fetched_and_told_of(run: Run, served: Served) -> None:
    outcome = run("--language", "en", "fetch", "population", *BERGEN, "--years", "2023:2024")
    assert outcome.code == 0, outcome.err
    assert outcome.out.splitlines() == [
        "Population from Statistics Norway (07459): 424 of 424 rows taken in.",
        "population: 424 new, 0 changed, 0 gone, 0 as before.",
    ]


def test_preview_tells_of_the_fetch_and_stores_nothing(run: Run, served: Served) -> None:
    tried = run("fetch", "lists", *BERGEN, "--preview", "--json").json
    assert (tried["stored"], tried["rows"], tried["after"]) == (False, 12, {"indicators": 4})
    assert run("fetch", "lists", *BERGEN, "--json").json["before"] == {"indicators": 0}


def test_answer_for_programs_has_counts_before_and_after(run: Run, served: Served) -> None:
    answer = run("fetch", "lists", *BERGEN, "--json").json
    assert (answer["kind"], answer["rows"], answer["quarantined"]) == ("kostra_lists", 12, 0)
    assert (answer["before"], answer["after"]) == ({"indicators": 0}, {"indicators": 4})


def test_codes_come_from_a_file_too(run: Run, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "klass.json"
    file.write_text(json.dumps(CHANGES), encoding="utf-8")
    answer = run("fetch", "codes", *BERGEN, "--file", str(file), "--json").json
    assert answer["tables"]["region_codes"]["added"] == 2
    assert served.asked == []


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("weather",), 2, "cannot be fetched"),
        (("borders",), 2, "from a file"),
        (("lists", "--years", "fjor"), 2, "is not years"),
        (("lists", "--file", "nowhere.json"), 3, "does not exist"),
    ],
)
def test_what_cannot_be_fetched_is_told_of(
    run: Run, served: Served, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    outcome = run("--language", "en", "fetch", *arguments, *BERGEN)
    assert outcome.code == code
    assert reason in outcome.err


def test_the_wrong_file_is_refused(run: Run, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "07459.csv"
    file.write_text("region;2024\n", encoding="utf-8")
    outcome = run("--language", "en", "fetch", "population", *BERGEN, "--file", str(file))
    assert outcome.code == 5
    assert "may be CSV" in outcome.err


def test_a_reader_may_not_fetch_but_see_the_indicators(run: Run, served: Served) -> None:
    as_reader = ("--municipality", "4601", "--as", "leser")
    assert run("fetch", "lists", *as_reader).code == 7
    answer = run("--language", "en", "indicators", *as_reader, "--json").json
    assert answer["is_synthetic"]
    assert answer["indicators"][2]["title"] == "All lists, also vacant ones"
    assert answer["indicators"][2]["value"] == 12


def test_indicators_are_shown_as_a_table(run: Run, served: Served) -> None:
    outcome = run("indicators", *BERGEN, "--as-of", "2023-12-31")
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("Bergen, 31.12.2023 (syntetiske data)")
    assert "Reservekapasitet" in outcome.out
    assert "ukjent" in outcome.out
