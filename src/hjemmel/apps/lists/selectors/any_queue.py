"""Who gets a free place that nobody has chosen before somebody who waits for any list."""

from __future__ import annotations

import functools
from datetime import date

from hjemmel.apps.lists.selectors.applicants import Applicant, applicants_on
from hjemmel.apps.registry.models import Municipality
from hjemmel.engines.allocation.order import puts_without_gp_first
from hjemmel.law import law_on

_KEPT = 4


def unqueued_ahead(
    municipality: int, resident: int, day: date, *, without_gp: bool, since: date
) -> int:
    """Return how many without a GP get a place before somebody, though they are in no queue.

    They come by themselves into each round of allocation. Whose place it is, is for the caller to check.

    Args:
        municipality: Key of the municipality.
        resident: Key of the one who waits, or would.
        day: The day.
        without_gp: Whether she has no GP.
        since: The day she has waited from in the queue.
    """
    number, revision = Municipality.objects.values_list("number", "revision").get(pk=municipality)
    everybody = _kept(municipality, number, revision, day)
    others = [row for row in everybody if not row.in_queue and row.key != resident]
    if not without_gp and puts_without_gp_first(law_on(day, number)):
        return len(others)
    own = min([since, *(row.since for row in everybody if row.key == resident)])
    return sum(row.since < own for row in others)


@functools.lru_cache(maxsize=_KEPT)
def _kept(municipality: int, number: str, revision: int, day: date) -> tuple[Applicant, ...]:
    """Return those who want a place; kept until the revision changes."""
    return applicants_on(municipality, day, law_on(day, number))
