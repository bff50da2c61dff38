"""Processes on a database of their own, on each kind, with a district of doctors on duty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hard_duty.duty_processes import DutyClients
from tests.tables import new_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def clients(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DutyClients]:
    """Eight processes with four connections each, on a published week of a district of 50 doctors."""
    folder = tmp_path_factory.mktemp("data")
    with new_database(request.param, "duty", folder) as database:
        made = DutyClients(database, folder)
        try:
            made.begin()
            yield made
        finally:
            made.end()
