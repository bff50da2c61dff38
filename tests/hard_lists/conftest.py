"""Processes on a database of their own, on each kind."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from lists_processes import SERVER, Clients


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        # They wait for each other: one writes at a time.
        yield f"sqlite:///{tmp_path_factory.mktemp('lists')}/register.sqlite3?timeout=60"
        return
    name = f"hjemmel_lists_{os.getpid()}"
    try:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    except psycopg.OperationalError as error:
        if os.environ.get("HJEMMEL_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"PostgreSQL does not answer ({error}).")
    yield f"{SERVER}/{name}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def clients(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    """Eight processes with four connections each, on a municipality of 6 000 residents and 12 lists."""
    made = Clients(database, tmp_path_factory.mktemp("data"))
    try:
        made.begin()
        yield made
    finally:
        made.end()
