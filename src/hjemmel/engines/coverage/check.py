"""Judges a need result on what must hold whatever the inputs are."""

from __future__ import annotations

from hjemmel.engines.coverage.list_length import with_reserve
from hjemmel.engines.coverage.results import NeedResult
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, not_met

_TOLERANCE = 1e-6


def check(result: NeedResult) -> tuple[Finding, ...]:
    """Return one finding per condition that a right result fulfils."""
    inputs = result.inputs
    capacity = result.target_by_need * inputs.mean_list
    goal = result.path[min(inputs.years, inputs.horizon)]
    aim = with_reserve(result.need, result.reserve_share, inputs.reserve_of == "capacity")
    return (
        _holds(
            "target_covers_persons",
            capacity + _TOLERANCE >= result.persons,
            f"{n(result.target_by_need)} leger à {n(inputs.mean_list)} dekker {n(result.persons)} personer.",
            f"{n(result.target_by_need, 'en')} GPs of {n(inputs.mean_list, 'en')} cover {n(result.persons, 'en')} persons.",
        ),
        _holds(
            "capacity_definition_is_stricter",
            result.target_by_capacity_share >= result.target_by_need,
            "Reserve av kapasiteten krever minst like mange leger som reserve av behovet.",
            "A reserve of the capacity needs at least as many GPs as a reserve of the need.",
        ),
        _holds(
            "path_reaches_target",
            inputs.horizon < inputs.years or goal.gps + _TOLERANCE >= aim,
            f"Veien når målet i {goal.year}.",
            f"The path reaches the target in {goal.year}.",
        ),
        _holds(
            "path_balances",
            all(
                abs(now.gps - (before.gps - now.leavers + now.recruits)) < _TOLERANCE
                for before, now in zip(result.path, result.path[1:], strict=False)
            ),
            "Hvert år stemmer: fjorårets leger − avgang + rekrutterte.",
            "Every year adds up: last year's GPs − leavers + recruits.",
        ),
    )


def _holds(reason: str, condition: bool, nb: str, en: str) -> Finding:
    return met(reason, nb, en) if condition else not_met(reason, nb, en)
