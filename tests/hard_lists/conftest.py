"""Processes on a database of their own, on each kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lists_processes import Clients

from tests.tables import new_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a database with tables."""
    with new_database(request.param, "lists", tmp_path_factory.mktemp("lists")) as made:
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
