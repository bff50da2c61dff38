"""Processes on a database of their own, on each kind, with a district of doctors on duty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hard_duty.duty_processes import DutyClients
from tests.hard_lists.lists_processes import new_on_postgresql


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def clients(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DutyClients]:
    """Eight processes with four connections each, on a published week of a district of 50 doctors."""
    folder = tmp_path_factory.mktemp("data")
    if request.param == "sqlite":
        # They wait for each other: one writes at a time.
        yield from _with(f"sqlite:///{folder}/register.sqlite3?timeout=60", folder)
        return
    with new_on_postgresql(f"hjemmel_duty_{os.getpid()}") as made:
        yield from _with(made, folder)


def _with(database: str, folder: Path) -> Iterator[DutyClients]:
    made = DutyClients(database, folder)
    try:
        made.begin()
        yield made
    finally:
        made.end()
