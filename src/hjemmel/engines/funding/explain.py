"""How one list's money of one month came about: the rules themselves, one after another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hjemmel.engines.funding.inputs import UNKNOWN, Form, FundingInputs
from hjemmel.engines.funding.regimes import is_adjusted, law_of
from hjemmel.engines.funding.results import FundingResult, Part
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import Finding, LawAt
from hjemmel.rules import capitation, capitation_flow, local_grants

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way.

    Args:
        part: What it adds to; ``None``: it decides, and adds nothing.
        amount: What it adds.
        sentence: What was found.
        finding: The rule's finding; ``None``: the amount is the state's report's.
    """

    part: Part | None
    amount: Money
    sentence: Text
    finding: Finding | None = None


def explain(result: FundingResult, key: str, month: Month, law: LawAt) -> tuple[Step, ...]:
    """Return the steps to a list's money in a month; each part is added by at most one.

    Args:
        result: The result to explain.
        key: The list.
        month: One of the months of the inputs.
        law: The law that it was computed with; the month is read on its first day.

    Raises:
        InputError: There is no such list.
        MissingDataError: A rate is not provided.
    """
    inputs = result.inputs
    return one_list(inputs, inputs.place(key), inputs.months.index(month), law_of(month, law))


def one_list(inputs: FundingInputs, row: int, column: int, law: LawAt) -> tuple[Step, ...]:
    """Return the steps of one list in one month from the rules alone, with exact decimals.

    Args:
        inputs: The lists by month.
        row: Position of the list.
        column: Position of the month.
        law: The law on the day that the month is read on.
    """
    if int(inputs.length[row, column]) <= UNKNOWN:
        return ()
    return tuple(_OneList(inputs, row, column, law).steps())


class _OneList:
    """Runs the rules on one list and month."""

    def __init__(self, inputs: FundingInputs, row: int, column: int, law: LawAt) -> None:
        self._law = law
        self._persons = int(inputs.length[row, column])
        self._form = Form(int(inputs.form[row, column]))
        self._ceiling = int(inputs.ceiling[row, column])
        self._month = int(inputs.agreement_month[row, column])
        self._guests = max(0, int(inputs.guests[row, column]))
        self._reported = int(inputs.reported[row, column])
        self._has_guarantee = bool(inputs.has_guarantee[row])
        self._rent = int(inputs.rent_supplement[row])
        self._inhabitants = int(inputs.inhabitants[column])
        self._positions = int(inputs.positions[column])
        self._steps: list[Step] = []

    def steps(self) -> list[Step]:
        """Return the steps in the order of the rules."""
        own = self._own_capitation()
        if self._form is not Form.NONE:
            answer = capitation_flow.capitation_is_paid_to_gp(
                self._form is not Form.SALARIED,
                self._form is not Form.SELF_EMPLOYED,
                self._form is Form.VARIANT_8_2_KEEPS,
                law=self._law,
            )
            self._note(answer)
            if answer.is_met:
                self._guarantee(self._to_gp(own))
            else:
                self._add(Part.KEPT_BY_MUNICIPALITY, own, None)
        if self._form is Form.SELF_EMPLOYED:
            self._equalisation()
            self._rent_supplement()
        if self._guests and self._law.has("capitation.guests_paid_by_home"):
            settled = capitation_flow.guest_settlement(
                own.in_kroner, self._persons, self._guests, law=self._law
            )
            self._add(Part.GUEST_SETTLEMENT, _money(settled), settled)
        return self._steps

    def _own_capitation(self) -> Money:
        if self._reported > UNKNOWN and is_adjusted(self._law):
            own = Money(self._reported)
            nb, en = kr(own.in_kroner), kr(own.in_kroner, "en")
            sentence = Text(
                f"Statens månedsrapport har {nb} for listen.",
                f"The state's monthly report has {en} for the list.",
            )
            self._steps.append(Step(None, _NOTHING, sentence))
            return own
        if not self._persons:
            return _NOTHING
        counted = capitation.monthly_capitation(self._persons, law=self._law)
        self._note(counted)
        return _money(counted)

    def _to_gp(self, own: Money) -> Money:
        """Add capitation or base grant; return what was added."""
        is_covered = self._ceiling > UNKNOWN and self._month > 0
        if self._form is Form.SELF_EMPLOYED and is_covered and self._law.has(_FLOOR):
            entitled = capitation.base_grant_persons(
                self._persons, self._ceiling, self._month, True, law=self._law
            )
            self._note(entitled)
            if entitled.is_met:
                grant = capitation.monthly_base_grant(law=self._law)
                chosen = capitation.base_grant_or_capitation(
                    own.in_kroner, Decimal(grant.value or 0), law=self._law
                )
                if chosen.reason == "base_grant_is_paid":
                    return self._add(Part.BASE_GRANT, _money(chosen), chosen)
                return self._add(Part.CAPITATION, own, chosen)
        return self._add(Part.CAPITATION, own, None)

    def _guarantee(self, paid: Money) -> None:
        if not self._has_guarantee or not self._law.has("grants.income_floor_list"):
            return
        covered = local_grants.income_guarantee_persons(self._persons, law=self._law)
        self._note(covered)
        persons = int(covered.value or 0)
        if persons > self._persons:
            promised = _money(capitation.monthly_capitation(persons, law=self._law))
            lacking = Money(max(0, (promised - paid).oere))
            self._add(Part.GUARANTEE, lacking, covered)

    def _equalisation(self) -> None:
        if self._inhabitants <= 0 or self._positions <= 0:
            return
        yearly = capitation.equalisation_grant(self._inhabitants, self._positions, law=self._law)
        self._note(yearly)
        if yearly.value:
            part = capitation_flow.monthly_equalisation(Decimal(yearly.value), law=self._law)
            self._add(Part.EQUALISATION, _money(part), part)

    def _rent_supplement(self) -> None:
        if not self._rent or not self._law.has("capitation.rent_supplement_lower"):
            return
        yearly = capitation.rent_supplement(self._rent > 1, law=self._law)
        instalments = self._law.integer("capitation.instalments_per_year")
        month = Money.kroner(Decimal(yearly.value or 0) / instalments)
        self._add(Part.RENT_SUPPLEMENT, month, yearly)

    def _note(self, finding: Finding) -> None:
        self._steps.append(Step(None, _NOTHING, finding.sentence, finding))

    def _add(self, part: Part, amount: Money, finding: Finding | None) -> Money:
        nb, en = kr(amount.in_kroner), kr(amount.in_kroner, "en")
        said = finding.sentence if finding else Text(f"{nb}.", f"{en}.")
        sentence = Text(f"{part.label.nb}: {said.nb}", f"{part.label.en}: {said.en}")
        self._steps.append(Step(part, amount, sentence, finding))
        return amount


_FLOOR = "capitation.floor_list"


def _money(finding: Finding) -> Money:
    return Money.kroner(finding.value or 0)
