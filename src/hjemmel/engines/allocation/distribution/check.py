"""Judges a proposal on what must hold whatever the inputs are."""

from __future__ import annotations

import numpy as np

from hjemmel.engines.allocation.distribution.results import DistributionResult
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law import Finding
from hjemmel.law.finding import met, not_met


def check(result: DistributionResult) -> tuple[Finding, ...]:
    """Return one finding per condition that a right proposal fulfils."""
    homes, lists = result.inputs.households, result.inputs.lists
    placed = result.given >= 0
    counts = np.bincount(result.given[placed], weights=homes.sizes[placed], minlength=len(lists))
    over = int((counts > lists.places).sum())
    return (
        _holds(
            "no_list_above_ceiling",
            over == 0,
            f"Ingen liste kommer over taket; antall som gjør det: {n(over)}.",
            f"No list goes above its ceiling; number that do: {n(over, 'en')}.",
        ),
        _holds(
            "nobody_is_lost",
            int(counts.sum()) + result.without == int(homes.sizes.sum()),
            "Alle er enten foreslått en liste eller talt som uten.",
            "Everybody is either proposed a list or counted as without.",
        ),
        _holds(
            "nobody_without_where_there_is_room",
            _room_is_used(result, counts),
            "Ingen husstand er uten liste der en liste har plass til hele husstanden.",
            "No household is without a list where a list has room for all of it.",
        ),
        _holds(
            "bound_is_kept",
            result.points >= result.bound,
            f"Forslaget har {n(result.points)} poeng; ingen kan ha færre enn {n(result.bound)}.",
            f"The proposal has {n(result.points, 'en')} points; none can have fewer than "
            f"{n(result.bound, 'en')}.",
        ),
    )


def _room_is_used(result: DistributionResult, counts: np.ndarray) -> bool:
    outside = result.inputs.households.sizes[result.given < 0]
    left = result.inputs.lists.places - counts
    return not (outside.size and left.size and int(outside.min()) <= int(left.max()))


def _holds(reason: str, condition: bool, nb: str, en: str) -> Finding:
    return met(reason, nb, en) if condition else not_met(reason, nb, en)
