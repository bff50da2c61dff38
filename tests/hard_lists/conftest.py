"""Processes on a database of their own, on each kind."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from lists_processes import Clients, new_on_postgresql


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        # They wait for each other: one writes at a time.
        yield f"sqlite:///{tmp_path_factory.mktemp('lists')}/register.sqlite3?timeout=60"
        return
    with new_on_postgresql(f"hjemmel_lists_{os.getpid()}") as made:
        yield made


@pytest.fixture(scope="module")
def clients(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    """Eight processes with four connections each, on a municipality of 6 000 residents and 12 lists."""
    made = Clients(database, tmp_path_factory.mktemp("data"))
    try:
        made.begin()
        yield made
    finally:
        made.end()
