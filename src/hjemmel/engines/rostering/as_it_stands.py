"""A roster that somebody else made, as a value that can be explained and shown like our own."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.bounds import least_price, least_span
from hjemmel.engines.rostering.check import check
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.engines.rostering.model import assignments_of, ledger_of
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.results import EndedBy, Roster, RosterReceipt, Span, Status


def roster_as_it_stands(inputs: RosterInputs, assignments: Iterable[Assignment]) -> Roster:
    """Return a roster without a search: its ledger, spans and price beside the bounds.

    Assignments of unknown doctors or shifts are left out; ``check`` tells of them.

    Args:
        inputs: What it is judged by.
        assignments: Who is on which shift.
    """
    problem = Problem.of(inputs)
    frame = problem.frame
    on = np.zeros(frame.shape, np.bool_)
    for one in assignments:
        if one.doctor in frame.doctor_places and one.shift in frame.shift_places:
            on[frame.doctor_places[one.doctor], frame.shift_places[one.shift]] = True
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
            Span(
                category=group.category,
                doctors=tuple(frame.doctors[row].key for row in group.doctors.tolist()),
                value=value,
                bound=min(one.span, value),
                target=problem.rates(group)[2],
            )
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
