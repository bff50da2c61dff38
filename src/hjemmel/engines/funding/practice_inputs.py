"""What a practice's economy is computed from: the list, the form of the post, and the user's own costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hjemmel.engines.funding.inputs import Form
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text

_NOTHING = Money(0)
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeInputs:
    """A GP's practice with one list; amounts per year. What costs is the user's to say.

    Args:
        persons: Persons on the list.
        form: The form of the post.
        composition: Persons by age band of the planning figures; empty: not known. Only proportions count.
        consultations_per_person: Consultations per person and year; ``None``: from the composition, or
            the planning figure.
        evening_share: Share of the consultations in the evening.
        state_pays_share: Share of the consultations where the state pays the patient's share.
        other_per_consultation: Supplements and laboratory per consultation, paid by the state.
        fixed_cost: Rent, staff and equipment that do not depend on the list.
        cost_per_consultation: What each consultation costs besides.
        salary: What the municipality pays the GP, social costs counted in; for salaried posts.
        paid_to_municipality: What the GP pays the municipality for the office; for 8.2 agreements.
        fees_to_municipality: Whether the municipality keeps refunds and patients' shares.
        capitation_rate: One's own rate per person and year; ``None``: the law's.
        fee: One's own fee per consultation; ``None``: the law's.
        patient_share: The patient's part of one's own fee; ``None``: the law's.
    """

    persons: int
    form: Form = Form.SELF_EMPLOYED
    composition: Mapping[str, int] = field(default_factory=dict)
    consultations_per_person: Decimal | None = None
    evening_share: Decimal = _NONE
    state_pays_share: Decimal = _NONE
    other_per_consultation: Money = _NOTHING
    fixed_cost: Money = _NOTHING
    cost_per_consultation: Money = _NOTHING
    salary: Money = _NOTHING
    paid_to_municipality: Money = _NOTHING
    fees_to_municipality: bool = False
    capitation_rate: Money | None = None
    fee: Money | None = None
    patient_share: Money | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.persons <= 100_000:
            raise _wrong("persons", "Antall personer er umulig.", "The persons are impossible.")
        if self.form is Form.NONE:
            raise _wrong("form", "Velg en avtaleform.", "Choose a form of post.")
        for name in ("evening_share", "state_pays_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise _wrong(name, "Andelen må være 0–100 %.", "The share must be 0–100%.")
        for name in (
            "other_per_consultation",
            "fixed_cost",
            "cost_per_consultation",
            "salary",
            "paid_to_municipality",
        ):
            if getattr(self, name).oere < 0:
                raise _wrong(name, "Beløpet er under 0.", "The amount is below 0.")
        for name in ("capitation_rate", "fee", "patient_share"):
            own: Money | None = getattr(self, name)
            if own is not None and own.oere < 0:
                raise _wrong(name, "Beløpet er under 0.", "The amount is below 0.")
        if (self.fee is None) != (self.patient_share is None):
            raise _wrong(
                "fee",
                "Gi både honorar og egenandel, eller ingen av dem.",
                "Give both fee and patient's share, or neither.",
            )
        if (
            self.fee is not None
            and self.patient_share is not None
            and self.patient_share > self.fee
        ):
            raise _wrong(
                "patient_share",
                "Egenandelen er høyere enn honoraret.",
                "The patient's share is higher than the fee.",
            )
        rate = self.consultations_per_person
        if rate is not None and not 0 <= rate <= 100:
            raise _wrong(
                "consultations_per_person",
                "Konsultasjoner per person må være 0–100.",
                "Consultations per person must be 0–100.",
            )
        if any(count < 0 for count in self.composition.values()):
            raise _wrong("composition", "Et tall er negativt.", "A number is negative.")


def _wrong(where: str, nb: str, en: str) -> InputError:
    return InputError(Text(nb, en), where=where, remedy=Text("Rett verdien.", "Correct the value."))
