"""A practice's economy by list length: what comes in, what goes out, who pays, and where it breaks even.

Everything is whole øre. What is assumed is said; costs are the user's own figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import numpy as np

from hjemmel import __version__
from hjemmel.engines.funding.inputs import Form, Whole
from hjemmel.engines.funding.model import yearly_capitation
from hjemmel.engines.funding.practice_inputs import PracticeInputs
from hjemmel.engines.funding.regimes import NO_KNEE, SCALE, Regime, read_regime
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law import Finding, LawAt, Receipt
from hjemmel.rules.capitation_flow import capitation_is_paid_to_gp
from hjemmel.rules.fees import consultation_fee, consultation_patient_share

_RATE_SCALE = 10_000
_NOTHING = Money(0)


class Party(Enum):
    """Who pays or gets."""

    GP = "gp"
    MUNICIPALITY = "municipality"
    STATE = "state"
    PATIENTS = "patients"
    SUPPLIERS = "suppliers"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _PARTIES[self]


_PARTIES = {
    Party.GP: Text("Legen", "The GP"),
    Party.MUNICIPALITY: Text("Kommunen", "The municipality"),
    Party.STATE: Text("Staten", "The state"),
    Party.PATIENTS: Text("Pasientene", "The patients"),
    Party.SUPPLIERS: Text("Drift", "Running costs"),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """Money from one party to another, for each list length.

    Args:
        id: Its id.
        title: What it is.
        payer: Who pays.
        receiver: Who gets.
        amounts: Øre per year, shape (lengths,).
    """

    id: str
    title: Text
    payer: Party
    receiver: Party
    amounts: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """A practice's economy per year at some list lengths.

    Args:
        inputs: What it was computed from.
        lengths: The list lengths, persons, ascending, shape (lengths,).
        flows: Who pays whom what.
        consultations: Consultations per year at each length, in ten-thousandths.
        is_estimate: Whether the national average rate stands in for the state's report.
        findings: The rules that were asked.
        assumptions: What is assumed, in words.
        receipt: What it was computed from.
    """

    inputs: PracticeInputs
    lengths: Whole
    flows: tuple[Flow, ...]
    consultations: Whole
    is_estimate: bool
    findings: tuple[Finding, ...]
    assumptions: tuple[Text, ...]
    receipt: Receipt

    def net(self, party: Party) -> Whole:
        """Return what a party has left at each length, øre: what it gets less what it pays."""
        total = np.zeros(self.lengths.shape, np.int64)
        for flow in self.flows:
            if flow.receiver is party:
                total += flow.amounts
            if flow.payer is party:
                total -= flow.amounts
        return total

    def at(self, length: int) -> int:
        """Return the position of a length; ``ValueError`` when it was not computed."""
        return [int(one) for one in self.lengths].index(length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """What a shorter list costs whom, per year; below 0 is less left.

    Args:
        before: Persons before.
        after: Persons after.
        change: What each party has left more or less, those who leave not counted elsewhere.
        follows_persons: What the municipality pays for them where they go; ``None``: not asked.
    """

    before: int
    after: int
    change: dict[Party, Money]
    follows_persons: Money | None


def economy(inputs: PracticeInputs, law: LawAt, lengths: tuple[int, ...] = ()) -> Economy:
    """Compute a practice's economy per year at list lengths, its own among them.

    Args:
        inputs: The practice.
        law: The law on the day whose rates are used for the whole year.
        lengths: More lengths, persons.

    Raises:
        MissingDataError: A rate or a fee of the day is not provided.
    """
    own = law.fresh()
    whole = np.array(sorted({*lengths, inputs.persons}), np.int64)
    regime = _yearly_regime(inputs, own)
    rate, said = _consultation_rate(inputs, own)
    consultations = whole * rate
    answer = _to_whom(inputs.form, own)
    findings = [answer]
    flows = [_capitation(whole, regime, answer)]
    flows += _fees(inputs, consultations, own, findings)
    flows += _costs(inputs, consultations)
    law.absorb(own)
    return Economy(
        inputs=inputs,
        lengths=whole,
        flows=tuple(flow for flow in flows if flow.amounts.any()),
        consultations=consultations,
        is_estimate=regime.is_patient_adjusted,
        findings=tuple(findings),
        assumptions=(said, *_assumed(inputs, regime)),
        receipt=Receipt.issue(inputs, own, code_version=__version__),
    )


def break_even(inputs: PracticeInputs, law: LawAt, *, wanted: Money = _NOTHING) -> int | None:
    """Return the shortest list at which the GP has ``wanted`` left a year; ``None``: no lawful list does.

    Raises:
        MissingDataError: A rate or a fee of the day is not provided.
    """
    longest = law.integer("gp_list.ceiling_max")
    result = economy(inputs, law, tuple(range(longest + 1)))
    enough = (result.net(Party.GP) >= wanted.oere) & (result.lengths <= longest)
    return int(result.lengths[np.argmax(enough)]) if enough.any() else None


def reduction(
    inputs: PracticeInputs, after: int, law: LawAt, *, moves_to: int | None = None
) -> Reduction:
    """Return what it costs whom, per year, that the list is cut to ``after`` persons.

    Args:
        inputs: The practice before.
        after: Persons after.
        law: The law on the day.
        moves_to: Length of the list that those who leave go to; ``None``: not asked.

    Raises:
        InputError: The list does not become shorter.
    """
    if not 0 <= after <= inputs.persons:
        raise InputError(
            Text("Listen blir ikke kortere.", "The list does not become shorter."),
            where="after",
            remedy=Text(f"Skriv 0–{inputs.persons}.", f"Write 0–{inputs.persons}."),
        )
    result = economy(inputs, law, (after,))
    first, last = result.at(inputs.persons), result.at(after)
    change = {
        party: Money(int(result.net(party)[last] - result.net(party)[first])) for party in Party
    }
    follows = None
    if moves_to is not None:
        regime = _yearly_regime(inputs, law.fresh())
        lengths = np.array([moves_to, moves_to + inputs.persons - after], np.int64)
        paid = yearly_capitation(np.maximum(lengths, 0), regime)
        follows = Money(int(paid[1] - paid[0]))
    return Reduction(before=inputs.persons, after=after, change=change, follows_persons=follows)


def _yearly_regime(inputs: PracticeInputs, law: LawAt) -> Regime:
    """Return the rates for a whole year: one's own, or those of the day."""
    if inputs.capitation_rate is None:
        return read_regime(law)
    rate = inputs.capitation_rate.oere * SCALE // 100
    return Regime(
        is_patient_adjusted=False, knee=NO_KNEE, up_to_knee=rate, above_knee=rate, instalments=1
    )


