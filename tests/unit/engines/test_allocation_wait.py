"""The expected wait: right as often as it says, from the past only, and no shorter for the unlucky."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hjemmel.engines.allocation.wait import (
    COVERAGE,
    History,
    WaitModel,
    _quantiles,
    back_test,
    learn,
)
from tests.twins.allocation_wait import as_history, percentile, simulated

YEARS_3 = 1_080


@pytest.fixture(scope="module")
def history() -> History:
    return simulated(11, lists=20, days=1_800)


@pytest.fixture(scope="module")
def model(history: History) -> WaitModel:
    learnt = learn(history, as_of=YEARS_3)
    assert learnt is not None
    return learnt


# --- right as often as it says -------------------------------------------------------------------


def test_four_of_five_waits_lie_in_the_interval_for_a_register_of_200_lists() -> None:
    tests = [
        back_test(simulated(seed, lists=200, days=1_800), learnt_until=YEARS_3) for seed in range(3)
    ]
    tried = sum(test.tried for test in tests if test is not None)
    inside = sum(test.inside for test in tests if test is not None)
    assert tried > 200_000
    assert COVERAGE == 0.8
    assert 0.75 <= inside / tried <= 0.85


def test_a_back_test_counts_everybody_once(history: History) -> None:
    tested = back_test(history, learnt_until=YEARS_3)
    assert tested is not None
    assert tested.tried == tested.inside + tested.shorter + tested.longer > 0
    assert tested.coverage == tested.inside / tested.tried
    assert back_test(history, learnt_until=YEARS_3) == tested


def test_a_steady_queue_is_foretold_to_the_week() -> None:
    """One place every second day, one who joins every second day: place k waits 2 k days."""
    rows = [(1, False, day, day + 60, True) for day in range(0, 2_000, 2)]
    learnt = learn(as_history(rows, 2_100), as_of=1_900)
    assert learnt is not None
    wait = learnt.expect(1, 30)
    assert wait.middle == pytest.approx(60, abs=7)
    assert wait.low == pytest.approx(60, abs=10)
    assert wait.high == pytest.approx(60, abs=10)


# --- against the twin ----------------------------------------------------------------------------


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(1, 30).map(lambda number: number / 4), st.booleans()),
        min_size=1,
        max_size=40,
    )
)
def test_percentiles_are_those_of_kaplan_and_meier(waits: list[tuple[float, bool]]) -> None:
    found = _quantiles(
        np.array([wait for wait, _ in waits]), np.array([placed for _, placed in waits])
    )
    low, middle, high = (percentile(waits, Fraction(share, 10)) for share in (1, 5, 9))
    longest = max(wait for wait, _ in waits)
    assert found[0] == (longest if low is None else low)
    assert found[1] == (float("inf") if middle is None else middle)
    assert found[2] == (float("inf") if high is None else high)


@pytest.mark.parametrize("count", [10, 20, 30, 70, 90])
def test_a_percentile_is_reached_by_exactly_its_share(count: int) -> None:
    waits = np.arange(1, count + 1, dtype=float)
    tenth = count / 10
    assert _quantiles(waits, np.ones(count, bool)) == (tenth, 5 * tenth, 9 * tenth)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.integers(1, 30).map(float), min_size=2, max_size=40),
    st.integers(0, 39),
)
def test_somebody_who_still_waits_never_shortens_a_percentile(
    waits: list[float], last: int
) -> None:
    """She who got her place then only becomes she who has waited so long and still waits."""
    ratio, placed = np.array(waits), np.ones(len(waits), bool)
    still = placed.copy()
    still[last % len(waits)] = False
    for before, after in zip(_quantiles(ratio, placed), _quantiles(ratio, still), strict=True):
        assert after >= before


# --- from the past only --------------------------------------------------------------------------


def perturbed(history: History, as_of: int) -> History:
    """The same until a day; after it everybody leaves at once and others come."""
    rng = np.random.default_rng(1)
    later = history.left > as_of
    left = np.where(later, as_of + 1 + rng.integers(0, 5, later.size), history.left)
    placed = np.where(later, rng.random(later.size) < 0.5, history.placed)
    known = history.queued <= as_of
    extra = 500
    return History(
        queue=np.concatenate([history.queue[known], rng.integers(1, 60, extra)]),
        without_gp=np.concatenate([history.without_gp[known], np.ones(extra, bool)]),
        queued=np.concatenate([history.queued[known], np.full(extra, as_of + 1)], dtype=np.int32),
        left=np.concatenate([left[known], np.full(extra, as_of + 3)], dtype=np.int32),
        placed=np.concatenate([placed[known], np.ones(extra, bool)]),
        until=history.until + 400,
    )


@pytest.mark.parametrize("as_of", [700, YEARS_3, 1_500])
def test_nothing_after_the_day_is_used(history: History, as_of: int) -> None:
    assert learn(perturbed(history, as_of), as_of=as_of) == learn(history, as_of=as_of)


def test_the_order_of_the_queues_does_not_matter(history: History, model: WaitModel) -> None:
    shuffled = np.argsort(np.random.default_rng(2).permutation(21)[history.queue], kind="stable")
    names = ("queue", "without_gp", "queued", "left", "placed")
    other = replace(history, **{name: getattr(history, name)[shuffled] for name in names})
    assert learn(other, as_of=YEARS_3) == model


# --- what is told --------------------------------------------------------------------------------


def told(model: WaitModel, queue: int, places: Sequence[int]) -> list[tuple[float, float, float]]:
    waits = [model.expect(queue, place) for place in places]
    never = float("inf")
    return [
        (
            wait.low,
            never if wait.middle is None else wait.middle,
            never if wait.high is None else wait.high,
        )
        for wait in waits
    ]


def test_whoever_stands_further_back_is_never_told_a_shorter_wait(model: WaitModel) -> None:
    for queue in (1, 5, 20, 999):
        waits = told(model, queue, range(1, 400))
        for one, further in pairwise(waits):
            assert all(after >= before for before, after in zip(one, further, strict=True))


def test_no_wait_is_shorter_behind_the_limit_between_two_sizes() -> None:
    """The larger guesses came true faster here than the smaller."""
    model = WaitModel(
        rates={1: 1.0},
        usual_rate=1.0,
        limits=(10.0, 100.0),
        low=(1.0, 0.2, 0.1),
        middle=(2.0, 0.5, 1.0),
        high=(3.0, 1.0, float("inf")),
        learnt_from=100,
    )
    assert told(model, 1, (9, 10, 39, 41, 100)) == [
        (9.0, 18.0, 27.0),
        (10.0, 20.0, 30.0),
        (10.0, 20.0, 39.0),
        (10.0, 20.5, 41.0),
        (20.0, 100.0, float("inf")),
    ]


def test_the_middle_is_in_the_interval_and_all_are_days(model: WaitModel) -> None:
    for low, middle, high in told(model, 3, (1, 2, 10, 50, 100)):
        assert 0 <= low <= middle <= high
        assert np.isfinite(low)


def test_a_queue_without_history_moves_as_the_usual_one(model: WaitModel) -> None:
    assert 999 not in model.rates
    usual = replace(model, rates={999: model.usual_rate})
    assert usual.expect(999, 12) == model.expect(999, 12)


def test_a_queue_that_somebody_has_just_joined_moves_as_the_usual_one(history: History) -> None:
    """Else whoever joined it would be told a longer wait the moment after."""

    def expected(joined: int | None) -> float:
        more = [] if joined is None else [(999, False, joined, YEARS_3 + 400, False)]
        rows = [
            *zip(
                history.queue.tolist(),
                history.without_gp.tolist(),
                history.queued.tolist(),
                history.left.tolist(),
                history.placed.tolist(),
                strict=True,
            ),
            *more,
        ]
        learnt = learn(as_history(rows, history.until), as_of=YEARS_3)
        assert learnt is not None
        middle = learnt.expect(999, 1).middle
        assert middle is not None
        return middle

    before = expected(None)
    assert expected(YEARS_3) == pytest.approx(before, rel=0.1)
    assert before < expected(YEARS_3 - 100) < expected(YEARS_3 - 300)


def test_a_fast_queue_is_told_shorter_waits_than_a_slow_one() -> None:
    rows = [(1, False, day, day + 20, True) for day in range(0, 1_500)]
    rows += [(2, False, day, day + 200, True) for day in range(0, 1_500, 10)]
    learnt = learn(as_history(rows, 1_800), as_of=1_400)
    assert learnt is not None
    fast, slow = (learnt.expect(queue, 20).middle for queue in (1, 2))
    assert fast is not None
    assert slow is not None
    assert fast * 5 < slow


def test_those_who_still_wait_make_the_wait_longer_than_the_lucky_alone(history: History) -> None:
    as_of = YEARS_3
    lucky = (history.left <= as_of) & history.placed
    names = ("queue", "without_gp", "queued", "left", "placed")
    only = replace(history, **{name: getattr(history, name)[lucky] for name in names})
    everybody, some = learn(history, as_of=as_of), learn(only, as_of=as_of)
    assert everybody is not None
    assert some is not None
    assert everybody.expect(1, 60).middle is None or (
        everybody.expect(1, 60).middle > some.expect(1, 60).middle  # type: ignore[operator]
    )


# --- too little ----------------------------------------------------------------------------------


def test_too_little_history_teaches_nothing(history: History) -> None:
    assert learn(as_history([], 1_000), as_of=1_000) is None
    assert learn(history, as_of=200) is None
    few = [(1, False, day, day + 5, True) for day in range(0, 1_000, 100)]
    assert learn(as_history(few, 1_200), as_of=1_200) is None
    assert back_test(as_history(few, 1_200), learnt_until=1_200) is None


def test_a_back_test_without_days_to_test_has_no_coverage(history: History) -> None:
    tested = back_test(history, learnt_until=history.until)
    assert tested is not None
    assert (tested.tried, tested.coverage) == (0, None)
