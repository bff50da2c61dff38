"""Cases of exemption: what was applied for, what the rule says, and what it does to colleagues' load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import (
    district_for,
    duty_doctor_for,
    is_herself,
    require_planning_for,
    unknown,
)
from hjemmel.apps.duty.mapping.load import Load, loads
from hjemmel.apps.duty.models import ExemptionCase
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer, shift_in_offer
from hjemmel.apps.duty.unlawful import broken_shifts
from hjemmel.domain.duty_doctor import Exemption, ExemptionGround
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law.finding import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAnswer:
    """What the rule of the ground said.

    Args:
        outcome: Met, not met, or needs judgement.
        sentence: What it said.
        sources: Where it stands in law.
        rests_on_unverified: Whether a value that was read is unverified.
        receipt: What was read, so that it can be had again.
    """

    outcome: Outcome
    sentence: Text
    sources: tuple[Text, ...]
    rests_on_unverified: bool
    receipt: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionView:
    """A case of exemption; ``last`` is the first day after.

    Args:
        key: Its key.
        district: Key of the district.
        doctor: Key of the duty doctor.
        name: Her name.
        ground: Why she applies.
        first: The first day.
        last: The first day after; ``None``: as long as the ground lasts.
        only_nights: Whether it is about nights only.
        state: applied, granted, refused or withdrawn.
        answer: What the rule said.
        facts: What was told; for whoever decides and for the doctor herself.
        reason: Why it was decided so.
        letter: The letter; for whoever decides and for the doctor herself.
        applied_at: When it was applied for.
        decided_by: Who decided.
        decided_at: When.
        version: Grows with each change.
        may_decide: Whether who asked may grant or refuse it now.
        may_withdraw: Whether who asked may take it back.
    """

    key: int
    district: int
    doctor: int
    name: str
    ground: ExemptionGround
    first: date
    last: date | None
    only_nights: bool
    state: str
    answer: RuleAnswer | None
    facts: Mapping[str, Any]
    reason: str
    letter: str
    applied_at: datetime
    decided_by: str
    decided_at: datetime | None
    version: int
    may_decide: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectView:
    """What an exemption does: the load of each doctor before and after.

    Args:
        period: The days that are counted; half a year at most.
        loads: Each doctor's fair share of hours and nights, by name.
        to_be_filled: The doctor's published shifts that somebody else has to take.
    """

    period: Period
    loads: tuple[Load, ...]
    to_be_filled: tuple[ShiftInOffer, ...]


def exemptions_in(district: int, *, by: Actor, state: str = "") -> tuple[ExemptionView, ...]:
    """Return the cases of a district, the newest first.

    Args:
        district: Key of the district.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        state: Only those in this state; empty: all.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    rows = _cases().filter(duty_doctor__district=row)
    if state:
        rows = rows.filter(state=state)
    return tuple(_view(one, by) for one in rows)


def exemptions_with(duty_doctor: int, *, by: Actor) -> tuple[ExemptionView, ...]:
    """Return a doctor's cases, the newest first.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: She is not ``by``, who does not plan rosters there.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    return tuple(_view(one, by) for one in _cases().filter(duty_doctor=row))


def get_exemption(key: int, *, by: Actor) -> ExemptionView:
    """Return a case; raises as ``exemptions_with``."""
    return _view(_seen(key, by), by)


def exemption_effect(key: int, *, by: Actor, now: datetime) -> EffectView:
    """Return what an exemption would do, or did, to the load of colleagues.

    Args:
        key: Key of the case.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        now: Shifts that have started are not to be filled.

    Raises:
        UnknownIdError: There is no such case.
        NotAllowedError: The roles do not open it.
    """
    row = _seen(key, by)
    by.require(Permission.PLAN_ROSTERS, municipality=row.duty_doctor.district.host_id)
    exemption = Exemption(Period(row.first, row.last), ExemptionGround(row.ground), row.only_nights)
    period, found = loads(row.duty_doctor, exemption)
    broken = broken_shifts(row.duty_doctor, now, exemption=exemption)
    return EffectView(
        period=period,
        loads=found,
        to_be_filled=tuple(
            shift_in_offer(one.shift)
            for one in broken
            if any(finding.constraint == "exemption" for finding in one.findings)
        ),
    )


def _cases() -> QuerySet[ExemptionCase]:
    return ExemptionCase.objects.select_related(
        "duty_doctor__doctor", "duty_doctor__district__host"
    )


def _seen(key: int, by: Actor) -> ExemptionCase:
    row = _cases().filter(pk=key).first()
    if row is None:
        raise unknown("exemption")
    require_planning_for(row.duty_doctor, by)
    return row


def _view(row: ExemptionCase, by: Actor) -> ExemptionView:
    host = row.duty_doctor.district.host_id
    decides = by.may(Permission.DECIDE_DUTY, municipality=host)
    herself = is_herself(row.duty_doctor, by)
    plans = by.may(Permission.PLAN_ROSTERS, municipality=host)
    is_open = row.state == "applied"
    return ExemptionView(
        key=row.pk,
        district=row.duty_doctor.district_id,
        doctor=row.duty_doctor_id,
        name=row.duty_doctor.doctor.name,
        ground=ExemptionGround(row.ground),
        first=row.first,
        last=row.last,
        only_nights=row.only_nights,
        state=row.state,
        answer=_answer(row.findings[0]) if row.findings else None,
        facts=row.facts if decides or herself else {},
        reason=row.reason if decides or herself else "",
        letter=row.letter if decides or herself else "",
        applied_at=row.applied_at.astimezone(NORWAY),
        decided_by=row.decided_by,
        decided_at=None if row.decided_at is None else row.decided_at.astimezone(NORWAY),
        version=row.version,
        may_decide=is_open and decides,
        may_withdraw=(is_open and (herself or plans)) or (row.state == "granted" and decides),
    )


def _answer(plain: Mapping[str, Any]) -> RuleAnswer:
    return RuleAnswer(
        outcome=Outcome(plain["outcome"]),
        sentence=Text(plain["nb"], plain["en"]),
        sources=tuple(Text(nb, en) for nb, en in plain["sources"]),
        rests_on_unverified=plain["rests_on_unverified"],
        receipt=plain["receipt"],
    )