def _to_whom(form: Form, law: LawAt) -> Finding:
    return capitation_is_paid_to_gp(
        form is not Form.SALARIED,
        form is not Form.SELF_EMPLOYED,
        form is Form.VARIANT_8_2_KEEPS,
        law=law,
    )


def _capitation(lengths: Whole, regime: Regime, answer: Finding) -> Flow:
    """Return the capitation; what the municipality keeps is paid to nobody."""
    amounts = yearly_capitation(lengths, regime)
    if not answer.is_met:
        amounts = np.zeros_like(amounts)
    title = Text("Basistilskudd", "Capitation")
    return Flow("capitation", title, Party.MUNICIPALITY, Party.GP, amounts)


def _fees(
    inputs: PracticeInputs, consultations: Whole, law: LawAt, findings: list[Finding]
) -> list[Flow]:
    """Return patients' shares, refunds and other income of the consultations."""
    receiver = Party.MUNICIPALITY if inputs.fees_to_municipality else Party.GP
    patient = refund = 0
    for is_evening, share in ((False, 1 - inputs.evening_share), (True, inputs.evening_share)):
        if not share:
            continue
        fee, paid = _fee(inputs, law, findings, is_evening=is_evening)
        by_patient = paid * (1 - inputs.state_pays_share)
        patient += int(share * by_patient * _RATE_SCALE)
        refund += int(share * (fee - by_patient) * _RATE_SCALE)
    other = inputs.other_per_consultation.oere * _RATE_SCALE // 100
    made = (
        ("patient_fees", Text("Egenandeler", "Patients' shares"), Party.PATIENTS, patient),
        ("refunds", Text("Refusjoner", "Refunds"), Party.STATE, refund),
        ("other", Text("Tillegg og laboratorium", "Supplements, laboratory"), Party.STATE, other),
    )
    return [
        Flow(key, title, payer, receiver, _times(consultations, price))
        for key, title, payer, price in made
    ]


def _fee(
    inputs: PracticeInputs, law: LawAt, findings: list[Finding], *, is_evening: bool
) -> tuple[Decimal, Decimal]:
    """Return the whole fee of a consultation and the patient's part of it, NOK."""
    if inputs.fee is not None and inputs.patient_share is not None:
        return inputs.fee.in_kroner, inputs.patient_share.in_kroner
    fee = consultation_fee(is_evening, law=law)
    paid = consultation_patient_share(is_evening, law=law)
    findings += [fee, paid]
    return Decimal(fee.value or 0), Decimal(paid.value or 0)


