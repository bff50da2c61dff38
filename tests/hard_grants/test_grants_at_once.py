"""Leaders at once, in real processes, on each database: a frame is never overdrawn, and what remains is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hard_lists.lists_processes import Clients, answers, start
from tests.tables import new_database

CLIENT = Path(__file__).with_name("grant_clients.py")
APPLICANTS = 8
LEFT_NOTHING = "The frame has NOK 0 left, which does not cover NOK 300,000."


class GrantClients(Clients):
    """Two processes on one database with a year of a scheme, and applications that seek more than it has."""

    year: int
    cases: list[int]

    def begin(self) -> None:
        """Load the cases in the first process, then start the other."""
        for number in range(self.count):
            self.processes.append(start(self.database, self.folder, CLIENT))
            assert answers(self.processes[number]) == "ready"
            if number == 0:
                loaded: Any = self.one("load", applicants=APPLICANTS)
                assert isinstance(loaded, list), loaded
                self.year, self.cases = loaded


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def clients(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GrantClients]:
    """Two processes with four connections each."""
    folder = tmp_path_factory.mktemp("data")
    with new_database(request.param, "grants", folder) as database:
        made = GrantClients(database, folder, count=2)
        try:
            made.begin()
            yield made
        finally:
            made.end()


def test_of_all_who_approve_at_once_as_many_succeed_as_the_frame_has_room_for(
    clients: GrantClients,
) -> None:
    """The last of the frame goes to one; the others are told what remains, and nothing of theirs is lost."""
    told = clients.at_once([("grant", {"case": case}) for case in clients.cases])
    assert sorted(told) == [*[LEFT_NOTHING] * 3, *["granted"] * 5]
    frame = "SELECT frame_oere, committed_oere FROM grants_schemeyear"
    assert clients.ask(frame) == [(150_000_000, 150_000_000)]
    [[paid]] = clients.ask("SELECT sum(amount_oere) FROM grants_grantpayment")
    assert paid == 150_000_000
    states = clients.ask("SELECT state, count(*) FROM grants_grantapplication GROUP BY state")
    assert sorted(states) == [("granted", 5), ("submitted", 3)]

    won = clients.cases[told.index("granted")]
    lost = [case for case, said in zip(clients.cases, told, strict=True) if said != "granted"]
    assert clients.one("revoke", case=won) == "revoked"
    again = clients.at_once([("grant", {"case": case}) for case in lost])
    assert sorted(again) == [LEFT_NOTHING, LEFT_NOTHING, "granted"]
    assert clients.ask(frame) == [(150_000_000, 150_000_000)]


def test_case_that_is_approved_twice_at_once_is_paid_once(clients: GrantClients) -> None:
    won = next(
        row[0]
        for row in clients.ask("SELECT id FROM grants_grantapplication WHERE state='granted'")
    )
    assert clients.one("revoke", case=won) == "revoked"
    [case] = clients.ask("SELECT id FROM grants_grantapplication WHERE state='submitted' LIMIT 1")
    told = clients.at_once([("grant", {"case": case[0]})] * 8)
    assert told.count("granted") == 1
    query = f"SELECT count(*) FROM grants_grantdecision WHERE application_id = {case[0]}"
    assert clients.ask(query) == [(1,)]
