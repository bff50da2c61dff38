"""What stands on the row of a search: how far it has come, and how it ended."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from django.db import DatabaseError

from hjemmel.apps.duty.models import RosterRun
from hjemmel.apps.duty.replanning import LeastChange
from hjemmel.engines.rostering import Roster
from hjemmel.kernel.errors import CancelledError
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

_SECONDS_BETWEEN = 0.3


class RunProgress:
    """Writes how far a search has come on its row, and hears there who stops it.

    Args:
        run: Key of the search.
        beside: Who else is told, and may stop it.
    """

    def __init__(self, run: int, beside: Progress | None = None) -> None:
        self._run = run
        self._beside = beside or NoProgress()
        self._told: dict[str, Any] = {}
        self._noted = self._asked = 0.0

    def best(self, points: float | None, bound: float) -> None:
        """Keep what the best costs, and what none is below."""
        self._told |= {"points": points, "bound": bound}

    def start(self, label: Text, total: int) -> None:
        """Note what goes on."""
        self._beside.start(label, total)
        self._told |= {"nb": label.nb, "en": label.en}
        now = time.monotonic()
        if now - self._noted >= _SECONDS_BETWEEN:
            self._noted = now
            with contextlib.suppress(DatabaseError):  # a busy database stops no search
                RosterRun.objects.filter(pk=self._run).update(progress=self._told)

    def advance(self, steps: int = 1) -> None:
        """Hear whether to go on.

        Raises:
            CancelledError: Somebody stopped it.
        """
        self._beside.advance(steps)
        now = time.monotonic()
        if now - self._asked < _SECONDS_BETWEEN:
            return
        self._asked = now
        with contextlib.suppress(DatabaseError):
            rows = RosterRun.objects.filter(pk=self._run)
            if not rows.filter(cancel_asked=False).exists():
                raise CancelledError(
                    Text("Søket ble stoppet.", "The search was stopped."),
                    where="run",
                    remedy=Text("Det beste er tatt vare på.", "The best is kept."),
                )


def outcome_of(found: Roster) -> dict[str, Any]:
    """Return how a search ended as plain data."""
    conflict = found.conflict
    return {
        "status": found.status.value,
        "points": found.points,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": round(found.seconds, 2),
        "spans": [
            {
                "category": span.category.value,
                "value": span.value,
                "bound": span.bound,
                "target": span.target,
                "prevented_by": [[one.nb, one.en] for one in span.prevented_by],
            }
            for span in found.spans
        ],
        "conflict": None
        if conflict is None
        else {
            "sentences": [[one.nb, one.en] for one in conflict.sentences],
            "is_smallest": conflict.is_smallest,
            "relaxations": [[one.sentence.nb, one.sentence.en] for one in conflict.relaxations],
        },
        "receipt": {
            "inputs_digest": found.receipt.inputs_digest,
            "seed": found.receipt.seed,
            "workers": found.receipt.workers,
            "versions": dict(found.receipt.versions),
            "ended_by": found.receipt.ended_by.value,
            "is_repeatable": found.receipt.is_repeatable,
            "nb": found.receipt.sentence.nb,
            "en": found.receipt.sentence.en,
        },
    }


def outcome_of_least(found: LeastChange) -> dict[str, Any]:
    """Return how a search for the fewest changes ended as plain data."""
    problem = found.problem
    return {
        **({} if found.roster is None else outcome_of(found.roster)),
        "least": {
            "fewest": found.fewest,
            "is_least": found.is_least,
            "problem": None if problem is None else [problem.nb, problem.en],
        },
    }
