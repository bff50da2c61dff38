"""The inputs as a problem: every constraint stated, and the price of a roster."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from hjemmel.engines.rostering.calendar import minutes_of
from hjemmel.engines.rostering.constraints import ALL
from hjemmel.engines.rostering.constraints.forms import (
    Cap,
    Cost,
    Fixed,
    Forbidden,
    Free,
    Gap,
    Run,
    Spans,
    Stated,
    Wanted,
)
from hjemmel.engines.rostering.frame import Flags, Frame, Whole
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import SHARED, UNIT, Category
from hjemmel.engines.rostering.terms import Level

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class SpanGroup:
    """Doctors whose balances in a category are compared.

    Args:
        row: Place of the category in ``SHARED``.
        doctors: Rows of the doctors.
        step: What the span is measured against: one shift, or the hours of the longest.
    """

    row: int
    doctors: Whole
    step: int

    @property
    def category(self) -> Category:
        """What is compared."""
        return SHARED[self.row]


@dataclass(frozen=True)
class Problem:
    """Every constraint as it holds for given inputs.

    Args:
        frame: Doctors and shifts in order.
        stated: The constraints that hold.
    """

    frame: Frame
    stated: tuple[Stated, ...]

    @classmethod
    def of(cls, inputs: RosterInputs) -> Problem:
        """State every constraint for the inputs."""
        frame = Frame.of(inputs)
        return cls(frame, tuple(s for one in ALL if (s := one(frame)) is not None))

    def without(self, key: str) -> Problem:
        """Return the problem as if a constraint did not hold."""
        return Problem(self.frame, tuple(one for one in self.stated if one.key != key))

    def forms(self, kind: type[_T]) -> list[_T]:
        """Return the stated forms of one kind."""
        return [one.form for one in self.stated if isinstance(one.form, kind)]

    def keyed(self, kind: type[_T]) -> list[tuple[Stated, _T]]:
        """Return the constraints of one kind with their forms."""
        return [(one, one.form) for one in self.stated if isinstance(one.form, kind)]

    @cached_property
    def levels(self) -> dict[str, Level]:
        """Who set each constraint."""
        return {one.key: one.level for one in self.stated}

    @cached_property
    def masks(self) -> dict[str, Flags]:
        """Who may not be on which shift, by constraint; rest after earlier shifts is among them."""
        found = {one.key: one.form.mask for one in self.stated if isinstance(one.form, Forbidden)}
        for one in self.stated:
            if isinstance(one.form, Gap) and self.frame.inputs.picture.earlier:
                found[one.key] = self._after_earlier(one.form)
        return found

    def _after_earlier(self, gap: Gap) -> Flags:
        frame = self.frame
        mask = np.zeros(frame.shape, np.bool_)
        for row in range(len(frame.doctors)):
            if gap.minutes[row] < 0:
                continue
            for shift in frame.earlier_of(row):
                free_from = minutes_of(shift.ends) + int(gap.minutes[row])
                mask[row] |= (frame.starts < free_from) & (frame.ends > minutes_of(shift.starts))
        return mask

    @cached_property
    def allowed(self) -> Flags:
        """Who may be on which shift, each shift taken by itself."""
        allowed = np.ones(self.frame.shape, np.bool_)
        for mask in self.masks.values():
            allowed &= ~mask
        return allowed

    def reasons(self, doctor: int, shift: int) -> list[str]:
        """Return the keys of the constraints that keep a doctor off a shift by itself."""
        return [key for key, mask in self.masks.items() if mask[doctor, shift]]

    @cached_property
    def need(self) -> Whole:
        """How many doctors each shift needs."""
        return self.frame.need

    @cached_property
    def fixed(self) -> Flags:
        """Who must be on which shift."""
        forms = self.forms(Fixed)
        return forms[0].mask if forms else np.zeros(self.frame.shape, np.bool_)

    @cached_property
    def gap(self) -> Whole:
        """Minutes that each doctor is off between two shifts at least; below 0: may overlap."""
        gaps = [form.minutes for form in self.forms(Gap)]
        none = np.full(len(self.frame.doctors), -1, np.int64)
        return np.asarray(np.maximum.reduce([none, *gaps]), np.int64)

    @cached_property
    def caps(self) -> list[Cap]:
        """The sums that stay within a limit."""
        return self.forms(Cap)

    @cached_property
    def runs(self) -> list[Run]:
        """What may not go on too long."""
        return self.forms(Run)

    @cached_property
    def frees(self) -> list[Free]:
        """The stretches off."""
        return self.forms(Free)

    @cached_property
    def cost(self) -> Whole:
        """Thousandths of points for each doctor on each shift."""
        total = np.zeros(self.frame.shape, np.int64)
        for form in self.forms(Cost):
            total = total + form.points
        return total

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        """Shifts of which a doctor wants at least one."""
        return tuple(one for form in self.forms(tuple) for one in form)

    @cached_property
    def spans(self) -> Spans:
        """Amounts and balances."""
        found = self.forms(Spans)
        if found:
            return found[0]
        doctors, shifts = self.frame.shape
        none = np.zeros((len(SHARED), doctors), np.int64)
        amount = np.zeros((len(SHARED), shifts), np.int64)
        return Spans(amount, none, none, none - 1)

    @cached_property
    def constant(self) -> int:
        """What is added to the price so that a published shift that is kept costs nothing."""
        return -int(np.minimum(self.cost, 0).sum())

    @cached_property
    def groups(self) -> tuple[SpanGroup, ...]:
        """The comparisons: each category, and within it those who can carry the same."""
        found = []
        for row, numbers in enumerate(self.spans.group):
            for number in np.unique(numbers[numbers >= 0]):
                doctors = np.flatnonzero(numbers == number)
                if doctors.size > 1:
                    found.append(SpanGroup(row, doctors, self._step(row, doctors)))
        return tuple(found)

    def _step(self, row: int, doctors: Whole) -> int:
        if SHARED[row] is not Category.HOURS:
            return UNIT
        reach = self.allowed[doctors].any(axis=0)
        return int(self.spans.amount[row][reach].max(initial=UNIT))

    def balances(self, on: Flags) -> Whole:
        """Return the closing balances of a roster, thousandths, shape (categories, doctors)."""
        taken = self.spans.amount @ on.T.astype(np.int64)
        return np.asarray(self.spans.base + taken, np.int64)

    def span_values(self, on: Flags) -> list[int]:
        """Return the span of each group in a roster, thousandths."""
        closing = self.balances(on)
        return [int(np.ptp(closing[group.row, group.doctors])) for group in self.groups]

    def span_price(self, group: SpanGroup, span: int) -> int:
        """Return the price of a span, thousandths of points."""
        high, low, target = self.rates(group)
        return low * span + high * max(0, span - target)

    def rates(self, group: SpanGroup) -> tuple[int, int, int]:
        """Return the price per thousandth beyond the target, that of any, and the target.

        Hours within their target cost nothing: shifts differ in length.
        """
        prices = self.frame.inputs.prices
        high = math.ceil(prices.span * UNIT / group.step)
        low = 0 if group.category is Category.HOURS else prices.small_span
        return high, low, prices.target * group.step

    def price(self, on: Flags) -> int:
        """Return the price of a roster without what it lacks, thousandths of points."""
        spans = sum(
            self.span_price(group, span)
            for group, span in zip(self.groups, self.span_values(on), strict=True)
        )
        missed = sum(one.points for one in self.wanted if not on[one.doctor, one.columns].any())
        return self.constant + int(self.cost[on].sum()) + missed + spans

    def is_complete(self, on: Flags) -> bool:
        """Tell whether every shift has its doctors and everybody who is fixed is in place."""
        return not self.lacking(on).any() and not bool((self.fixed & ~on).any())

    def whole_price(self, on: Flags) -> int:
        """Return the price of a roster with what it lacks, thousandths of points."""
        lacks = int(np.abs(self.lacking(on)).sum()) + int((self.fixed & ~on).sum())
        return self.price(on) + lacks * self.frame.inputs.prices.uncovered * UNIT

    def lacking(self, on: Flags) -> Whole:
        """Return how many doctors each shift lacks."""
        return np.asarray(self.need - on.sum(axis=0), np.int64)
