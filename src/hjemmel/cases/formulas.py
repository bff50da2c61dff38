"""The named formulas that published figures are worked out again with.

Plain arithmetic is exact (decimal numbers). What an engine or a rule computes is asked of that
engine or rule, so that a published figure tests the code people use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from hjemmel.engines.coverage import districts, list_length, waiting_reserve
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.numbers import ceil_exact
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import age_on
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import load_law, unknown_id
from hjemmel.rules.spec import rules_by_id

Number = int | float | Decimal
Result = Number | tuple[Number, ...]
Formula = Callable[..., Result]
F = TypeVar("F", bound=Formula)

HOURS_PER_WEEK = 24 * 7

_FORMULAS: dict[str, Formula] = {}


def formula(function: F) -> F:
    """Register a function under its name."""
    _FORMULAS[function.__name__] = function
    return function


def formulas() -> Mapping[str, Formula]:
    """Return all formulas by name."""
    return dict(_FORMULAS)


def find_formula(name: str) -> Formula:
    """Return a formula, or raise ``UnknownIdError`` with the nearest names."""
    if name not in _FORMULAS:
        raise unknown_id("formula", name, _FORMULAS)
    return _FORMULAS[name]


# --- arithmetic ----------------------------------------------------------------------------------


@formula
def total(terms: Sequence[Decimal]) -> Decimal:
    """Return the sum of the terms."""
    return sum(map(Decimal, terms), Decimal())


@formula
def count(items: Sequence[Decimal]) -> int:
    """Return how many items there are."""
    return len(items)


@formula
def difference(of: Decimal, less: Decimal) -> Decimal:
    """Return ``of`` − ``less``."""
    return Decimal(of) - less


@formula
def product(factors: Sequence[Decimal]) -> Decimal:
    """Return the product of the factors."""
    result = Decimal(1)
    for factor in factors:
        result *= factor
    return result


@formula
def ratio(of: Decimal, by: Decimal) -> Decimal:
    """Return ``of`` / ``by``."""
    return Decimal(of) / by


@formula
def share_percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return the part in per cent of the whole."""
    return Decimal(part) / whole * 100


@formula
def change_percent(before: Decimal, after: Decimal) -> Decimal:
    """Return the change from ``before`` to ``after`` in per cent of ``before``."""
    return (Decimal(after) / before - 1) * 100


@formula
def proportion(amount: Decimal, of: Decimal, gives: Decimal) -> Decimal:
    """Return what ``amount`` gives when ``of`` gives ``gives``."""
    return Decimal(amount) * gives / of


@formula
def mixed_share_percent(mean: Decimal, first: Decimal, second: Decimal) -> Decimal:
    """Return the share, in per cent, of the first group that makes the mean of both ``mean``."""
    return (Decimal(second) - mean) / (Decimal(second) - first) * 100


@formula
def mean_with_others(
    mean: Decimal, groups: Decimal, others: Decimal, all_groups: Decimal
) -> Decimal:
    """Return persons per group when ``others`` persons come on top of ``groups`` × ``mean``."""
    return (Decimal(mean) * groups + others) / all_groups


@formula
def full_years(start: date, day: date) -> int:
    """Return full years from ``start`` to ``day``."""
    return age_on(start, day)


@formula
def rotation_hours_per_week(weeks_on: Decimal, weeks_off: Decimal) -> Decimal:
    """Return the mean hours a week of a rotation that is on duty day and night in its weeks."""
    return Decimal(HOURS_PER_WEEK) * weeks_on / (Decimal(weeks_on) + weeks_off)


# --- the need for GPs ----------------------------------------------------------------------------


@formula
def need(population: Number, guests: Number, mean_list: Number) -> float:
    """Return the GPs that the persons need at the mean list."""
    return list_length.need(float(population), float(guests), float(mean_list))


@formula
def need_with_reserve(
    population: Number, guests: Number, mean_list: Number, reserve_share: Number
) -> float:
    """Return the need with the reserve as a share of the need."""
    return list_length.target_by_need(need(population, guests, mean_list), float(reserve_share))


@formula
def need_with_reserve_of_capacity(
    population: Number, guests: Number, mean_list: Number, reserve_share: Number
) -> float:
    """Return the need with the reserve as a share of the capacity."""
    return list_length.target_by_capacity(need(population, guests, mean_list), float(reserve_share))


@formula
def recruits(
    need_with_reserve: Number, gps_today: int, leavers_per_year: Number, years: int
) -> int:
    """Return the GPs to recruit to reach the need, leavers counted."""
    target = ceil_exact(need_with_reserve)
    return list_length.recruits(target, gps_today, float(leavers_per_year), years)


@formula
def gps_per_1000(gps: Number, population: Number) -> float:
    """Return GPs per 1 000 residents."""
    return districts.gps_per_1000(float(gps), float(population))


@formula
def gps_needed(population: Number, norm_per_1000: Number) -> float:
    """Return the GPs that the norm asks for."""
    return -districts.gap(0.0, float(population), float(norm_per_1000))


@formula
def gap(gps: Number, population: Number, norm_per_1000: Number) -> float:
    """Return GPs minus the GPs that the norm asks for."""
    return districts.gap(float(gps), float(population), float(norm_per_1000))


@formula
def waiting_reserve_places(
    reserve_share: Number, lists: Number, mean_list: Number, waiting: Number
) -> float:
    """Return the new places of the waiting-list-and-reserve method."""
    return waiting_reserve.places(
        float(reserve_share), float(lists), float(mean_list), float(waiting)
    )


@formula
def waiting_reserve_agreements(places: Number, mean_list: Number) -> tuple[int, int]:
    """Return the agreements for the places, rounded down and up."""
    return waiting_reserve.agreements(float(places), float(mean_list))


@formula
def yearly_agreements(growth: Sequence[Number], mean_list: Number) -> tuple[float, ...]:
    """Return the agreements a year for each growth in places a year."""
    return tuple(
        waiting_reserve.yearly_agreements(float(places), float(mean_list)) for places in growth
    )


# --- rules ---------------------------------------------------------------------------------------


@formula
def rule(
    rule_id: str,
    as_of: date,
    given: Mapping[str, object] | None = None,
    municipality: str | None = None,
) -> Decimal:
    """Return the value that a rule finds in the law of a day.

    Args:
        rule_id: Id of the rule: ``local_grants.new_centre_grant``.
        as_of: The day the law is read for.
        given: The facts, by argument name.
        municipality: Whose local choices apply.
    """
    rules = rules_by_id()
    if rule_id not in rules:
        raise unknown_id("rule", rule_id, rules)
    finding = rules[rule_id].function(
        **(given or {}), law=LawAt(as_of, municipality, book=load_law())
    )
    if finding.value is None:
        raise MissingDataError(
            Text("Regelen gir ingen verdi.", "The rule gives no value."),
            where=rule_id,
            remedy=Text("Velg en regel som beregner.", "Choose a rule that calculates."),
        )
    return Decimal(finding.value)
