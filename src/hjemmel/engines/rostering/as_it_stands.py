"""A roster that somebody else made, as a value that can be explained and shown like our own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.bounds import Least, least_price, least_span
from hjemmel.engines.rostering.check import check
from hjemmel.engines.rostering.frame import Flags
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import UNIT, Category
from hjemmel.engines.rostering.model import assignments_of, ledger_of
from hjemmel.engines.rostering.prevention import prevented_by
from hjemmel.engines.rostering.problem import Problem, SpanGroup
from hjemmel.engines.rostering.results import EndedBy, Roster, RosterReceipt, Span, Status
from hjemmel.engines.rostering.terms import Effort


def roster_as_it_stands(inputs: RosterInputs, assignments: Iterable[Assignment]) -> Roster:
    """Return a roster without a search: its ledger, spans and price beside the bounds.

    Assignments of unknown doctors or shifts are left out; ``check`` tells of them.

    Args:
        inputs: What it is judged by.
        assignments: Who is on which shift.
    """
    problem = Problem.of(inputs)
    on = _flags(problem, assignments)
    least = [least_span(problem, group) for group in problem.groups]
    price = problem.whole_price(on)
    bound = min(least_price(problem, least), price)
    stands = assignments_of(problem, on)
    status = Status.STOPPED
    if not check(inputs, stands):
        status = Status.OPTIMAL if price <= bound else Status.FEASIBLE
    return Roster(
        inputs=inputs,
        assignments=stands,
        status=status,
        points=price / UNIT,
        bound=bound / UNIT,
        ledger=ledger_of(problem, on),
        spans=tuple(
            _span(problem, group, one, value)
            for group, one, value in zip(
                problem.groups, least, problem.span_values(on), strict=True
            )
        ),
        conflict=None,
        receipt=RosterReceipt(
            inputs_digest=inputs.digest(),
            seed=0,
            workers=0,
            versions=(),
            ended_by=EndedBy.NO_SEARCH,
            is_repeatable=False,
        ),
    )


def spans_as_they_stand(
    problem: Problem, assignments: Iterable[Assignment], category: Category
) -> tuple[Span, ...]:
    """Return how even a roster is in a category, one for each group that is compared.

    What prevents the target is named where the bound shows it; no search is made for it.

    Args:
        problem: What it is judged by.
        assignments: Who is on which shift; of unknown doctors or shifts they are left out.
        category: What is compared.
    """
    on = _flags(problem, assignments)
    found = []
    for group, value in zip(problem.groups, problem.span_values(on), strict=True):
        if group.category is not category:
            continue
        least = least_span(problem, group)
        span = _span(problem, group, least, value)
        if least.span > span.target:
            names = prevented_by(problem, group, least, value, Effort())
            span = replace(span, prevented_by=names)
        found.append(span)
    return tuple(found)


def _flags(problem: Problem, assignments: Iterable[Assignment]) -> Flags:
    frame = problem.frame
    on = np.zeros(frame.shape, np.bool_)
    for one in assignments:
        if one.doctor in frame.doctor_places and one.shift in frame.shift_places:
            on[frame.doctor_places[one.doctor], frame.shift_places[one.shift]] = True
    return on


def _span(problem: Problem, group: SpanGroup, least: Least, value: int) -> Span:
    doctors = problem.frame.doctors
    return Span(
        category=group.category,
        doctors=tuple(doctors[row].key for row in group.doctors.tolist()),
        value=value,
        bound=min(least.span, value),
        target=problem.rates(group)[2],
    )
