"""Databases that have their tables already, empty: made once for all processes of a run, and copied.

Migrating takes seconds, and a run of the tests needs dozens of databases. Whoever needs the first one of
a kind migrates it, in a process of its own; the others wait for that and copy it.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

SERVER = "postgres://postgres@127.0.0.1:5432"
SHARED = "TESTS_SHARED_FOLDER"
"""The variable that names the folder of the run, for the processes that it starts."""


def ask(database: str, sql: str) -> list[Any]:
    """Run a statement past Django; return its rows."""
    if database.startswith("postgres"):
        with psycopg.connect(database) as connection:
            cursor: Any = connection.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
    with closing(sqlite3.connect(file_of(database), timeout=60)) as opened, opened:
        opened.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text)))
        return list(opened.execute(sql).fetchall())


def environment(database: str, folder: Path) -> dict[str, str]:
    """Return the environment of a process with that database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HJEMMEL_")}
    return {**kept, "HJEMMEL_DATA_FOLDER": str(folder), "HJEMMEL_DATABASE_URL": database}


def file_of(database: str) -> Path:
    """Return the file of a database of SQLite, from its address."""
    return Path(database.removeprefix("sqlite:///").partition("?")[0])


def lay_tables(database: str) -> None:
    """Let a database that nothing is in yet have the tables, empty."""
    if not database.startswith("postgres"):
        shutil.copy(tables_file(), file_of(database))
        return
    server, _, name = database.rpartition("/")
    template = _tables_on_postgresql(server)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


@contextmanager
def on_postgresql(name: str, *, empty: bool = False) -> Iterator[str]:
    """Make a database while the block runs; yields its address. No server: the test is skipped.

    Args:
        name: What it is called, and the process after it.
        empty: Without tables.
    """
    name = f"hjemmel_{name}_{os.getpid()}"
    require_postgresql()
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        if empty:
            connection.execute(f"CREATE DATABASE {name}")
        else:
            lay_tables(f"{SERVER}/{name}")
        try:
            yield f"{SERVER}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def new_database(kind: str, name: str, folder: Path) -> Iterator[str]:
    """Make a database of either kind, with tables, for many clients; yields its address."""
    if kind == "postgresql":
        with on_postgresql(name) as made:
            yield made
        return
    # They wait for each other: one writes at a time.
    database = f"sqlite:///{folder}/register.sqlite3?timeout=60"
    lay_tables(database)
    yield database


def require_postgresql() -> None:
    """Skip where PostgreSQL does not answer; fail where it must."""
    try:
        psycopg.connect(f"{SERVER}/postgres").close()
    except psycopg.OperationalError as error:
        if os.environ.get("HJEMMEL_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"PostgreSQL does not answer ({error}).")


def tables_file() -> Path:
    """Return a database of SQLite with the tables; it is only to be copied."""
    made = shared_folder() / "tables.sqlite3"
    with alone("sqlite"):
        if not made.exists():
            unfinished = made.with_suffix(".unfinished")
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(made)
    return made


def _tables_on_postgresql(server: str) -> str:
    mark = shared_folder() / f"{sha256(server.encode()).hexdigest()[:8]}.postgresql"
    with alone("postgresql"):
        if not mark.exists():
            name = f"hjemmel_tables_{os.getpid()}"
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            mark.write_text(f"{server}/{name}", "utf-8")
            _migrate(f"{server}/{name}")
    return mark.read_text("utf-8").rpartition("/")[2]


def drop_tables() -> None:
    """Remove the tables that are not in the folder, at the end of the run."""
    for mark in shared_folder().glob("*.postgresql"):
        server, _, name = mark.read_text("utf-8").rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def shared_folder() -> Path:
    """Return the folder that all processes of the run share."""
    return Path(os.environ[SHARED])


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Let one process of the run at a time into the block."""
    with (shared_folder() / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(database: str) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={
            **environment(database, shared_folder()),
            "DJANGO_SETTINGS_MODULE": "hjemmel.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert made.returncode == 0, made.stderr


def begin_on_tables() -> None:
    """Let Django's connection be one to a database of this process's own that has the tables."""
    from django.conf import settings
    from django.db import connection

    name = connection.creation._get_test_db_name()
    connection.close()
    if connection.vendor == "postgresql":
        server = os.environ["HJEMMEL_DATABASE_URL"].rpartition("/")[0]
        lay_tables(f"{server}/{name}")
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tables_file())) as tables:
            tables.backup(connection.connection)


def end_on_tables() -> None:
    """Remove that database."""
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
