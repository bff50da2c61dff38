"""Many clients at once on the duty of a district; see ``tests/hard_lists/lists_processes.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.hard_lists.lists_processes import Clients, answers, start

CLIENT = Path(__file__).with_name("duty_clients.py")


class DutyClients(Clients):
    """Processes on one database with a district and a published week, and two that follow each other."""

    roster: int
    doctors: list[int]
    roster_beside: int
    herself_beside: int
    """The first doctor without a shift, in a district beside."""
    weeks: list[int]

    def begin(self) -> None:
        """Load the district in the first process, then start the others."""
        self.processes.append(start(self.database, self.folder, CLIENT))
        assert answers(self.processes[0]) == "ready"
        loaded: Any = self.one("load", doctors=50)
        assert isinstance(loaded, list), loaded
        self.roster, self.doctors, self.roster_beside, self.herself_beside, self.weeks = loaded
        self.processes += [start(self.database, self.folder, CLIENT) for _ in range(self.count - 1)]
        for process in self.processes[1:]:
            assert answers(process) == "ready"

    def on(self, shift: str, roster: int | None = None) -> list[int]:
        """Return who is on a shift, asked past Django."""
        rows = self.ask(
            "SELECT a.duty_doctor_id FROM duty_dutyassignment AS a "
            "JOIN duty_dutyshift AS s ON s.id = a.shift_id "
            f"WHERE s.key = '{shift}' AND s.roster_id = {roster or self.roster} "
            "AND a.ended_at IS NULL ORDER BY a.id"
        )
        return [row[0] for row in rows]
