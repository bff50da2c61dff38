"""Method 1 as Trondheim states it: a reserve on today's lists plus those who wait, then yearly growth."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReserveInputs:
    """What Trondheim's way of counting needs.

    Args:
        reserve_share: Free share wanted, 0–1.
        lists: GP lists today.
        mean_list: Mean list length, persons.
        waiting: Persons on the waiting list.
        growth_low: Lower growth in places a year, persons; ``None`` when unknown.
        growth_high: Higher growth in places a year, persons; ``None`` when unknown.
    """

    reserve_share: float
    lists: float
    mean_list: float
    waiting: float
    growth_low: float | None = None
    growth_high: float | None = None

    def __post_init__(self) -> None:
        for field, value, least in (
            ("reserve_share", self.reserve_share, 0),
            ("lists", self.lists, 1),
            ("mean_list", self.mean_list, 1),
            ("waiting", self.waiting, 0),
        ):
            if value < least:
                raise InputError(
                    Text(
                        f"Verdien {value:g} er for lav; den må være minst {least}.",
                        f"The value {value:g} is too low; it must be at least {least}.",
                    ),
                    where=field,
                    remedy=Text(
                        "Rett verdien og regn ut på nytt.", "Correct the value and compute again."
                    ),
                    field=field,
                )


@dataclass(frozen=True, slots=True)
class WaitingReserveNeed:
    """New list places and the agreements that carry them.

    Args:
        inputs: What it was computed from.
        places: New places, persons: reserve share × lists × mean list + waiting.
        agreements_low: The places divided by the mean list, rounded down.
        agreements_high: The same rounded up.
        yearly_agreements_low: Agreements a year for the lower yearly growth.
        yearly_agreements_high: Agreements a year for the higher yearly growth.
    """

    inputs: WaitingReserveInputs
    places: float
    agreements_low: int
    agreements_high: int
    yearly_agreements_low: float | None = None
    yearly_agreements_high: float | None = None


def places(reserve_share: float, lists: float, mean_list: float, waiting: float) -> float:
    """Return the new places: the reserve on the lists there are, plus those who wait.

    >>> places(0.05, 200, 1_100, 4_000)
    15000.0
    """
    return reserve_share * lists * mean_list + waiting


def agreements(new_places: float, mean_list: float) -> tuple[int, int]:
    """Return the agreements for the places, rounded down and up.

    >>> agreements(15_000, 1_100)
    (13, 14)
    """
    exact = round(new_places / mean_list, 9)
    return math.floor(exact), math.ceil(exact)


def yearly_agreements(new_places_per_year: float, mean_list: float) -> float:
    """Return the agreements a year that a growth in places needs."""
    return new_places_per_year / mean_list


def run_waiting_reserve(inputs: WaitingReserveInputs) -> WaitingReserveNeed:
    """Compute the need the way Trondheim's plan does."""
    new_places = places(inputs.reserve_share, inputs.lists, inputs.mean_list, inputs.waiting)
    low, high = agreements(new_places, inputs.mean_list)
    growth = [
        None if persons is None else yearly_agreements(persons, inputs.mean_list)
        for persons in (inputs.growth_low, inputs.growth_high)
    ]
    return WaitingReserveNeed(inputs, new_places, low, high, growth[0], growth[1])
