"""Many clients at once: processes with several connections each, told what to do at one moment."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.tables import ask, environment

PROCESSES, CONNECTIONS = 8, 4
_CLIENT = Path(__file__).with_name("lists_clients.py")

Call = tuple[str, dict[str, Any]]


def start(database: str, folder: Path, script: Path = _CLIENT) -> subprocess.Popen[str]:
    """Start a process that waits for what to do; ``script`` says what it can."""
    given = environment(database, folder)
    return subprocess.Popen(
        [sys.executable, str(script)],
        env={name: value for name, value in given.items() if not name.startswith("DJANGO_")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell(process: subprocess.Popen[str], calls: list[Call]) -> None:
    """Tell a process what to do."""
    assert process.stdin is not None
    process.stdin.write(json.dumps(calls) + "\n")
    process.stdin.flush()


def answers(process: subprocess.Popen[str]) -> Any:
    """Return what a process answers, once it has; ``ready`` when it has begun."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    return line if line == "ready" else json.loads(line)


class Clients:
    """Processes on one database.

    Args:
        database: Its address.
        folder: Data folder of them all.
        count: How many.
    """

    def __init__(self, database: str, folder: Path, count: int = PROCESSES) -> None:
        self.database, self.folder, self.count = database, folder, count
        self.processes: list[subprocess.Popen[str]] = []
        self.municipality = 0

    def begin(self) -> None:
        """Load the municipality in the first process, then start the others."""
        self.processes.append(start(self.database, self.folder))
        assert answers(self.processes[0]) == "ready"
        self.municipality = self.one("load", residents=6_000, lists=12)
        assert isinstance(self.municipality, int), self.municipality
        self.processes += [start(self.database, self.folder) for _ in range(self.count - 1)]
        for process in self.processes[1:]:
            assert answers(process) == "ready"

    def end(self) -> None:
        """Let the processes end."""
        for process in self.processes:
            process.communicate(timeout=60)

    def one(self, verb: str, **given: Any) -> Any:
        """Do one thing; return what came of it."""
        return self.at_once([(verb, given)])[0]

    def at_once(self, calls: list[Call]) -> list[Any]:
        """Do everything at the same moment, on a connection each; return what came of each."""
        parts = [calls[at :: self.count] for at in range(min(self.count, len(calls)))]
        assert all(len(part) <= CONNECTIONS for part in parts)
        for process, part in zip(self.processes, parts, strict=False):
            tell(process, part)
        told = [answers(process) for process, _ in zip(self.processes, parts, strict=False)]
        return [told[at % self.count][at // self.count] for at in range(len(calls))]

    def ask(self, sql: str) -> list[Any]:
        """Run a query past Django; return its rows."""
        return ask(self.database, sql)
