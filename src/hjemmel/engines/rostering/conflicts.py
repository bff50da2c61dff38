"""Why there is no roster: the smallest set of demands that contradict, and the cheapest way out."""

from __future__ import annotations

import time

import numpy as np

from hjemmel.engines.rostering.constraints import by_key
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.results import Conflict, Relaxation
from hjemmel.engines.rostering.solvers.switches import NONE, Demand, Switches
from hjemmel.engines.rostering.terms import Effort
from hjemmel.engines.rostering.words import doctors_in_words
from hjemmel.kernel.text import Text

_DAYS_AROUND = (2, 9)
_NAMED = 4


def find_conflict(
    problem: Problem, effort: Effort, seconds: float, nearest: Flags | None
) -> tuple[Conflict | None, Flags | None]:
    """Return why a problem has no roster, and the roster that gives up least.

    First only the days around a shift that could not be covered are looked at, then all.

    Args:
        problem: The problem.
        effort: Seed and workers.
        seconds: How long to look.
        nearest: The roster that covers most so far.

    Returns:
        The conflict, ``None`` where none was found; and the roster of the relaxation or ``nearest``.
    """
    began = time.perf_counter()
    everything = np.ones(len(problem.frame.shifts), np.bool_)
    seconds = max(1.0, seconds)
    for columns in [*_around(problem, nearest), everything]:
        left = seconds - (time.perf_counter() - began)
        model = Switches.of(problem, columns, _per_doctor)
        demands, is_smallest = model.smallest(effort, max(1.0, left / 2))
        if demands:
            break
    else:
        return None, nearest
    left = seconds - (time.perf_counter() - began)
    out = Switches.of(problem, everything).cheapest(effort, max(1.0, left))
    if out is None:
        return Conflict(sentences=_said(problem, demands), is_smallest=is_smallest), nearest
    on, given_up = out
    prices = problem.frame.inputs.prices
    relaxations = tuple(
        Relaxation(
            sentence=_given_up(problem, demand, on),
            constraint=demand.key,
            points=prices.uncovered if demand.key == "coverage" else prices.local,
            shift=_shift(problem, demand.shift),
            doctor=_doctor(problem, demand.doctor),
        )
        for demand in given_up
    )
    conflict = Conflict(
        sentences=_said(problem, demands), is_smallest=is_smallest, relaxations=relaxations
    )
    return conflict, on


def _per_doctor(demand: Demand) -> Demand:
    """Let what keeps a doctor off shifts be one demand, however many shifts it is about."""
    if demand.key in ("fixed", "coverage"):
        return demand
    return Demand(demand.key, demand.doctor)


def _around(problem: Problem, nearest: Flags | None) -> list[Flags]:
    if nearest is None:
        return []
    days = problem.frame.days
    holes = np.flatnonzero(problem.lacking(nearest) > 0)
    return [
        np.abs(days - days[hole]) <= around
        for around in _DAYS_AROUND
        for hole in holes[:2].tolist()
    ]


def _said(problem: Problem, demands: list[Demand]) -> tuple[Text, ...]:
    covered = [demand for demand in demands if demand.key == "coverage"]
    others = [demand for demand in demands if demand.key != "coverage"]
    if len(covered) <= _NAMED:
        return tuple(demand_in_words(problem, demand) for demand in [*covered, *others])
    together = _covered_in_words(problem, [demand.shift for demand in covered])
    return (together, *(demand_in_words(problem, demand) for demand in others))


def _covered_in_words(problem: Problem, columns: list[int]) -> Text:
    name = problem.frame.inputs.name
    first, last = (problem.frame.shifts[place].key for place in (min(columns), max(columns)))
    return Text(
        f"{len(columns)} vakter fra {name(first)} til {name(last)} skal ha sine leger.",
        f"{len(columns)} shifts from {name(first)} to {name(last)} shall have their doctors.",
    )


def demand_in_words(problem: Problem, demand: Demand) -> Text:
    """Return a demand as people say it."""
    rule = by_key(demand.key)
    name = problem.frame.inputs.name
    shift, doctor = _shift(problem, demand.shift), _doctor(problem, demand.doctor)
    if demand.key == "coverage":
        needed = doctors_in_words(int(problem.need[demand.shift]))
        return Text(f"{name(shift)} skal ha {needed.nb}.", f"{name(shift)} shall have {needed.en}.")
    if demand.key == "fixed":
        return Text(
            f"{name(doctor)} er låst til {name(shift)}.",
            f"{name(doctor)} is fixed to {name(shift)}.",
        )
    source = rule.source(problem.frame)
    return Text(
        f"{rule.name.nb} for {name(doctor)} ({source.nb}).",
        f"{rule.name.en} for {name(doctor)} ({source.en}).",
    )


def _given_up(problem: Problem, demand: Demand, on: Flags) -> Text:
    name = problem.frame.inputs.name
    shift, doctor = _shift(problem, demand.shift), _doctor(problem, demand.doctor)
    if demand.key == "coverage":
        lacking = doctors_in_words(int(problem.lacking(on)[demand.shift]))
        return Text(
            f"Finn {lacking.nb} utenfra til {name(shift)}.",
            f"Find {lacking.en} from outside for {name(shift)}.",
        )
    if demand.key == "fixed":
        return Text(
            f"Løs {name(doctor)} fra {name(shift)}.", f"Release {name(doctor)} from {name(shift)}."
        )
    rule = by_key(demand.key).name
    if shift:
        return Text(
            f"Fravik «{rule.nb}» for {name(doctor)} på {name(shift)}.",
            f"Set “{rule.en}” aside for {name(doctor)} on {name(shift)}.",
        )
    return Text(
        f"Fravik «{rule.nb}» for {name(doctor)}.", f"Set “{rule.en}” aside for {name(doctor)}."
    )


def _shift(problem: Problem, place: int) -> str:
    return "" if place == NONE else problem.frame.shifts[place].key


def _doctor(problem: Problem, place: int) -> str:
    return "" if place == NONE else problem.frame.doctors[place].key
