"""The yearly path: population, need, leavers and recruits per year and district, for all draws at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.coverage import list_length

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathInputs:
    """Inputs of the path; arrays over districts have shape (districts,).

    Args:
        population_today: Residents per district, persons.
        population_target: Residents of the whole in the target year, persons.
        years_to_target: Years from the start to the target year.
        years: Years to recruit over; the population is held at the target until then.
        horizon: Years of the path.
        guests: Net guest patients of the whole, persons.
        mean_list_today: Mean list at the start, persons per GP.
        mean_list: Mean list from the end of the recruiting years on, persons per GP.
        reserve_share: Free capacity wanted, 0–1.
        reserve_of_capacity: Reserve of the capacity (÷) instead of the need (×).
        gps: GPs per district at the start.
        leavers: Expected leavers of the whole per year, shape (horizon,).
    """

    population_today: Array
    population_target: float
    years_to_target: int
    years: int
    horizon: int
    guests: float
    mean_list_today: float
    mean_list: float
    reserve_share: float
    reserve_of_capacity: bool
    gps: Array
    leavers: Array

    @property
    def aim(self) -> int:
        """The year whose need the recruiting reaches: the target year, if later than the plan's end."""
        return min(max(self.years, self.years_to_target), self.horizon)


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths of shape (draws, districts, horizon + 1); the year before the first holds the start.

    Args:
        population: Residents, persons.
        target: GPs needed with the reserve.
        gps: GPs at year's end with the recruits of the plan.
        recruits: Recruits in the year (0 in the start year).
        leavers: Leavers in the year (0 in the start year).
    """

    population: Array
    target: Array
    gps: Array
    recruits: Array
    leavers: Array


def population_shares_of_target(inputs: PathInputs) -> Array:
    """Return the whole's population per year relative to today, shape (horizon + 1,).

    Straight line to the target year, level until the recruiting years are over (the plans use the target
    year's population for the whole period), then the same yearly growth again.
    """
    today = float(inputs.population_today.sum())
    growth = (inputs.population_target - today) / max(inputs.years_to_target, 1)
    year = np.arange(inputs.horizon + 1, dtype=np.float64)
    hold = max(inputs.years, inputs.years_to_target)
    growing = np.minimum(year, inputs.years_to_target) + np.maximum(year - hold, 0)
    return (today + growth * growing) / today


def simulate(inputs: PathInputs, factors: Mapping[str, Array]) -> Paths:
    """Return the paths for every draw.

    Args:
        inputs: What to start from.
        factors: Factors around 1 of shape (draws,): population, guests, mean_list, leavers.

    The factor of the population applies to the *growth path*: nothing at the start, in full at the target year.
    """
    steps = inputs.horizon + 1
    relative = population_shares_of_target(inputs)
    ramp = np.minimum(np.arange(steps) / max(inputs.years_to_target, 1), 1.0)
    scale = relative * (1 + (factors["population"][:, None] - 1) * ramp)
    population = scale[:, None, :] * inputs.population_today[None, :, None]

    share = inputs.population_today / inputs.population_today.sum()
    guests = inputs.guests * factors["guests"][:, None, None] * share[None, :, None]
    to_plan = np.minimum(np.arange(steps) / inputs.years, 1.0)
    planned = inputs.mean_list_today + (inputs.mean_list - inputs.mean_list_today) * to_plan
    mean_list = planned[None, :] * (1 + (factors["mean_list"][:, None] - 1) * to_plan)
    need = list_length.need(population, guests, mean_list[:, None, :])
    target = list_length.with_reserve(need, inputs.reserve_share, inputs.reserve_of_capacity)
    gps_share = inputs.gps / inputs.gps.sum()
    leaving = np.concatenate(([0.0], inputs.leavers))
    leavers = factors["leavers"][:, None, None] * leaving[None, None, :] * gps_share[None, :, None]
    gps, recruits = recruit(inputs.gps, target, leavers, years=inputs.years, aim=inputs.aim)
    return Paths(population, target, gps, recruits, leavers)


def recruit(
    start: Array, target: Array, leavers: Array, *, years: int, aim: int
) -> tuple[Array, Array]:
    """Spread the recruits evenly over the plan's years, then follow need and leavers.

    Args:
        start: GPs at the start, shape (places,).
        target: GPs needed, shape (draws, places, horizon + 1).
        leavers: Leavers per year, same shape.
        years: Years to recruit over.
        aim: The year, counted from the start, whose need the recruiting reaches.

    Returns:
        GPs at year's end and recruits in the year, both shaped like ``target``. Nobody is dismissed.
    """
    goal_year = min(years, target.shape[2] - 1)
    first = np.broadcast_to(start, target.shape[:2])
    missing = target[:, :, aim] - first + leavers[:, :, : goal_year + 1].sum(axis=2)
    pace = np.maximum(missing, 0.0) / goal_year
    gps = np.empty_like(target)
    recruits = np.zeros_like(target)
    gps[:, :, 0] = first
    for year in range(1, target.shape[2]):
        staying = gps[:, :, year - 1] - leavers[:, :, year]
        recruits[:, :, year] = (
            pace if year <= goal_year else np.maximum(target[:, :, year] - staying, 0.0)
        )
        gps[:, :, year] = staying + recruits[:, :, year]
    return gps, recruits


def expected_leavers(
    ages: Sequence[int],
    rates: Sequence[Mapping[str, str]],
    horizon: int,
    *,
    new_gp_age: int | None,
) -> Array:
    """Return expected leavers per year from the doctors' ages, shape (horizon,).

    Args:
        ages: Age of each GP at the start, years.
        rates: Rows with ``age_from``, ``age_to`` and ``share_per_year``.
        horizon: Years ahead.
        new_gp_age: Age of the GP who replaces a leaver and can leave in turn; ``None``: no replacement.
    """
    by_age = np.zeros(200)
    for row in rates:
        by_age[int(row["age_from"]) : int(row["age_to"]) + 1] = float(row["share_per_year"])
    alive = np.bincount(np.asarray(ages, dtype=np.int64), minlength=200)[:200].astype(np.float64)
    leavers = np.empty(horizon)
    for year in range(horizon):
        leaving = alive * by_age
        leavers[year] = leaving.sum()
        alive = np.concatenate(([0.0], (alive - leaving)[:-1]))
        if new_gp_age is not None:
            alive[new_gp_age] += leavers[year]
    return leavers
