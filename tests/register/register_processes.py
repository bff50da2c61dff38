"""Commands in processes of their own, on a database of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.tables import ask, environment, lay_tables

HJEMMEL = str(Path(sys.executable).parent / "hjemmel")


def run(database: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``hjemmel`` on a database to its end."""
    return subprocess.run(
        [HJEMMEL, *arguments],
        env=environment(database, folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def count(database: str, table: str) -> int:
    """Return how many rows a table has."""
    return int(ask(database, f"SELECT count(*) FROM {table}")[0][0])


def set_up(database: str, folder: Path) -> None:
    """Set up Bergen with districts and ``sjef``, who governs all, in a database without tables."""
    lay_tables(database)
    districts = {
        "460101": "Arna", "460102": "Bergenhus", "460103": "Fana", "460104": "Fyllingsdalen",
        "460105": "Laksevåg", "460106": "Ytrebygda", "460107": "Årstad", "460108": "Åsane",
    }  # fmt: skip
    options = [part for n, name in districts.items() for part in ("--district", f"{n}={name}")]
    made = run(
        database, folder, "setup", "--number", "4601", "--name", "Bergen", *options,
        "--administrator", "sjef",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
