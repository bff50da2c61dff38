"""``hjemmel synth``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_small_municipality_is_written(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "small"
    outcome = run(
        "synth",
        "--residents",
        "3000",
        "--seed",
        "7",
        "--out",
        str(out),
        "--format",
        "csv",
        "--json",
    )
    assert outcome.code == 0
    assert outcome.json["rows"]["residents"] == 3_000
    assert outcome.json["seed"] == 7
    assert (out / "residents.csv").is_file()
    assert not (out / "residents.parquet").exists()
    assert json.loads((out / "manifest.json").read_text("utf-8"))["synthetic"] is True


def test_the_same_seed_gives_the_same_files(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("synth", "--population", "2000", "--out", str(tmp_path / name)).code == 0
    first, second = ((tmp_path / name / "manifest.json").read_bytes() for name in ("one", "two"))
    assert first == second


def test_a_folder_with_something_else_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    outcome = run("synth", "--residents", "2000", "--out", str(tmp_path))
    assert outcome.code == 2
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"
