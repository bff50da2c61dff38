"""Commands in processes of their own, on a database of their own.

The tables are made once for each kind of database, by a process that migrates, and copied from there:
all that these tests do comes after.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
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


def make_tables(database: str) -> None:
    """Let a database that nothing is in yet have the tables, empty."""
    if database.startswith("postgres"):
        server, _, name = database.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {_tables_on_postgresql()}")
        return
    shutil.copy(_tables_on_sqlite(), database.removeprefix("sqlite:///").partition("?")[0])


@functools.cache
def _tables_on_sqlite() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hjemmel-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(f"sqlite:///{folder}/tables.sqlite3", folder)
    return folder / "tables.sqlite3"


@functools.cache
def _tables_on_postgresql() -> str:
    name = f"hjemmel_tables_{os.getpid()}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    atexit.register(_drop, name)
    with tempfile.TemporaryDirectory() as folder:
        _migrate(f"{SERVER}/{name}", Path(folder))
    return name


def _drop(name: str) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _migrate(database: str, folder: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={**environment(database, folder), "DJANGO_SETTINGS_MODULE": "hjemmel.config.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert made.returncode == 0, made.stderr


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
    """Set up Bergen with districts and ``sjef``, who governs all, in a database without tables."""
    make_tables(database)
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
