"""The law of the months, read once for each span without a change, as whole numbers for arrays."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.funding.inputs import Form, Whole
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.money import Money
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt
from hjemmel.rules.capitation import capitation_depends_on_patients, rent_supplement
from hjemmel.rules.capitation_flow import capitation_is_paid_to_gp
from hjemmel.rules.local_grants import income_guarantee_persons

SCALE = 10_000
"""Rates are kept in ten-thousandths of a krone per person and year."""
NO_KNEE = 10**6
"""A knee that no list reaches: a flat rate."""
_FLOOR = "capitation.floor_list"
_GUARANTEE = "grants.income_floor_list"
_SETTLED = "capitation.guests_paid_by_home"
_RENT = "capitation.rent_supplement_lower"
_READ = (
    "capitation.is_patient_adjusted",
    "capitation.national_average_rate",
    "capitation.knee",
    "capitation.rate_up_to_knee",
    "capitation.rate_above_knee",
    "capitation.is_paid_by_day",
    "capitation.instalments_per_year",
    _FLOOR,
    "capitation.floor_ceiling_min",
    "capitation.floor_ceiling_strictly_above",
    "capitation.floor_max_months",
    "capitation.floor_only_if_better",
    "capitation.paid_to_self_employed_only",
    _SETTLED,
    _GUARANTEE,
    _RENT,
    "capitation.rent_supplement_higher",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """How the capitation is counted: persons × rates × the month's part of the year.

    Args:
        is_patient_adjusted: Whether the list's own amount stands in the state's report alone.
        knee: Persons above this count at the second rate.
        up_to_knee: First rate, ten-thousandths of a krone.
        above_knee: Second rate, ten-thousandths of a krone.
        instalments: Instalments per year; 0: each month by its days.
    """

    is_patient_adjusted: bool
    knee: int
    up_to_knee: int
    above_knee: int
    instalments: int

    def yearly(self, persons: Whole) -> Whole:
        """Return ten-thousandths of a krone per year for lists of ``persons``."""
        below = np.minimum(persons, self.knee)
        above = np.maximum(persons - self.knee, 0)
        return np.asarray(below * self.up_to_knee + above * self.above_knee, np.int64)

    def parts(self, months: Sequence[Month]) -> tuple[Whole, Whole]:
        """Return each month's part of the year: counted, and of how many, shape (months,)."""
        if self.instalments:
            ones = np.ones(len(months), np.int64)
            return ones, ones * self.instalments
        part = [calendar.monthrange(month.year, month.number)[1] for month in months]
        of = [366 if calendar.isleap(month.year) else 365 for month in months]
        return np.array(part, np.int64), np.array(of, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseGrant:
    """The conditions of the base grant.

    Args:
        lowest_ceiling: The lowest ceiling that gives it, the condition's strictness counted in.
        persons: Lists shorter than this are paid as this.
        last_month: The last month of the agreement with it.
        only_if_better: Whether the list's own capitation is paid where that is higher.
    """

    lowest_ceiling: int
    persons: int
    last_month: int
    only_if_better: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Months in a row under the same law.

    Args:
        columns: Their positions.
        months: The months whose law it is, one for each column.
        law: The law on the first of them; it remembers what was read.
        is_patient_adjusted: Whether the capitation is weighted by who is on the list.
        regime: How the capitation is counted; ``None``: a rate is not known.
        lacks: What is not known then.
        base_grant: The base grant; ``None``: there is none.
        paid_to_gp: Whether the capitation goes to the GP, by form.
        guaranteed_list: The list that a new GP is paid as; 0: nothing is guaranteed.
        rent: The lower and the higher rent supplement of a month, øre.
        settles_guests: Whether the guests' municipalities pay.
    """

    columns: slice
    months: tuple[Month, ...]
    law: LawAt
    is_patient_adjusted: bool
    regime: Regime | None
    lacks: MissingDataError | None
    base_grant: BaseGrant | None
    paid_to_gp: NDArray[np.bool_]
    guaranteed_list: int
    rent: tuple[int, int]
    settles_guests: bool


def spans(months: Sequence[Month], law: LawAt) -> Iterator[Span]:
    """Yield the months by the law that they have in common.

    Args:
        months: The month whose law is read, for each column.
        law: Whose local choices apply, and the law's book.
    """
    changes = _changes(law)
    first = 0
    for _, group in groupby(months, key=lambda month: bisect_right(changes, month.first_day)):
        together = tuple(group)
        yield _read(slice(first, first + len(together)), together, law_of(together[0], law))
        first += len(together)


def law_of(month: Month, law: LawAt) -> LawAt:
    """Return the law on the first of a month, for the same municipality, with a trace of its own."""
    return LawAt(month.first_day, law.municipality, book=law.book)


def is_adjusted(law: LawAt) -> bool:
    """Tell whether the capitation is weighted by who is on the list."""
    return capitation_depends_on_patients(law=law).is_met


def read_regime(law: LawAt) -> Regime:
    """Return how the capitation is counted on the law's day.

    Raises:
        MissingDataError: Nobody has provided a rate.
    """
    adjusted = is_adjusted(law)
    if adjusted:
        knee = NO_KNEE
        first = second = _scaled(law.number("capitation.national_average_rate"))
    else:
        knee = law.integer("capitation.knee") if law.has("capitation.knee") else NO_KNEE
        first = _scaled(law.number("capitation.rate_up_to_knee"))
        second = _scaled(law.number("capitation.rate_above_knee"))
    by_day = law.flag("capitation.is_paid_by_day")
    return Regime(
        is_patient_adjusted=adjusted,
        knee=knee,
        up_to_knee=first,
        above_knee=second,
        instalments=0 if by_day else law.integer("capitation.instalments_per_year"),
    )


def _changes(law: LawAt) -> list[date]:
    """Return the days on which something that is read changes."""
    days: set[date | None] = set()
    for name in _READ:
        parameter = law.book.parameter(name)
        own = parameter.local.get(law.municipality, ()) if law.municipality else ()
        for version in (*parameter.versions, *own):
            days |= {version.valid_from, version.valid_until}
    return sorted(day for day in days if day is not None)


def _read(columns: slice, months: tuple[Month, ...], law: LawAt) -> Span:
    regime, lacks = None, None
    try:
        regime = read_regime(law)
    except MissingDataError as error:
        lacks = error
    floor = int(income_guarantee_persons(0, law=law).value or 0) if law.has(_GUARANTEE) else 0
    return Span(
        columns=columns,
        months=months,
        law=law,
        is_patient_adjusted=is_adjusted(law),
        regime=regime,
        lacks=lacks,
        base_grant=_base_grant(law),
        paid_to_gp=_paid_to_gp(law),
        guaranteed_list=floor,
        rent=_rent(law),
        settles_guests=law.has(_SETTLED) and law.flag(_SETTLED),
    )


def _base_grant(law: LawAt) -> BaseGrant | None:
    if not law.has(_FLOOR):
        return None
    lowest = law.integer("capitation.floor_ceiling_min")
    strict = law.flag("capitation.floor_ceiling_strictly_above")
    return BaseGrant(
        lowest_ceiling=lowest + 1 if strict else lowest,
        persons=law.integer(_FLOOR),
        last_month=law.integer("capitation.floor_max_months"),
        only_if_better=law.flag("capitation.floor_only_if_better"),
    )


def _paid_to_gp(law: LawAt) -> NDArray[np.bool_]:
    answers = np.zeros(len(Form), bool)
    for form in Form:
        if form is not Form.NONE:
            answers[form] = capitation_is_paid_to_gp(
                form is not Form.SALARIED,
                form is not Form.SELF_EMPLOYED,
                form is Form.VARIANT_8_2_KEEPS,
                law=law,
            ).is_met
    return answers


def _rent(law: LawAt) -> tuple[int, int]:
    if not law.has(_RENT):
        return 0, 0
    of = law.integer("capitation.instalments_per_year")
    low, high = (
        Money.kroner(Decimal(rent_supplement(has_higher_rate, law=law).value or 0) / of).oere
        for has_higher_rate in (False, True)
    )
    return low, high


def _scaled(rate: Decimal) -> int:
    scaled = rate * SCALE
    if scaled != int(scaled):
        raise ValueError(f"{rate} has more than four decimals.")
    return int(scaled)
