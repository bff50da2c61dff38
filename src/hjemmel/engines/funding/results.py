"""What the lists are paid, month by month, and who pays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.funding.inputs import FundingInputs, Whole
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import Receipt


class Part(Enum):
    """A part of the municipality's money to and from a list."""

    CAPITATION = "capitation"
    BASE_GRANT = "base_grant"
    GUARANTEE = "guarantee"
    EQUALISATION = "equalisation"
    RENT_SUPPLEMENT = "rent_supplement"
    KEPT_BY_MUNICIPALITY = "kept_by_municipality"
    GUEST_SETTLEMENT = "guest_settlement"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]

    @property
    def is_paid_to_gp(self) -> bool:
        """Whether the municipality pays it to the GP."""
        return self not in (Part.KEPT_BY_MUNICIPALITY, Part.GUEST_SETTLEMENT)


_LABELS = {
    Part.CAPITATION: Text("Basistilskudd", "Capitation"),
    Part.BASE_GRANT: Text("Grunntilskudd", "Base grant"),
    Part.GUARANTEE: Text("Inntektsgaranti", "Income guarantee"),
    Part.EQUALISATION: Text("Utjamningstilskudd", "Equalisation grant"),
    Part.RENT_SUPPLEMENT: Text("Husleietillegg", "Rent supplement"),
    Part.KEPT_BY_MUNICIPALITY: Text("Beholdt av kommunen", "Kept by the municipality"),
    Part.GUEST_SETTLEMENT: Text("Gjesteoppgjør, anslag", "Guest settlement, estimate"),
}
PAID = tuple(part for part in Part if part.is_paid_to_gp)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingResult:
    """The money per list and month; arrays of shape (lists, months), øre.

    Args:
        inputs: What it was computed from.
        parts: The amounts by part; 0 in months that are not known.
        is_estimate: Where the national average rate stands in for the state's report.
        missing: What the law lacks, by position of the month; amounts there are not known.
        receipt: What it was computed from.
    """

    inputs: FundingInputs
    parts: dict[Part, Whole]
    is_estimate: NDArray[np.bool_]
    missing: dict[int, MissingDataError]
    receipt: Receipt

    @property
    def paid(self) -> Whole:
        """What the municipality pays each list each month, øre."""
        return np.asarray(sum(self.parts[part] for part in PAID), np.int64)

    @property
    def estimated_months(self) -> NDArray[np.bool_]:
        """Which months rest on the national average rate for some list, shape (months,)."""
        return np.asarray(self.is_estimate.any(axis=0), bool)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which months are known, shape (months,)."""
        known = np.ones(self.inputs.length.shape[1], bool)
        known[list(self.missing)] = False
        return known

    def total(self, part: Part | None = None) -> Money:
        """Return the sum over all lists and known months, of one part or of all that is paid."""
        return Money(int((self.paid if part is None else self.parts[part]).sum()))

    def by_list(self, part: Part | None = None) -> Whole:
        """Return the sum of each list, shape (lists,), øre."""
        amounts = self.paid if part is None else self.parts[part]
        return np.asarray(amounts.sum(axis=1), np.int64)

    def by_month(self, part: Part | None = None) -> Whole:
        """Return the sum of each month, shape (months,), øre."""
        amounts = self.paid if part is None else self.parts[part]
        return np.asarray(amounts.sum(axis=0), np.int64)
