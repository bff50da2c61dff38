"""Duty rosters on the command line: on files, and with what a stranger may give it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run

DISTRICT = """
name_nb = "Prøve"
name_en = "Trial"
first_day = 2026-10-19
last_day = 2026-11-01

[[shift_types]]
key = "night"
name_nb = "Natt"
name_en = "Night"
station = "a"
starts = 22:00:00
ends = 08:00:00

[[doctors]]
key = "lege"
name = "Lege"
count = 4
qualifications = ["specialist_general_practice", "course_emergency_medicine", "course_violence_and_abuse"]
"""
QUICK = ("--seconds", "4", "--workers", "1")


@pytest.fixture
def district(tmp_path: Path) -> Path:
    file = tmp_path / "district.toml"
    file.write_text(DISTRICT, "utf-8")
    return file


def changed(district: Path, old: str, new: str) -> str:
    """Write the district with something else in it; return its path."""
    text = district.read_text("utf-8")
    assert old in text
    district.write_text(text.replace(old, new, 1), "utf-8")
    return str(district)


def test_the_examples_are_listed(run: Run) -> None:
    names = {one["name"] for one in run("roster", "examples", "--json").json}
    assert {"lyngen", "stor-elvdal", "luster", "trondheim", "bergen"} <= names
    assert "Lyngen: North Sea rota" in run("--language", "en", "roster", "examples").out


def test_a_roster_is_made_written_checked_and_read_again(
    run: Run, district: Path, tmp_path: Path
) -> None:
    out = tmp_path / "plan.xlsx"
    made = run("roster", "solve", str(district), *QUICK, "--out", str(out), "--json").json
    assert (made["status"], made["findings"], made["file"]) == ("optimal", [], str(out))
    assert made["points"] == made["bound"]
    assert len(made["assignments"]) == 14
    assert openpyxl.load_workbook(out).sheetnames[0] == "Kalender"
    assert out.stat().st_mode & 0o077 == 0, "only its owner reads it"
    checked = run("roster", "check", str(district), str(out))
    assert (checked.code, checked.out) == (0, "Vaktplanen bryter ingen regler.\n")


def test_for_people_a_search_tells_status_price_bound_and_spans(run: Run, district: Path) -> None:
    outcome = run("--language", "en", "roster", "solve", str(district), *QUICK)
    assert outcome.code == 0
    assert "Proven best: " in outcome.out
    assert "no roster is below" in outcome.out
    assert "Night shifts" in outcome.out
    assert "The same inputs, seed and searches give the same roster." in outcome.out
    assert "The roster breaks no rules." in outcome.out
    assert "points, bound" in outcome.err, "progress is on standard error"


def test_the_same_seed_gives_the_same_roster(run: Run, district: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in files:
        run("roster", "solve", str(district), *QUICK, "--seed", "7", "--out", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_night_when_the_clock_is_set_back_has_eleven_hours(
    run: Run, district: Path, tmp_path: Path
) -> None:
    out = tmp_path / "plan.csv"
    run("roster", "solve", str(district), *QUICK, "--out", str(out))
    rows = [line.split(";") for line in out.read_text("utf-8-sig").splitlines()[1:]]
    assert {row[0]: row[5] for row in rows if row[5] != "10,00"} == {"2026-10-24": "11,00"}


def test_an_impossible_roster_says_what_contradicts_and_the_cheapest_way_out(
    run: Run, district: Path, tmp_path: Path
) -> None:
    source = changed(district, "count = 4", "count = 1")
    Path(source).write_text(
        f"{DISTRICT.replace('count = 4', 'count = 1')}[limits]\nnights_in_a_row = 3\n"
    )
    out = tmp_path / "plan.xlsx"
    outcome = run("roster", "solve", source, *QUICK, "--out", str(out))
    assert outcome.code == 1
    assert "Umulig: ingen vaktplan holder alle kravene" in outcome.out
    assert "Netter på rad for Lege 01" in outcome.out
    assert "Billigste utvei:\n  – Fravik «Netter på rad» for Lege 01." in outcome.out
    assert "Ingen fil er skrevet." in outcome.out
    assert not out.exists()


def test_a_broken_roster_is_told_of_and_ends_with_1(
    run: Run, district: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "plan.csv"
    sheet.write_text("Dag;Vakt;Lege\n2026-10-19;Natt;Lege 01\n2026-10-20;Natt;Ukjent\n", "utf-8")
    outcome = run("roster", "check", str(district), str(sheet))
    assert outcome.code == 1
    assert "rad 3, Lege: 'Ukjent'. «Ukjent» er ikke blant legene" in outcome.out
    assert "Natt 20.10.2026 har ingen lege og trenger 1." in outcome.out
    found = run("roster", "check", str(district), str(sheet), "--json").json
    assert {one["constraint"] for one in found["findings"]} == {"coverage"}
    assert [one["row"] for one in found["put_aside"]] == [3]


def test_a_shift_is_explained_and_the_ledger_sums_to_nothing(
    run: Run, district: Path, tmp_path: Path
) -> None:
    out = tmp_path / "plan.csv"
    run("roster", "solve", str(district), *QUICK, "--out", str(out))
    asked = ("roster", "explain", str(district), str(out), "--shift", "night:2026-10-21")
    (why,) = run(*asked, "--json").json
    assert len(why["others"]) == 3
    assert f"{why['name']}" in run(*asked).out
    rows = run("roster", "ledger", str(district), str(out), "--json").json["rows"]
    nights = [row for row in rows if row["category"] == "nights"]
    assert sum(row["amount"] for row in nights) == 14
    assert sum(row["closing"] for row in nights) == pytest.approx(0, abs=0.01)


def test_a_sheet_is_exported_as_a_workbook_whole_or_not_at_all(
    run: Run, district: Path, tmp_path: Path
) -> None:
    sheet, out = tmp_path / "plan.csv", tmp_path / "plan.xlsx"
    run("roster", "solve", str(district), *QUICK, "--out", str(sheet))
    asked = ("roster", "export", str(district), str(sheet), "--out", str(out))
    assert run(*asked).code == 0
    assert openpyxl.load_workbook(out)["Matrise"].max_row == 5
    assert run(*asked).code == 8, "a file that is there is not written over"
    sheet.write_text(sheet.read_text("utf-8-sig") + "2026-10-19;Kveld;;;;;a;Lege 01;\n", "utf-8")
    out.unlink()
    assert run(*asked).code == 1
    assert {file.name for file in tmp_path.iterdir() if file.is_file()} == {
        "plan.csv",
        "district.toml",
    }


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("last_day = 2026-11-01", "last_day = 2026-10-18", 5, "ingen dager"),
        ("ends = 08:00:00", "ends = 08:00:00\ndoctors = 0", 5, "helt tall fra 1"),
        ("starts = 22:00:00", "starts = 25:00:00", 5, "Ikke gyldig TOML"),
        ("first_day = 2026-10-19", "first_day = 2026-03-25", 0, ""),
        ('station = "a"', 'station = "a"\nskills = ["kirurg"]', 2, "ingen lege kan ta den"),
        (
            "[[doctors]]",
            '[[fixed]]\nshift = "night:2026-10-19"\ndoctor = "lege01"\n'
            '[[fixed]]\nshift = "night:2026-10-19"\ndoctor = "lege02"\n[[doctors]]',
            2,
            "2 leger er låst til Natt 19.10.2026, som trenger 1",
        ),
        (
            "[[doctors]]",
            '[[fixed]]\nshift = "night:2026-10-19"\ndoctor = "ingen"\n[[doctors]]',
            2,
            "finnes ikke i vaktplanen: ingen",
        ),
    ],
)
def test_a_district_that_is_wrong_is_refused_in_words(
    run: Run, district: Path, old: str, new: str, code: int, words: str
) -> None:
    outcome = run("roster", "solve", changed(district, old, new), *QUICK)
    assert outcome.code == code
    assert words in outcome.err
    if code:
        assert outcome.err.startswith("Feil: ")
        assert outcome.out == ""


def test_a_time_that_the_clock_skips_is_refused(run: Run, district: Path) -> None:
    changed(district, "2026-10-19", "2026-03-23")
    changed(district, "2026-11-01", "2026-04-05")
    outcome = run("roster", "solve", changed(district, "22:00:00", "02:30:00"))
    assert outcome.code == 2
    assert "Klokken 02:30 finnes ikke 29.03.2026" in outcome.err
    assert "district.toml shift night:2026-03-29" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("solve",), 2, "Hvilken vaktplan?"),
        (("solve", "lyngen", "--roster", "1"), 2, "på to måter"),
        (("solve", "oslo"), 3, "Velg blant bergen"),
        (("solve", "nowhere.toml"), 3, "Filen finnes ikke"),
        (("solve", "lyngen", "--seconds", "0"), 2, "--seconds"),
        (("solve", "lyngen", "--workers", "99"), 2, "høyst 64"),
        (("solve", "lyngen", "--seed", "x"), 2, "ikke et heltall"),
        (("solve", "lyngen", "--out", "plan.pdf"), 2, "Bruk .xlsx eller .csv"),
        (("solve", "lyngen", "--out", "no-such-folder/plan.csv"), 2, "Mappen finnes ikke"),
        (("solve", "lyngen", "--take"), 2, "Utelat --take"),
        (("solve", "--roster", "1", "--workers", "2", "--as", "x"), 2, "Utelat --workers"),
        (("solve", "--roster", "1"), 7, "kjøres som en bruker"),
        (("check", "lyngen"), 2, "SHEET"),
        (("check", "lyngen", "nowhere.csv"), 3, "Filen finnes ikke"),
        (("ledger", "lyngen", "nowhere.csv", "--first", "2026-01-01"), 2, "Utelat --first"),
        (("import", "nowhere.csv", "--roster", "1"), 3, "Filen finnes ikke"),
    ],
)
def test_wrong_use_is_told_of(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    outcome = run("roster", *arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert words in outcome.err


def test_a_shift_that_is_not_there_is_told_of(run: Run, district: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "plan.csv"
    sheet.write_text("Dag;Vakt;Lege\n2026-10-19;Natt;Lege 01\n", "utf-8")
    base = ("roster", "explain", str(district), str(sheet), "--shift")
    unknown = run(*base, "evening:2026-10-19")
    assert (unknown.code, "for eksempel night:2026-10-19" in unknown.err) == (3, True)
    assert "Ingen står på Natt 20.10.2026." in run(*base, "night:2026-10-20").out
    other = run(*base, "night:2026-10-19", "--doctor", "lege02")
    assert (other.code, "Velg blant lege01" in other.err) == (3, True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_ctrl_c_keeps_the_best_and_writes_it(tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    command = [
        sys.executable,
        "-c",
        "import sys; from hjemmel.cli.main import main; sys.exit(main())",
    ]
    asked = ["roster", "solve", "stor-elvdal", "--seconds", "300", "--out", str(out)]
    with subprocess.Popen(
        [*command, *asked], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "HJEMMEL_DATA_FOLDER": str(tmp_path)},
    ) as started:  # fmt: skip
        assert started.stderr is not None
        _wait_for(started.stderr, "poeng, grense")
        started.send_signal(signal.SIGINT)
        said, _ = started.communicate(timeout=120)
    assert started.returncode == 130
    assert "Stoppet: " in said
    assert len(out.read_text("utf-8-sig").splitlines()) == 1 + 364


def _wait_for(stream: Any, words: str) -> None:
    ends = time.monotonic() + 120
    for line in stream:
        if words in line:
            return
        assert time.monotonic() < ends
    raise AssertionError(f"“{words}” never came")
