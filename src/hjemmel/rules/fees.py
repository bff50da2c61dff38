"""What a consultation brings, and who pays it: the patient and the state."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.law.finding import Finding, calculated
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("normaltariffen", "takst 2ad"),
    at("normaltariffen", "takst 2ak"),
    title_nb="Honorar for en konsultasjon",
    title_en="Fee for a consultation",
    reads=("fees.day_consultation_fee", "fees.evening_consultation_fee"),
)
def consultation_fee(is_evening: bool, law: LawAt) -> Finding:
    """State the whole fee (NOK) of a consultation, without supplements and laboratory."""
    amount = law.number(f"fees.{_time(is_evening)}_consultation_fee")
    return calculated(
        "fee",
        f"En konsultasjon gir {kr(amount)}, uten tillegg og laboratorium.",
        f"A consultation brings {kr(amount, 'en')}, without supplements and laboratory.",
        value=amount,
    )


@provision(
    at("normaltariffen", "takst 2ad"),
    at("normaltariffen", "takst 2ak"),
    title_nb="Egenandel for en konsultasjon",
    title_en="Patient's share of a consultation",
    reads=("fees.day_consultation_patient", "fees.evening_consultation_patient"),
)
def consultation_patient_share(is_evening: bool, law: LawAt) -> Finding:
    """State what the patient pays (NOK) of a consultation, where she pays herself."""
    amount = law.number(f"fees.{_time(is_evening)}_consultation_patient")
    return calculated(
        "patient_share",
        f"Egenandelen for en konsultasjon er {kr(amount)}.",
        f"The patient's share of a consultation is {kr(amount, 'en')}.",
        value=amount,
    )


@provision(
    at("normaltariffen", "takst 2ad"),
    at("normaltariffen", "takst 2ak"),
    title_nb="Refusjon for en konsultasjon",
    title_en="Refund for a consultation",
    reads=("fees.day_consultation_refund", "fees.evening_consultation_refund"),
)
def consultation_refund(is_evening: bool, law: LawAt) -> Finding:
    """State what the state refunds (NOK) of a consultation where the patient pays her share."""
    amount = law.number(f"fees.{_time(is_evening)}_consultation_refund")
    return calculated(
        "refund",
        f"Staten refunderer {kr(amount)} av en konsultasjon.",
        f"The state refunds {kr(amount, 'en')} of a consultation.",
        value=amount,
    )


def _time(is_evening: bool) -> str:
    return "evening" if is_evening else "day"
