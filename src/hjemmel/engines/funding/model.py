"""Capitation, base grant, guarantee, equalisation and guest settlement of all lists and months at once.

The law is read once for each span of months without a change; the rest is whole-number arithmetic on
arrays. ``explain`` runs the rules themselves on one list and month, and gives the same øre.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hjemmel import __version__
from hjemmel.engines.funding.inputs import UNKNOWN, Form, FundingInputs, Whole
from hjemmel.engines.funding.regimes import SCALE, Regime, Span, law_of, spans
from hjemmel.engines.funding.results import FundingResult, Part
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.money import Money
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt, Receipt
from hjemmel.rules.capitation import equalisation_grant
from hjemmel.rules.capitation_flow import monthly_equalisation

Flags = NDArray[np.bool_]
Missing = Literal["raise", "leave"]


def run(
    inputs: FundingInputs, law: LawAt, *, missing: Missing = "raise", as_law_of: date | None = None
) -> FundingResult:
    """Compute what each list is paid each month.

    Args:
        inputs: The lists by month.
        law: Whose local choices apply, and the law's book; each month is read on its first day.
        missing: ``raise`` at a rate that nobody has provided; ``leave`` leaves its month open.
        as_law_of: Read every month's rates as on this day instead, for a comparison.

    Raises:
        MissingDataError: A rate is not provided, and ``missing`` is ``raise``.
    """
    made = _Maker(inputs, missing)
    read_on = inputs.months
    if as_law_of is not None:
        read_on = (Month.of(as_law_of),) * len(read_on)
    for span in spans(read_on, law):
        made.span(span)
        law.absorb(span.law)
    digest = {"funding": inputs.fingerprint(), "as_law_of": as_law_of, "missing": missing}
    return FundingResult(
        inputs=inputs,
        parts=made.parts,
        is_estimate=made.is_estimate,
        missing=made.missing,
        receipt=Receipt.issue(digest, law, code_version=__version__),
    )


class _Maker:
    """Fills the arrays span by span."""

    def __init__(self, inputs: FundingInputs, missing: Missing) -> None:
        shape = inputs.length.shape
        self._inputs, self._missing = inputs, missing
        self.parts: dict[Part, Whole] = {part: np.zeros(shape, np.int64) for part in Part}
        self.is_estimate = np.zeros(shape, bool)
        self.missing: dict[int, MissingDataError] = {}

    def span(self, span: Span) -> None:
        """Compute the months of a span."""
        inputs, at = self._inputs, span.columns
        length = inputs.length[:, at].astype(np.int64)
        there = length > UNKNOWN
        persons = np.where(there, length, 0)
        form, reported = inputs.form[:, at], inputs.reported[:, at]
        adjusted = span.is_patient_adjusted
        has_report = there & (reported > UNKNOWN) if adjusted else np.zeros_like(there)
        lacks = there & ~has_report & (persons > 0)
        counted = np.zeros_like(persons)
        if span.regime is not None:
            counted = capitation_of(persons, span.regime, span.months)
        own = np.where(has_report, reported, counted) if adjusted else counted
        to_gp = there & span.paid_to_gp[form]
        entitled = self._entitled(span, length) & to_gp
        covered = to_gp & inputs.has_guarantee[:, None] & (persons < span.guaranteed_list)
        self._require_rates(span, lacks | entitled | covered)
        replaced = self._base_grant(span, own, entitled)
        if adjusted:
            self.is_estimate[:, at] = lacks & ~replaced
        self.parts[Part.CAPITATION][:, at] = np.where(to_gp & ~replaced, own, 0)
        kept = there & (form != Form.NONE) & ~to_gp
        self.parts[Part.KEPT_BY_MUNICIPALITY][:, at] = np.where(kept, own, 0)
        self._guarantee(span, covered)
        self._rest(span, there & (form == Form.SELF_EMPLOYED))
        if span.settles_guests:
            guests = np.maximum(inputs.guests[:, at], 0).astype(np.int64)
            settled = _half_up(own * guests, np.maximum(persons, 1))
            self.parts[Part.GUEST_SETTLEMENT][:, at] = settled
        self._leave_open(span)

    def _require_rates(self, span: Span, needs: Flags) -> None:
        """Raise or note what a month lacks that cannot do without a rate."""
        if span.lacks is None:
            return
        for place in np.flatnonzero(needs.any(axis=0)):
            self._note(span, int(place), span.lacks)

    def _note(self, span: Span, place: int, error: MissingDataError) -> None:
        if self._missing == "raise":
            raise error
        self.missing[span.columns.start + place] = error

    def _leave_open(self, span: Span) -> None:
        for column in range(span.columns.start, span.columns.stop):
            if column in self.missing:
                self.is_estimate[:, column] = False
                for amounts in self.parts.values():
                    amounts[:, column] = 0

    def _entitled(self, span: Span, length: Whole) -> Flags:
        """Return which lists the base grant is for, its amount aside."""
        grant = span.base_grant
        if grant is None:
            return np.zeros(length.shape, bool)
        month = self._inputs.agreement_month[:, span.columns]
        return np.asarray(
            (self._inputs.form[:, span.columns] == Form.SELF_EMPLOYED)
            & (length > UNKNOWN)
            & (length < grant.persons)
            & (self._inputs.ceiling[:, span.columns] >= grant.lowest_ceiling)
            & (month > 0)
            & (month <= grant.last_month),
            bool,
        )

    def _base_grant(self, span: Span, own: Whole, entitled: Flags) -> Flags:
        grant, regime = span.base_grant, span.regime
        if grant is None or regime is None or not entitled.any():
            return np.zeros_like(entitled)
        amount = _of_list(grant.persons, regime, span.months)
        replaced = entitled & ~(own > amount) if grant.only_if_better else entitled
        self.parts[Part.BASE_GRANT][:, span.columns] = np.where(replaced, amount, 0)
        return np.asarray(replaced, bool)

    def _guarantee(self, span: Span, covered: Flags) -> None:
        """Add what is lacking up to the capitation of the guaranteed list."""
        at = span.columns
        if span.regime is None or not covered.any():
            return
        promised = _of_list(span.guaranteed_list, span.regime, span.months)
        paid = self.parts[Part.CAPITATION][:, at] + self.parts[Part.BASE_GRANT][:, at]
        lacking = np.where(covered, np.maximum(promised - paid, 0), 0)
        self.parts[Part.GUARANTEE][:, at] = lacking
        if span.is_patient_adjusted:
            self.is_estimate[:, at] |= lacking > 0

    def _rest(self, span: Span, own_business: Flags) -> None:
        """Add the equalisation grant and the rent supplement of the self-employed."""
        inputs, at = self._inputs, span.columns
        amounts = np.zeros(len(span.months), np.int64)
        known: dict[tuple[Any, ...], int] = {}
        for place, month in enumerate(span.months):
            inhabitants = int(inputs.inhabitants[at][place])
            positions = int(inputs.positions[at][place])
            if inhabitants <= 0 or positions <= 0 or not own_business[:, place].any():
                continue
            days = () if span.regime and span.regime.instalments else (month,)
            key = (inhabitants, positions, *days)
            if key not in known:
                law = law_of(month, span.law)
                try:
                    known[key] = _equalisation(inhabitants, positions, law)
                except MissingDataError as error:
                    self._note(span, place, error)
                    continue
                span.law.absorb(law)
            amounts[place] = known[key]
        self.parts[Part.EQUALISATION][:, at] = np.where(own_business, amounts, 0)
        if any(span.rent) and inputs.rent_supplement.any():
            by_kind = np.array([0, *span.rent], np.int64)[inputs.rent_supplement]
            self.parts[Part.RENT_SUPPLEMENT][:, at] = np.where(own_business, by_kind[:, None], 0)


def capitation_of(persons: Whole, regime: Regime, months: Sequence[Month]) -> Whole:
    """Return the capitation, øre, of lists of ``persons``, shape (…, months); rounded half up each."""
    part, of = regime.parts(months)
    return _half_up(regime.yearly(persons) * (part * 100), SCALE * of)


def yearly_capitation(persons: Whole, regime: Regime) -> Whole:
    """Return a year's capitation, øre, of lists of ``persons`` that stay as they are."""
    return _half_up(regime.yearly(persons) * 100, np.int64(SCALE))


def _of_list(persons: int, regime: Regime, months: Sequence[Month]) -> Whole:
    """Return a list's capitation of each month, shape (months,), øre."""
    return capitation_of(np.full(len(months), persons, np.int64), regime, months)


def _half_up(above: Whole, below: Whole | np.int64) -> Whole:
    """Return ``above`` / ``below``, rounded half up; both whole, ``above`` not negative."""
    return np.asarray((2 * above + below) // (2 * below), np.int64)


def _equalisation(inhabitants: int, positions: int, law: LawAt) -> int:
    """Return the month's equalisation grant of one GP, øre."""
    yearly = equalisation_grant(inhabitants, positions, law=law).value or 0
    if not yearly:
        return 0
    return Money.kroner(monthly_equalisation(yearly, law=law).value or 0).oere
