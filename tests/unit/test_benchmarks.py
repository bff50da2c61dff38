"""The benchmark runner understands its words and writes what it measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import Row
from benchmarks.__main__ import known, parse, show, write


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], (None, None, False)),
        (["--json"], (None, None, True)),
        (["synth"], ("synth", None, False)),
        (["synth", "--json", "out"], ("synth", Path("out"), True)),
        (["./out"], (None, Path("out"), False)),
    ],
)
def test_words_are_a_name_and_a_folder(
    words: list[str], wanted: tuple[str | None, Path | None, bool]
) -> None:
    assert parse(words) == wanted


def test_unknown_name_exits_with_2_and_says_which_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(["nope"])
    assert stopped.value.code == 2
    assert ", ".join(known()) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("folder", "words"),
    [("", "script/bench rostering FOLDER"), ("nowhere", "is not a folder"), (".", "no instances")],
)
def test_a_folder_without_instances_exits_with_2_and_says_what_to_give(
    folder: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(tmp_path / folder)] if folder else []
    with pytest.raises(SystemExit) as ended:
        parse(["rostering", *given])
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_results_are_written_as_json_and_markdown(tmp_path: Path) -> None:
    write([Row("thing", 0.5, "s", "peer", 100.0, 200.0), Row("other", 3, "MB")], tmp_path / "new")
    results = json.loads((tmp_path / "new" / "results.json").read_text("utf-8"))
    assert results["rows"][0] == {
        "name": "thing",
        "value": 0.5,
        "unit": "s",
        "peer": "peer",
        "peer_value": 100.0,
        "ratio": 200.0,
    }
    table = (tmp_path / "new" / "results.md").read_text("utf-8")
    assert "| thing | 0.5 | s | peer | 100 | 200 |" in table


def test_table_shows_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    show([Row("thing", 0.5, "s"), Row("other", 3, "MB")])
    printed = capsys.readouterr().out
    assert "thing" in printed
    assert "other" in printed


def test_names_stay_whole_where_the_output_is_no_screen(capsys: pytest.CaptureFixture[str]) -> None:
    name = "allocation.distribute.10000.kilometres: flow alone"
    show(
        [Row(name, 0.5, "s", "a peer that has a long name and says how it was measured", 1.0, 2.0)]
    )
    assert name in capsys.readouterr().out