def _costs(inputs: PracticeInputs, consultations: Whole) -> list[Flow]:
    """Return running costs, salary and what the GP pays for the office."""
    runs = Party.GP if inputs.form is Form.SELF_EMPLOYED else Party.MUNICIPALITY
    per_visit = inputs.cost_per_consultation.oere * _RATE_SCALE // 100
    same = np.ones_like(consultations)
    return [
        Flow(
            "fixed_cost",
            Text("Faste driftskostnader", "Fixed running costs"),
            runs,
            Party.SUPPLIERS,
            same * inputs.fixed_cost.oere,
        ),
        Flow(
            "cost_per_consultation",
            Text("Kostnader per konsultasjon", "Costs per consultation"),
            runs,
            Party.SUPPLIERS,
            _times(consultations, per_visit),
        ),
        Flow(
            "salary",
            Text("Lønn med sosiale kostnader", "Salary with social costs"),
            Party.MUNICIPALITY,
            Party.GP,
            same * inputs.salary.oere,
        ),
        Flow(
            "paid_to_municipality",
            Text("Betaling for kontor", "Payment for the office"),
            Party.GP,
            Party.MUNICIPALITY,
            same * inputs.paid_to_municipality.oere,
        ),
    ]


def _times(consultations: Whole, price: int) -> Whole:
    """Return øre: consultations in ten-thousandths × a price in ten-thousandths of a krone."""
    above = consultations * price
    below = _RATE_SCALE * _RATE_SCALE // 100
    return np.asarray((2 * above + below) // (2 * below), np.int64)


def _consultation_rate(inputs: PracticeInputs, law: LawAt) -> tuple[int, Text]:
    """Return consultations per person and year in ten-thousandths, and where they are from."""
    if inputs.consultations_per_person is not None:
        rate = inputs.consultations_per_person
        said = Text("oppgitt", "as given")
    elif any(inputs.composition.values()):
        by_band = {
            row["age_band"]: Decimal(row["gp"]) for row in law.table("planning.consultation_rates")
        }
        unknown = sorted(set(inputs.composition) - set(by_band))
        if unknown:
            known = ", ".join(by_band)
            raise InputError(
                Text(f"Ukjent aldersgruppe «{unknown[0]}».", f"Unknown age band “{unknown[0]}”."),
                where="composition",
                remedy=Text(f"Velg blant {known}.", f"Choose among {known}."),
            )
        total = sum(inputs.composition.values())
        visits = sum(by_band[band] * count for band, count in inputs.composition.items())
        rate = Decimal(visits) / total
        said = Text(
            "etter alderen på listen og SSBs tall for 2023",
            "by the ages on the list and Statistics Norway's figures for 2023",
        )
    else:
        rate = law.number("planning.consultations_per_person")
        said = Text("planleggingstall", "planning figure")
    return round(rate * _RATE_SCALE), Text(
        f"Konsultasjoner per person og år: {n(rate, decimals=2)} ({said.nb}).",
        f"Consultations per person and year: {n(rate, 'en', decimals=2)} ({said.en}).",
    )


def _assumed(inputs: PracticeInputs, regime: Regime) -> list[Text]:
    said = [Text("Dagens satser gjelder hele året.", "The day's rates hold for the whole year.")]
    if regime.is_patient_adjusted:
        said.append(
            Text(
                "Basistilskuddet er nasjonal gjennomsnittssats ganger personer: et anslag.",
                "The capitation is the national average rate times persons: an estimate.",
            )
        )
    if not inputs.other_per_consultation.oere:
        said.append(
            Text(
                "Tillegg, prøver og laboratorium er ikke regnet med: oppgi beløpet.",
                "Supplements, tests and laboratory are not counted: give the amount.",
            )
        )
    if not inputs.state_pays_share:
        said.append(
            Text(
                "Alle pasienter betaler egenandel selv; barn og frikort er ikke regnet med.",
                "Every patient pays her own share; children and exemption cards are not counted.",
            )
        )
    if not inputs.fixed_cost.oere and not inputs.cost_per_consultation.oere:
        said.append(
            Text(
                "Driftskostnader er ikke oppgitt, og regnes som 0.",
                "Running costs are not given, and count as 0.",
            )
        )
    return said
