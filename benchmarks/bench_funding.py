"""The money of 500 lists × 120 months, beside OpenFisca's engine with a comparable formula in the same run.

Each row is the best of some runs, in seconds of one core. The comparison is over the months in which the
capitation has a knee and twelve equal instalments, capitation and base grant alone, and both have to give
the same kroner; ours then also counts equalisation, guests and guarantee, and issues a receipt.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import numpy as np

from benchmarks import Row
from benchmarks.peer_funding import Rates, simulation
from hjemmel.cases.grant_rounds import load_round
from hjemmel.engines.funding import Form, FundingInputs, PracticeInputs, check, economy
from hjemmel.engines.funding import run as run_funding
from hjemmel.kernel.time import Month
from hjemmel.law import law_on

NAME = "Funding"
_LISTS = 500
_MONTHS = 120
_LAW = law_on(date(2022, 9, 1), "4601")
_Answer = TypeVar("_Answer")
_KNEE: Rates = {
    "knee": {"2022-07-01": 1000},
    "up_to_knee": {"2022-07-01": 675},
    "above_knee": {"2022-07-01": 544},
    "instalments": {"2022-07-01": 12},
    "floor": {"2022-07-01": 500},
    "ceiling_above": {"2022-07-01": 500},
    "most_months": {"2022-07-01": 24},
}


def _lists(first: Month, months: int) -> FundingInputs:
    """Return lists drawn from a seed: lengths that change, some short and new, some salaried."""
    drawn = np.random.default_rng(1)
    shape = (_LISTS, months)
    length = np.clip(
        drawn.integers(0, 1600, (_LISTS, 1)) + np.cumsum(drawn.integers(-8, 9, shape), axis=1),
        0,
        2500,
    ).astype(np.int32)
    form = drawn.choice([Form.SELF_EMPLOYED] * 8 + [Form.SALARIED, Form.VARIANT_8_2], (_LISTS, 1))
    return FundingInputs(
        first=first,
        keys=tuple(map(str, range(_LISTS))),
        names=tuple(map(str, range(_LISTS))),
        length=length,
        ceiling=np.full(shape, 1200, np.int32),
        guests=(length // 20).astype(np.int32),
        form=np.repeat(form, months, axis=1).astype(np.int32),
        reported=np.where(drawn.random(shape) < 0.5, length.astype(np.int64) * 7_000, -1),
        agreement_month=(drawn.integers(1, 48, (_LISTS, 1)) + np.arange(months)).astype(np.int32),
        has_guarantee=drawn.random(_LISTS) < 0.2,
        rent_supplement=drawn.integers(0, 3, _LISTS).astype(np.int32),
        inhabitants=np.full(months, 4_800, np.int32),
        positions=np.full(months, 5, np.int32),
    )


def _months_of_the_peer() -> tuple[FundingInputs, tuple[str, ...]]:
    """Return self-employed lists over the ten months of the knee with equal instalments, and the months."""
    inputs = _lists(Month(2022, 7), 10)
    plain = FundingInputs(
        first=inputs.first,
        keys=inputs.keys,
        names=inputs.names,
        length=inputs.length,
        ceiling=inputs.ceiling,
        guests=np.zeros_like(inputs.guests),
        form=np.full_like(inputs.form, Form.SELF_EMPLOYED),
        reported=np.full_like(inputs.reported, -1),
        agreement_month=inputs.agreement_month,
        has_guarantee=np.zeros(_LISTS, bool),
        rent_supplement=np.zeros(_LISTS, np.int32),
        inhabitants=np.full(10, -1, np.int32),
        positions=np.full(10, -1, np.int32),
    )
    return plain, tuple(f"{month.year}-{month.number:02d}" for month in plain.months)


def run() -> list[Row]:
    """Measure the whole, the comparison, the slow twin, a practice and a round."""
    whole = _lists(Month(2014, 7), _MONTHS)
    ours, result = _best(lambda: run_funding(whole, _LAW.fresh(), missing="leave"), 5)
    start = time.process_time()
    if check(result, _LAW.fresh(), every=97):
        raise AssertionError("The arrays and the rules give different answers")
    slow = (time.process_time() - start) * 97
    lists = f"{_LISTS} lists × {_MONTHS} months"
    rows = [
        Row(
            f"funding.{lists}: all parts",
            ours,
            "s",
            "the rules one by one, scaled",
            slow,
            slow / ours,
        )
    ]
    plain, months = _months_of_the_peer()
    mine, got = _best(lambda: run_funding(plain, _LAW.fresh()), 9)
    peer_work = simulation(plain.length, plain.ceiling, plain.agreement_month, months, _KNEE)
    peer, wanted = _best(peer_work, 9)
    if np.abs(got.paid / 100 - wanted).max() > 0.01:  # OpenFisca counts in 32-bit floats
        raise AssertionError("hjemmel and OpenFisca give different answers")
    name = f"funding.{_LISTS} lists × 10 months: capitation and base grant"
    rows.append(Row(name, mine, "s", "OpenFisca-Core, the same formula", peer, peer / mine))
    practice = PracticeInputs(persons=1000)
    alone, _ = _best(lambda: economy(practice, _LAW.fresh(), tuple(range(2501))), 9)
    rows.append(Row("funding.practice: economy at 2,501 list lengths", alone, "s"))
    example = load_round("legevakt-2022")
    both, _ = _best(lambda: example.run(_LAW.book), 5)
    rows.append(Row("funding.round: 76 applications, two runs", both, "s"))
    return rows


def _best(work: Callable[[], _Answer], repeats: int) -> tuple[float, _Answer]:
    """Return the shortest of the runs after the first, which warms up, and an answer."""
    answer = work()
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds), answer
