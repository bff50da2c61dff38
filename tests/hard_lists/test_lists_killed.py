"""A cut-over that is killed, or loses its database, in the middle leaves nothing; the next goes through.

The middle is made sure of: every membership is written, and the moves are being marked as done, when
something that the test put there makes the statement wait.
"""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from lists_processes import Clients, answers, start, tell

from tests.tables import file_of

MOVES = 500
_STALL = """
    CREATE TRIGGER stall BEFORE UPDATE ON lists_move WHEN NEW.state = 'done' BEGIN
        SELECT count(*) FROM (WITH RECURSIVE number(n) AS (
            SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1000000000000
        ) SELECT n FROM number);
    END
"""


@pytest.fixture
def digest(clients: Clients) -> str:
    """The digest of a month of moves that are planned."""
    [[planned]] = clients.ask("SELECT count(*) FROM lists_move WHERE state = 'planned'")
    if planned == 0:
        assert clients.one("plan", municipality=clients.municipality, count=MOVES) == MOVES
    digest, moves = clients.one("preview", municipality=clients.municipality)
    assert moves == MOVES
    return str(digest)


def everything(clients: Clients) -> list[Any]:
    """What a cut-over changes."""
    return [
        clients.ask(f"SELECT * FROM {table} ORDER BY id")
        for table in ("registry_membership", "lists_move", "lists_cutover", "registry_waitingentry")
    ]


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not until():
        assert time.monotonic() < deadline, "the cut-over never came so far"
        time.sleep(0.05)


@contextmanager
def _held_up(clients: Clients) -> Iterator[Callable[[], int]]:
    """Make whoever marks a move as done wait; yields what waits until somebody does."""
    if clients.database.startswith("postgres"):
        with (
            psycopg.connect(clients.database) as holding,
            psycopg.connect(clients.database, autocommit=True) as watching,
        ):
            holding.execute("SELECT 1 FROM lists_move WHERE state = 'planned' LIMIT 1 FOR UPDATE")

            def process() -> int:
                row: Any = watching.execute(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                    "AND wait_event_type = 'Lock' AND query LIKE '%UPDATE lists_move%'"
                ).fetchone()
                return 0 if row is None else int(row[0])

            yield process
        return
    file = file_of(clients.database)
    with closing(sqlite3.connect(file, timeout=60)) as opened:
        opened.execute(_STALL)

    def locked() -> int:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as opened:
            try:
                opened.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                time.sleep(2)  # until it counts to the end of time
                return 1
            opened.execute("ROLLBACK")
            return 0

    yield locked
    with closing(sqlite3.connect(file, timeout=60)) as opened:
        opened.execute("DROP TRIGGER stall")


def test_killed_cut_over_leaves_nothing_and_the_next_goes_through(
    clients: Clients, digest: str
) -> None:
    before = everything(clients)
    run = ("cut_over", {"municipality": clients.municipality, "digest": digest})
    with _held_up(clients) as waits:
        process = start(clients.database, clients.folder)
        assert answers(process) == "ready"
        tell(process, [run])
        _wait(lambda: bool(waits()))
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert everything(clients) == before
    assert isinstance(clients.one(*run[:1], **run[1]), int)
    assert clients.ask("SELECT state, count(*) FROM lists_move GROUP BY state") == [("done", MOVES)]
    assert clients.one(*run[:1], **run[1]) is None


def test_cut_over_that_loses_its_database_leaves_nothing_and_the_next_goes_through(
    clients: Clients, digest: str
) -> None:
    if not clients.database.startswith("postgres"):
        pytest.skip("SQLite has no connection to lose.")
    before = everything(clients)
    run = ("cut_over", {"municipality": clients.municipality, "digest": digest})
    with _held_up(clients) as waits:
        tell(clients.processes[0], [run])
        _wait(lambda: bool(waits()))
        with psycopg.connect(clients.database, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", [waits()])
        [told] = answers(clients.processes[0])
        assert told.startswith("unexpected OperationalError")
    assert everything(clients) == before
    assert isinstance(clients.one(*run[:1], **run[1]), int)
