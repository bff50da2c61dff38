"""The engine against every roster there is, on problems small enough to try them all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from hjemmel.engines.rostering import RosterInputs, check, run
from hjemmel.engines.rostering.results import Status
from hjemmel.kernel.errors import InputError
from tests.twins.rostering import best, price
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
