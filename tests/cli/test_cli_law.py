"""``hjemmel law``."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped law files."""
    with resources.as_file(resources.files("hjemmel.law") / "data") as shipped:
        return Path(shutil.copytree(shipped, tmp_path / "law"))


def test_the_ceiling_is_2500_before_and_after_the_new_regulation(run: Run) -> None:
    old = run("law", "show", "gp_list.ceiling_max", "--on", "2025-12-31", "--json").json
    new = run("law", "show", "gp_list.ceiling_max", "--on", "2026-01-01", "--json").json
    assert (old["id"], old["value"], old["unit"]) == ("gp_list.ceiling_max", 2500, "persons")
    assert (old["source"]["act"], old["source"]["paragraph"]) == ("fastlegeforskriften_2012", "34")
    assert old["source"]["text"] == "fastlegeforskriften (2012) § 34"
    assert (old["valid_from"], old["valid_until"]) == ("2013-01-01", "2026-01-01")
    assert (old["confidence"], old["rank"]) == ("verified", "forskrift")
    assert old["title"] == "Høyeste listetak"
    assert old["quote"] == "En fastlege kan ikke ha flere enn 2 500 personer på listen."
    assert (new["value"], new["source"]["paragraph"], new["valid_until"]) == (2500, "10", None)


def test_a_municipality_may_have_chosen_its_own_value(run: Run) -> None:
    parameter = ("gp_list.free_capacity_target", "--on", "2024-06-01")
    local = run("law", "show", *parameter, "--municipality", "4601", "--json").json
    assert (local["value"], local["rank"], local["municipality"]) == (0.05, "kommunal", "4601")
    assert run("law", "show", *parameter).code == 4


def test_without_a_day_it_is_today(run: Run) -> None:
    assert run("law", "show", "gp_list.ceiling_max", "--json").json["value"] == 2500


def test_people_read_the_value_with_its_source(run: Run) -> None:
    out = run("law", "show", "gp_list.ceiling_max", "--on", "2025-06-01").out
    assert out.startswith("Høyeste listetak: 2\u00a0500 personer\n")
    assert "fastlegeforskriften (2012) § 34" in out
    assert "01.01.2013–31.12.2025" in out


def test_the_history_holds_local_choices(run: Run) -> None:
    versions = run("law", "history", "gp_list.free_capacity_target", "--json").json["versions"]
    assert {v["municipality"] for v in versions} == {"4601", "5001"}
    assert (
        "Mål for ledig listekapasitet" in run("law", "history", "gp_list.free_capacity_target").out
    )


def test_the_list_can_be_narrowed_to_an_area(run: Run) -> None:
    every = run("law", "list", "--json").json
    area = run("law", "list", "--area", "gp_list", "--json").json
    assert {p["area"] for p in area} == {"gp_list"}
    assert 0 < len(area) < len(every)
    assert "gp_list.ceiling_max" in run("law", "list").out


def test_the_rules_name_their_places(run: Run) -> None:
    rules = {r["id"]: r for r in run("law", "rules", "--json").json}
    texts = [s["text"] for s in rules["list_limits.ceiling_is_allowed"]["sources"]]
    assert "fastlegeforskriften (2012) § 34" in texts
    assert run("law", "rules").code == 0


def test_the_shipped_files_keep_to_the_format(run: Run) -> None:
    outcome = run("law", "check", "--json")
    assert outcome.code == 0
    assert outcome.json["ok"] is True
    assert outcome.json["parameters"] > 100
    assert run("law", "check").out.startswith("Alt i orden:")


def test_an_unknown_key_is_reported_with_its_file(run: Run, folder: Path) -> None:
    file = folder / "gp_list" / "ceiling_max.toml"
    file.write_text('colour = "red"\n' + file.read_text("utf-8"), "utf-8")
    outcome = run("law", "check", str(folder))
    assert outcome.code == 5
    assert "Ukjent nøkkel: colour." in outcome.err
    assert "gp_list/ceiling_max.toml" in outcome.err


def test_every_broken_file_is_reported_at_once(run: Run, folder: Path) -> None:
    for name, text in (
        ("gp_list/ceiling_max.toml", "not toml"),
        ("gp_list/part_list_min_age.toml", 'id = "gp_list.wrong"'),
        (
            "gp_list/own_length_above.toml",
            "id = [1]\ntitle_nb = 1\ntitle_en = 1\nunit = []\nrank = 1",
        ),
    ):
        (folder / name).write_text(text, "utf-8")
    outcome = run("law", "check", str(folder), "--json")
    assert outcome.code == 5
    assert outcome.json["ok"] is False
    places = {problem["where"] for problem in outcome.json["problems"]}
    assert {
        "gp_list/ceiling_max.toml",
        "gp_list/part_list_min_age.toml",
        "gp_list/own_length_above.toml",
    } <= places


def test_a_folder_without_acts_is_no_law_folder(run: Run, tmp_path: Path) -> None:
    outcome = run("law", "check", str(tmp_path))
    assert outcome.code == 5
    assert "acts.toml" in outcome.err
