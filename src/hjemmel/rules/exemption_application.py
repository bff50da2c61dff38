"""An application for exemption from duty: what the rules say of its ground, and when the ground ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months, add_years, age_on
from hjemmel.law.finding import Finding
from hjemmel.law.lawat import LawAt
from hjemmel.rules.duty_exemption import (
    age_gives_exemption,
    breastfeeding_gives_exemption,
    discretionary_exemption,
    new_gp_duty_exemption,
    pregnancy_gives_exemption,
    promised_exemption_stands,
)

T = TypeVar("T")

_RIGHTS = (ExemptionGround.AGE, ExemptionGround.PREGNANCY, ExemptionGround.BREASTFEEDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionApplication:
    """What is known when a doctor applies for exemption.

    Args:
        born: When the doctor was born.
        due: When her child is due.
        pregnancy_prevents_duty: Whether her pregnancy prevents duty.
        child_born: When the child that she breastfeeds was born.
        health_reason: Whether there is a reason of health.
        weighty_social_reason: Whether there is a weighty social reason.
        promised: Whether exemption was part of her recruitment.
        both_agree_to_end: Whether both parties have agreed to end a promised exemption.
        months: How many months a new GP applies for.
        from_day: From which day a new GP applies.
    """

    born: date
    due: date | None = None
    pregnancy_prevents_duty: bool = False
    child_born: date | None = None
    health_reason: bool = False
    weighty_social_reason: bool = False
    promised: bool = False
    both_agree_to_end: bool = False
    months: int | None = None
    from_day: date | None = None


def judge(ground: ExemptionGround, application: ExemptionApplication, law: LawAt) -> Finding:
    """Return what the rules say of one ground on the day of ``law``.

    Raises:
        InputError: The application lacks what the ground needs: a due day, a child's birth, months.
    """
    day, a = law.as_of, application
    age = age_on(a.born, day)
    match ground:
        case ExemptionGround.AGE:
            return age_gives_exemption(age, law=law)
        case ExemptionGround.PREGNANCY:
            due = _needed(a.due, "due", Text("termin", "the due day"))
            return pregnancy_gives_exemption(day, due, a.pregnancy_prevents_duty, law=law)
        case ExemptionGround.BREASTFEEDING:
            child = _needed(a.child_born, "child_born", Text("barnets fødselsdag", "the birth"))
            return breastfeeding_gives_exemption(age_on(child, day), child <= day, law=law)
        case ExemptionGround.HEALTH:
            return discretionary_exemption(age, a.health_reason, False, law=law)
        case ExemptionGround.SOCIAL:
            return discretionary_exemption(age, False, a.weighty_social_reason, law=law)
        case ExemptionGround.PROMISED:
            return promised_exemption_stands(a.promised, a.both_agree_to_end, law=law)
        case ExemptionGround.NEW_GP:
            months = _needed(a.months, "months", Text("antall måneder", "the months"))
            return new_gp_duty_exemption(months, law=law)


def rights(application: ExemptionApplication, law: LawAt) -> tuple[ExemptionGround, ...]:
    """Return the grounds on which the doctor has a right to exemption on the day of ``law``.

    Age, pregnancy and breastfeeding leave the municipality no discretion.
    """
    known = {
        ExemptionGround.AGE: True,
        ExemptionGround.PREGNANCY: application.due is not None,
        ExemptionGround.BREASTFEEDING: application.child_born is not None,
    }
    return tuple(g for g in _RIGHTS if known[g] and judge(g, application, law).is_met)


def ends_on(ground: ExemptionGround, application: ExemptionApplication, law: LawAt) -> date | None:
    """Return the first day on which the ground no longer holds by itself; ``None``: no such day.

    Pregnancy ends on the due day at the latest, breastfeeding when the child reaches the age; a new
    GP's exemption after the months applied for. Other grounds end by decision.
    """
    a = application
    if ground is ExemptionGround.PREGNANCY:
        return a.due
    if ground is ExemptionGround.BREASTFEEDING and a.child_born is not None:
        return add_years(a.child_born, law.integer("duty.exemption_right_child_below_years"))
    if ground is ExemptionGround.NEW_GP and a.from_day is not None and a.months is not None:
        return add_months(a.from_day, a.months)
    return None


def _needed(value: T | None, field: str, what: Text) -> T:
    if value is None:
        raise InputError(
            Text(f"Søknaden mangler {what.nb}.", f"The application lacks {what.en}."),
            where=field,
            remedy=Text("Fyll ut opplysningen.", "Fill it in."),
        )
    return value
