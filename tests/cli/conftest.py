"""Commands run in this process; nothing is read from or left in the folder of the developer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hjemmel.cli.main import main


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer of ``--json``."""
        return json.loads(self.out)

    @property
    def problem(self) -> Any:
        """The error of ``--json``."""
        return json.loads(self.err)


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HJEMMEL_DATA_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("HJEMMEL_DATABASE_URL", raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``hjemmel`` with the arguments given."""

    def call(*arguments: str) -> Outcome:
        code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


OWN = """\
id = "mysund-2024"
number = "9999"
name = "Mysund"
title_nb = "Mysund"
title_en = "Mysund"
as_of = 2024-01-01
source = { title = "Egen telling" }

[figures.gps]
value = 10
as_of = 2024-01-01
source = { title = "Egen telling" }

[figures.mean_list]
value = 1000
as_of = 2024-01-01
source = { title = "Egen telling" }
"""

POPULATION = """
[figures.population]
value = %s
as_of = 2024-01-01
source = { title = "Egen telling" }
"""


@pytest.fixture
def own_case(tmp_path: Path) -> Callable[[str], str]:
    """Write a case of one's own with more text at the end, and return its path."""

    def write(more: str = "") -> str:
        file = tmp_path / "mysund-2024.toml"
        file.write_text(OWN + more, "utf-8")
        return str(file)

    return write
