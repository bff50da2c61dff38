"""The slow, obvious twin of ``engines.coverage.path``: one draw, one district, one year at a time.

Written from the description, not from the engine: plain Python numbers, no arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Municipality:
    """The same inputs as the engine's, as plain lists."""

    population_today: Sequence[float]
    population_target: float
    years_to_target: int
    years: int
    horizon: int
    guests: float
    mean_list_today: float
    mean_list: float
    reserve_share: float
    reserve_of_capacity: bool
    gps: Sequence[float]
    leavers: Sequence[float]


Row = tuple[float, float, float, float]


def population_in(m: Municipality, year: int) -> float:
    """Residents of the whole: straight to the target year, level until the plan ends, then on."""
    today = sum(m.population_today)
    span = max(m.years_to_target, 1)
    yearly = (m.population_target - today) / span
    plan_ends = max(m.years, m.years_to_target)
    if year <= m.years_to_target:
        return today + yearly * year
    at_target = today + yearly * m.years_to_target
    if year <= plan_ends:
        return at_target
    return at_target + yearly * (year - plan_ends)


def target_of(m: Municipality, district: int, year: int, factors: Mapping[str, float]) -> float:
    """GPs with reserve that a district needs in a year."""
    today = sum(m.population_today)
    share = m.population_today[district] / today
    way = min(year / max(m.years_to_target, 1), 1.0)
    population = population_in(m, year) * share * (1 + (factors["population"] - 1) * way)
    guests = m.guests * factors["guests"] * share
    plan = min(year / m.years, 1.0)
    mean_list = m.mean_list_today + (m.mean_list - m.mean_list_today) * plan
    mean_list *= 1 + (factors["mean_list"] - 1) * plan
    need = (population + guests) / mean_list
    if m.reserve_of_capacity:
        return need / (1 - m.reserve_share)
    return need * (1 + m.reserve_share)


def walk(m: Municipality, district: int, factors: Mapping[str, float]) -> list[Row]:
    """One district under one draw: (target, gps, recruits, leavers) per year, start included."""
    gps_share = m.gps[district] / sum(m.gps)
    leavers = [0.0] + [n * factors["leavers"] * gps_share for n in m.leavers]
    targets = [target_of(m, district, year, factors) for year in range(m.horizon + 1)]
    goal = min(m.years, m.horizon)
    aim = min(max(m.years, m.years_to_target), m.horizon)
    missing = targets[aim] - m.gps[district] + sum(leavers[1 : goal + 1])
    pace = max(missing, 0.0) / goal
    rows = [(targets[0], float(m.gps[district]), 0.0, 0.0)]
    for year in range(1, m.horizon + 1):
        staying = rows[-1][1] - leavers[year]
        recruits = pace if year <= goal else max(targets[year] - staying, 0.0)
        rows.append((targets[year], staying + recruits, recruits, leavers[year]))
    return rows
