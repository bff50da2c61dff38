"""Synthetic national ids for whole populations: valid check digits, month + 80, never twice.

Whether a nine-digit beginning has valid check digits depends on its date only through two
remainders, so all beginnings fall into 121 classes. For each class, century range and sex the
valid endings are listed once; the n-th person of a birthday takes the n-th ending.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import polars as pl

from hjemmel.cases.synthetic.counts import Bools, Ints
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.identifiers import K1_WEIGHTS, K2_WEIGHTS
from hjemmel.kernel.text import Text

SYNTHETIC_MONTH = 80
_K1 = np.array(K1_WEIGHTS)
_K2 = np.array(K2_WEIGHTS)
# Individual numbers by year of birth: 1900-1939, 1940-1999, 2000-2039.
_RANGES = (
    np.arange(500),
    np.concatenate([np.arange(500), np.arange(900, 1000)]),
    np.arange(500, 1000),
)


@dataclass(frozen=True, slots=True)
class _Endings:
    """``digits[class, range, sex, n]`` is the n-th ending (5 digits); ``counts`` says how many."""

    digits: Ints
    counts: Ints


@functools.cache
def _endings() -> _Endings:
    digits = np.zeros((121, len(_RANGES), 2, 300), dtype=np.int32)
    counts = np.zeros((121, len(_RANGES), 2), dtype=np.int64)
    first, second = np.divmod(np.arange(121), 11)
    for century, numbers in enumerate(_RANGES):
        parts = np.stack([numbers // 100, numbers // 10 % 10, numbers % 10])
        k1 = -(first[:, None] + _K1[6:] @ parts) % 11
        k2 = -(second[:, None] + _K2[6:9] @ parts + _K2[9] * k1) % 11
        ending = numbers * 100 + k1 * 10 + k2
        for woman in (0, 1):
            valid = (k1 < 10) & (k2 < 10) & (numbers % 2 == 1 - woman)
            for row in range(121):
                found = ending[row, valid[row]]
                digits[row, century, woman, : len(found)] = found
                counts[row, century, woman] = len(found)
    return _Endings(digits, counts)


def national_ids(born: Ints, woman: Bools, rng: np.random.Generator) -> pl.Series:
    """Return a different synthetic national id for each person, as text of eleven digits.

    Args:
        born: Days since 1970, 1900-2039.
        woman: Whether the person is a woman: the ninth digit is then even.
        rng: Where on a birthday the numbering begins.

    Raises:
        InputError: More persons of one sex were born on a day than there are numbers.
    """
    key = (born.astype(np.int32) + 40_000) * 2 + woman
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    sizes = np.diff(first, append=len(key))
    days, sexes = np.divmod(key[order][first], 2)
    six, row, century = _beginnings(days - 40_000)
    endings = _endings()
    available = endings.counts[row, century, sexes]
    if (sizes > available).any():
        raise InputError(
            Text(
                "Flere er født samme dag enn det finnes fødselsnumre.",
                "More were born on one day than there are national ids.",
            ),
            where="residents",
            remedy=Text("Velg et lavere folketall.", "Choose a smaller population."),
        )
    start = rng.integers(0, available) if len(available) else available
    place = np.arange(len(key), dtype=np.int32) - np.repeat(first, sizes)
    place = (place + np.repeat(start, sizes)) % np.repeat(available, sizes)
    group = np.repeat(np.arange(len(first), dtype=np.int32), sizes)
    ending = endings.digits[row[group], century[group], sexes[group], place]
    numbers = np.empty(len(key), dtype=np.int64)
    numbers[order] = six[group].astype(np.int64) * 100_000 + ending
    return pl.Series(numbers).cast(pl.String).str.zfill(11)


def _beginnings(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the six first digits, the class of remainders and the century range of each day."""
    moment = days.astype("datetime64[D]")
    year = moment.astype("datetime64[Y]").astype(np.int64) + 1970
    month = moment.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (moment - moment.astype("datetime64[M]")).astype(np.int64) + 1
    six = (day * 100 + month + SYNTHETIC_MONTH) * 100 + year % 100
    parts = np.stack([six // 10**place % 10 for place in range(5, -1, -1)])
    row = (_K1[:6] @ parts) % 11 * 11 + (_K2[:6] @ parts) % 11
    century = np.where(year < 1940, 0, np.where(year < 2000, 1, 2))
    return six, row, century
