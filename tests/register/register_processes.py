"""Commands in processes of their own, on a database of their own."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

HJEMMEL = str(Path(sys.executable).parent / "hjemmel")
SERVER = "postgres://postgres@127.0.0.1:5432"


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


def environment(database: str, folder: Path) -> dict[str, str]:
    """Return the environment of a process with that database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HJEMMEL_")}
    return {**kept, "HJEMMEL_DATA_FOLDER": str(folder), "HJEMMEL_DATABASE_URL": database}


def count(database: str, table: str) -> int:
    """Return how many rows a table has."""
    return int(ask(database, f"SELECT count(*) FROM {table}")[0][0])


def ask(database: str, sql: str) -> list[Any]:
    """Run a statement past Django; return its rows."""
    if database.startswith("postgres"):
        with psycopg.connect(database) as connection:
            cursor: Any = connection.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as opened, opened:
        opened.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text)))
        return list(opened.execute(sql).fetchall())


def set_up(database: str, folder: Path) -> None:
    """Set up Bergen with districts and ``sjef``, who governs all."""
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
