"""Who stood in the queue before and left it: made up, and as the open queue could have come about.

It is no table of the generator: what a seed makes without it stays as it was. On each list nobody
who still waits was passed over: whoever got a place had queued before all who still wait there, and
got it on the first of a month. Some gave up while they waited.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from hjemmel.cases.synthetic.counts import Bools, Ints
from hjemmel.cases.synthetic.generate import SyntheticMunicipality
from hjemmel.cases.synthetic.people import EPOCH
from hjemmel.cases.synthetic.streams import Purpose, stream
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.time import Month

MONTHS = 36
PLACED, GAVE_UP = "placed", "left"
_DAYS_A_MONTH = 30.4375
_SHORTEST_WAIT_DAYS = 30
_SHARE_GIVING_UP = 0.08
_MOST_OF_A_LIST = 0.25
_DRIFT = 0.3
_SWING = 0.15
_UNEVEN_SHAPE = 10.0


@dataclass(frozen=True, slots=True)
class _Past:
    """Entries of one list and kind of queue; days since 1970."""

    queued: Ints
    left: Ints
    placed: Bools


def past_queue(made: SyntheticMunicipality, *, months: int = MONTHS) -> pl.DataFrame:
    """Return entries that ended in the months before the municipality's day, first queued first.

    Columns: resident_id, waiting_class, queued, left, reason (placed or left), wanted_list_id. Each
    is another resident, none of whom waits; who got a place is on that list.

    Args:
        made: The municipality.
        months: How far back places were given.
    """
    rng = stream(made.seed, Purpose.QUEUE_HISTORY)
    today = (made.profile.as_of - EPOCH).days
    waiting = made.waiting.select(
        pl.col("queued").cast(pl.Int32),
        "wanted_list_id",
        (pl.col("waiting_class") == WaitingClass.WITHOUT_GP.value).alias("without_gp"),
    )
    firsts = np.array(
        [
            (Month.of(made.profile.as_of).plus(-back).first_day - EPOCH).days
            for back in range(months, -1, -1)
        ],
        np.int64,
    )
    parts: list[pl.DataFrame] = []
    for (key,), rows in waiting.sort("wanted_list_id", "queued").group_by(
        "wanted_list_id", maintain_order=True
    ):
        without = rows["without_gp"].to_numpy()
        queued = rows["queued"].to_numpy().astype(np.int64)
        served_until = int(queued[without].min()) if without.any() else today
        for has_none in (True, False):
            open_since = queued[without == has_none]
            if open_since.size:
                until = today if has_none else served_until
                past = _of_list(open_since, firsts, until, today, rng)
                parts.append(_as_rows(past, int(str(key)), has_none))
    return _with_residents(made, pl.concat(parts), rng) if parts else _NOTHING


_NOTHING = pl.DataFrame(
    schema={
        "resident_id": pl.Int32,
        "waiting_class": pl.String,
        "queued": pl.Date,
        "left": pl.Date,
        "reason": pl.String,
        "wanted_list_id": pl.Int32,
    }
)


def _of_list(
    open_since: Ints, firsts: Ints, until: int, today: int, rng: np.random.Generator
) -> _Past:
    """Draw those who left one queue: served in order up to a day, and some who gave up.

    Args:
        open_since: When those who still wait joined.
        firsts: The firsts of the months on which places were given.
        until: The last day that the queue was served.
        today: The municipality's day.
        rng: The stream.
    """
    front = int(open_since.min())
    wait = max(today - front, _SHORTEST_WAIT_DAYS)
    a_month = open_since.size / wait * _DAYS_A_MONTH
    days = firsts[firsts <= until]
    uneven = rng.gamma(_UNEVEN_SHAPE, 1 / _UNEVEN_SHAPE, days.size)
    left = np.repeat(days, rng.poisson(a_month * uneven))
    freed = np.sort(left - rng.random(left.size) * _DAYS_A_MONTH)
    back = (today - freed) / max(today - int(firsts[0]), 1)
    drift, turn = rng.uniform(-_DRIFT, _DRIFT), rng.uniform(0, 2 * np.pi)
    swing = _SWING * (np.sin(turn + 2 * np.pi * back) - np.sin(turn))
    waited = wait * np.maximum(1 + drift * back + swing, 0.1)
    queued = np.minimum(np.maximum.accumulate(np.floor(freed - waited)), front - 1)
    gives_up = rng.random(left.size) < _SHARE_GIVING_UP
    gone = np.floor(queued + rng.random(left.size) * (left - queued))
    after = rng.poisson(_SHARE_GIVING_UP * open_since.size)
    late = rng.integers(front, max(today, front + 1), after)
    return _Past(
        queued=np.concatenate([queued.astype(np.int64), late]),
        left=np.concatenate(
            [
                np.where(gives_up, gone, left).astype(np.int64),
                late + np.floor(rng.random(after) * (today - late)).astype(np.int64),
            ]
        ),
        placed=np.concatenate([~gives_up, np.zeros(after, bool)]),
    )


def _as_rows(past: _Past, wanted: int, without_gp: bool) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "queued": past.queued,
            "left": past.left,
            "placed": past.placed,
            "wanted_list_id": np.full(past.queued.size, wanted, np.int32),
            "without_gp": np.full(past.queued.size, without_gp),
        }
    )


def _with_residents(
    made: SyntheticMunicipality, rows: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Give each entry a resident: who got a place is on the list, who gave up on another."""
    first = int(str(rows["queued"].min()))
    free = (
        made.residents.filter(
            pl.col("list_id").is_not_null(), pl.col("born").cast(pl.Int32) < first
        )
        .join(made.waiting.select("resident_id"), on="resident_id", how="anti")
        .select("resident_id", "list_id")
        .sort("resident_id")
    )
    free = free[rng.permutation(free.height)]
    at_most = (pl.len().over("list_id") * _MOST_OF_A_LIST).floor()
    members = free.with_columns(
        number=pl.int_range(pl.len()).over("list_id").cast(pl.Int64), most=at_most
    ).filter(pl.col("number") < pl.col("most"))
    got = (
        rows.filter("placed")
        .sort("wanted_list_id", "left", "queued", descending=[False, True, True])
        .with_columns(number=pl.int_range(pl.len()).over("wanted_list_id").cast(pl.Int64))
        .join(
            members,
            left_on=["wanted_list_id", "number"],
            right_on=["list_id", "number"],
            how="inner",
        )
    )
    others = free.join(got.select("resident_id"), on="resident_id", how="anti")
    gave_up = rows.filter(~pl.col("placed")).sort("wanted_list_id", "queued", "left")
    count = min(gave_up.height, others.height)
    gave_up = pl.concat([gave_up[:count], others[:count]], how="horizontal").filter(
        pl.col("list_id") != pl.col("wanted_list_id")
    )
    columns = ["resident_id", "queued", "left", "placed", "wanted_list_id", "without_gp"]
    whole = pl.concat([got.select(columns), gave_up.select(columns)])
    elsewhere = _share_elsewhere(made)
    return whole.sort("queued", "left", "resident_id").select(
        "resident_id",
        pl.when("without_gp")
        .then(pl.lit(WaitingClass.WITHOUT_GP.value))
        .when(pl.Series(rng.random(whole.height)) < elsewhere)
        .then(pl.lit(WaitingClass.GP_ELSEWHERE.value))
        .otherwise(pl.lit(WaitingClass.CHANGE_WITHIN.value))
        .alias("waiting_class"),
        pl.col("queued").cast(pl.Int32).cast(pl.Date),
        pl.col("left").cast(pl.Int32).cast(pl.Date),
        pl.when("placed").then(pl.lit(PLACED)).otherwise(pl.lit(GAVE_UP)).alias("reason"),
        "wanted_list_id",
    )


def _share_elsewhere(made: SyntheticMunicipality) -> float:
    """Return the share with a GP elsewhere among those who have a GP and wait."""
    counts = made.waiting["waiting_class"].cast(pl.String).to_list()
    elsewhere = counts.count(WaitingClass.GP_ELSEWHERE.value)
    return elsewhere / max(1, elsewhere + counts.count(WaitingClass.CHANGE_WITHIN.value))
