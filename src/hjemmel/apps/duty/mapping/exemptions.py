"""Applications for exemption: from rows to what the rules are asked about, and what they answered as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import hjemmel
from hjemmel.apps.duty.models import DutyDoctor
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, law_on
from hjemmel.law.finding import Finding
from hjemmel.law.receipt import Receipt
from hjemmel.rules.exemption_application import ExemptionApplication, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionFacts:
    """What a doctor tells when she applies; what does not concern the ground is left out.

    Args:
        due: When her child is due.
        pregnancy_prevents_duty: Whether her pregnancy prevents duty.
        child_born: When the child that she breastfeeds was born.
        health_reason: Whether there is a reason of health.
        weighty_social_reason: Whether there is a weighty social reason.
        promised: Whether exemption was part of her recruitment.
        both_agree_to_end: Whether both parties have agreed to end a promised exemption.
        months: How many months a new GP applies for.
    """

    due: date | None = None
    pregnancy_prevents_duty: bool = False
    child_born: date | None = None
    health_reason: bool = False
    weighty_social_reason: bool = False
    promised: bool = False
    both_agree_to_end: bool = False
    months: int | None = None


def facts_as_plain(facts: ExemptionFacts) -> dict[str, object]:
    """Return what was told as plain data; what was not told is left out."""
    found: dict[str, object] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if value not in (None, False):
            found[field.name] = value.isoformat() if isinstance(value, date) else value
    return found


def facts_from(plain: Mapping[str, Any]) -> ExemptionFacts:
    """Return what was told from plain data."""
    days = {"due", "child_born"}
    told: dict[str, Any] = {
        name: date.fromisoformat(value) if name in days else value for name, value in plain.items()
    }
    return ExemptionFacts(**told)


def application_of(facts: ExemptionFacts, doctor: DutyDoctor, first: date) -> ExemptionApplication:
    """Return what the rules are asked about.

    Raises:
        MissingDataError: The register does not have the doctor's day of birth.
    """
    born = doctor.doctor.born
    if born is None:
        raise MissingDataError(
            Text(
                "Legens fødselsdato mangler i registeret.", "The doctor's day of birth is missing."
            ),
            where="born",
            remedy=Text("Legg den inn på legen først.", "Enter it on the doctor first."),
        )
    return ExemptionApplication(
        born=born,
        due=facts.due,
        pregnancy_prevents_duty=facts.pregnancy_prevents_duty,
        child_born=facts.child_born,
        health_reason=facts.health_reason,
        weighty_social_reason=facts.weighty_social_reason,
        promised=facts.promised,
        both_agree_to_end=facts.both_agree_to_end,
        months=facts.months,
        from_day=first,
    )


def law_for(doctor: DutyDoctor, day: date) -> LawAt:
    """Return the law on a day, with the choices of the district's host municipality."""
    return law_on(day, doctor.district.host.number).fresh()


def judged(
    ground: ExemptionGround, facts: ExemptionFacts, doctor: DutyDoctor, first: date
) -> tuple[Finding, dict[str, object]]:
    """Return what the rule of a ground says on the first day, and the same as data with its receipt."""
    law = law_for(doctor, first)
    finding = judge(ground, application_of(facts, doctor, first), law)
    inputs = {"ground": ground.value, "first": first, "facts": facts_as_plain(facts)}
    receipt = Receipt.issue(inputs, law, code_version=hjemmel.__version__)
    sources = [one.as_text() for one in finding.citations]
    return finding, {
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "nb": finding.sentence.nb,
        "en": finding.sentence.en,
        "sources": [[one.nb, one.en] for one in sources],
        "rests_on_unverified": finding.rests_on_unverified,
        "receipt": receipt.as_plain(),
    }
