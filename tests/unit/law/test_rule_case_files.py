"""A file of worked cases that breaks the format is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from hjemmel.kernel.errors import DataFileError
from hjemmel.rules.spec import read_cases

FILE = """
[[cases]]
rule = "list_limits.ceiling_is_allowed"
name_nb = "Høyest"
name_en = "Highest"
as_of = 2026-01-01
given = { ceiling = 2500 }
expect = { outcome = "met", reason = "within" }
"""


def read(folder: Path, text: str) -> int:
    file = folder / "own.toml"
    file.write_text(text, "utf-8")
    return len(read_cases(file, "rules/cases/own.toml"))


def test_a_right_file_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, FILE) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("2026-01-01", '"today"', "as_of"),
        ("{ ceiling = 2500 }", "2500", "given"),
        ('{ outcome = "met", reason = "within" }', '"met"', "expect"),
        ("ceiling_is_allowed", "ceiling_is_aloud", "Unknown rule"),
        ("rule =", "role =", "Unknown key"),
        ("[[cases]]", "[cases]", "cases"),
        ("[[cases]]", "[[case]]", "Unknown key"),
        ("[[cases]]", "cases = [1]\n[more]", "Unknown key"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    with pytest.raises(DataFileError, match=says) as caught:
        read(tmp_path, FILE.replace(right, wrong))
    assert caught.value.where == "rules/cases/own.toml"
