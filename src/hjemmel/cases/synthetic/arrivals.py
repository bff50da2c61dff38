"""Who comes to a synthetic municipality after its day: households that move in, and a child.

It is no table of the generator: what a seed makes without it stays as it was. Nobody has a GP when
she comes, so on the municipality's own day all is as published.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from hjemmel.cases.synthetic.generate import SyntheticMunicipality
from hjemmel.cases.synthetic.national_ids import national_ids
from hjemmel.cases.synthetic.people import EPOCH
from hjemmel.cases.synthetic.streams import Purpose, stream

MOVED_IN, BIRTH = "moved_in", "birth"
_KINDS = ((1, 0), (2, 0), (1, 1), (2, 1), (2, 2))
"""Grown-ups and children of a household."""
_SHARES = (0.5, 0.2, 0.08, 0.12, 0.1)
_GROWN_FROM, _GROWN_BELOW = 20, 45
_CHILD_BELOW = 13
_APART_MOST = 5
_DAYS_A_YEAR = 365.25
_BORN_DAYS_AGO = 9
_SPARE = 3
_COLUMNS = ("kind", "happened_on", "national_id", "born", "sex", "district", "household", "mother")


def arrivals(
    made: SyntheticMunicipality, *, households: int, until: date, days: int
) -> pl.DataFrame:
    """Return who came in the days before ``until``, first come first.

    Columns: kind (moved_in or birth), happened_on, national_id, born, sex, district, household,
    mother (her national id; empty but for a birth). Nobody has a number that the municipality has
    already. One woman who moved in has a child some days before ``until``.

    Args:
        made: The municipality.
        households: How many households move in.
        until: The first day after.
        days: How many days before it the first may come.
    """
    rng = stream(made.seed, Purpose.ARRIVALS)
    drawn = _households(made, households * _SPARE, until, days, rng)
    taken = pl.concat([made.residents["national_id"], made.guests["national_id"]])
    known = drawn.filter(pl.col("national_id").is_in(taken.implode()))["household"]
    kept = drawn.filter(~pl.col("household").is_in(known.implode()))
    chosen = kept["household"].unique(maintain_order=True)[:households]
    movers = kept.filter(pl.col("household").is_in(chosen.implode()))
    child = _newborn(movers, taken, until, rng)
    whole = pl.concat([movers.select(_COLUMNS), child.select(_COLUMNS)])
    return whole.sort("happened_on", "household", "born", "national_id")


def _households(
    made: SyntheticMunicipality, count: int, until: date, days: int, rng: np.random.Generator
) -> pl.DataFrame:
    places = made.profile.districts
    weights = np.array([place.residents * place.young for place in places], np.float64)
    kind = rng.choice(len(_KINDS), count, p=_SHARES)
    home = rng.choice(len(places), count, p=weights / weights.sum())
    came = (until - EPOCH).days - 1 - rng.integers(0, days, count)
    born: list[int] = []
    woman: list[bool] = []
    household: list[int] = []
    for number in range(count):
        grown, children = _KINDS[int(kind[number])]
        first = rng.uniform(_GROWN_FROM + _APART_MOST, _GROWN_BELOW)
        is_woman = bool(rng.random() < 0.5)
        ages = [first, first - rng.uniform(0, _APART_MOST)][:grown]
        sexes = [is_woman, not is_woman][:grown]
        ages += list(rng.uniform(0.2, min(_CHILD_BELOW, first - _GROWN_FROM), children))
        sexes += [bool(one < 0.5) for one in rng.random(children)]
        born += [(until - EPOCH).days - int(age * _DAYS_A_YEAR) for age in ages]
        woman += sexes
        household += [number] * len(ages)
    numbers = national_ids(np.array(born, np.int32), np.array(woman, bool), rng)
    at = np.array(household)
    return pl.DataFrame(
        {
            "kind": MOVED_IN,
            "happened_on": _days(came[at]),
            "national_id": numbers,
            "born": _days(np.minimum(np.array(born), came[at])),
            "sex": np.where(np.array(woman), "female", "male"),
            "district": [places[int(place)].number for place in home[at]],
            "household": [f"inn-{number + 1}" for number in household],
            "mother": "",
        }
    )


def _newborn(
    movers: pl.DataFrame, taken: pl.Series, until: date, rng: np.random.Generator
) -> pl.DataFrame:
    """Return the child of the first woman who had moved in before it is born; at most one row."""
    day = until - timedelta(days=_BORN_DAYS_AGO)
    grown = date(until.year - _GROWN_FROM, 1, 1)
    mothers = movers.filter(
        pl.col("sex") == "female", pl.col("born") < grown, pl.col("happened_on") < day
    )
    both = (day - EPOCH).days, (day - EPOCH).days
    numbers = national_ids(np.array(both, np.int32), np.array([True, False]), rng)
    child = pl.DataFrame(
        {"national_id": numbers, "sex": ["female", "male"], "kind": BIRTH, "born": day}
    ).filter(
        ~pl.col("national_id").is_in(taken.implode()),
        ~pl.col("national_id").is_in(movers["national_id"].implode()),
    )[:1]
    hers = mothers[:1].select("district", "household", mother="national_id")
    return child.with_columns(happened_on=pl.col("born")).join(hers, how="cross")


def _days(since: np.ndarray) -> pl.Series:
    return pl.Series(since.astype(np.int32)).cast(pl.Date)
