"""The engine against every roster there is, on problems small enough to try them all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hjemmel.engines.rostering import RosterInputs, check, run
from hjemmel.engines.rostering.ledger import UNIT
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.results import Status
from hjemmel.engines.rostering.solvers.counts import contradict
from hjemmel.kernel.errors import InputError
from tests.twins.rostering import best, every_roster, price
from tests.twins.rostering_cases import QUICK, problems


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_roster_is_as_good_as_the_best_of_all(inputs: RosterInputs) -> None:
    wanted = best(inputs)
    try:
        roster = run(inputs, effort=QUICK)
    except InputError:
        assert wanted is None
        return
    if wanted is None:
        assert roster.status is Status.INFEASIBLE
        assert roster.conflict is not None
        assert roster.conflict.sentences
        return
    assert check(inputs, roster.assignments) == ()
    assert price(inputs, roster.assignments) == pytest.approx(roster.points * 1000, abs=5)
    assert roster.status is Status.OPTIMAL
    assert roster.points * 1000 == pytest.approx(wanted, abs=5)
    assert roster.bound <= roster.points
    assert all(span.bound <= span.value for span in roster.spans)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(min_value=0, max_value=2))
def test_spans_that_contradict_are_in_no_covered_roster(inputs: RosterInputs, most: int) -> None:
    problem = Problem.of(inputs)
    limits = [(group, 500 * most * group.step // UNIT) for group in problem.groups]
    if not contradict(problem, limits, QUICK, 5.0):
        return
    frame = problem.frame
    for roster in every_roster(inputs):
        on = np.zeros(frame.shape, np.bool_)
        for one in roster:
            on[frame.doctor_places[one.doctor], frame.shift_places[one.shift]] = True
        if not (on & ~problem.allowed).any() and problem.is_complete(on):
            values = problem.span_values(on)
            assert any(value > limit for value, (_, limit) in zip(values, limits, strict=True))
