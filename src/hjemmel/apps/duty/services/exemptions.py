"""Exemption from duty: applied for, judged by the rule, granted or refused with a reason, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import duty_doctor_for, is_herself
from hjemmel.apps.duty.exemption_letters import decision_letter
from hjemmel.apps.duty.mailing import tell_doctor
from hjemmel.apps.duty.mapping.exemptions import (
    ExemptionFacts,
    application_of,
    facts_as_plain,
    facts_from,
    judged,
    law_for,
)
from hjemmel.apps.duty.mapping.load import loads
from hjemmel.apps.duty.models import DutyDoctor, ExemptionCase
from hjemmel.apps.duty.services.exemption_cases import (
    found_case,
    is_decided,
    locked_case,
    locked_rosters,
    long_reason,
    record_case,
    require_case_version,
    require_undecided,
)
from hjemmel.apps.duty.services.offers import close_up, open_up
from hjemmel.apps.duty.unlawful import broken_shifts
from hjemmel.domain.duty_doctor import Exemption, ExemptionGround
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law.finding import Finding, Outcome
from hjemmel.rules.exemption_application import ends_on

RIGHTS = (ExemptionGround.AGE, ExemptionGround.PREGNANCY, ExemptionGround.BREASTFEEDING)
"""Grounds that leave the municipality no discretion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MustBeFilled:
    """A published shift that somebody else has to take: roster, its key in it, and the offer."""

    roster: int
    shift: str
    offer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What came of a decision.

    Args:
        version: The case's version after it.
        letter: The letter, in Norwegian.
        must_be_filled: Her published shifts that somebody else has to take; each is open to whoever may.
    """

    version: int
    letter: str
    must_be_filled: tuple[MustBeFilled, ...] = ()


@transaction.atomic
def apply_for_exemption(
    *,
    duty_doctor: int,
    ground: ExemptionGround,
    first: date,
    by: Actor,
    last: date | None = None,
    only_nights: bool = False,
    facts: ExemptionFacts | None = None,
) -> int:
    """Apply for exemption from duty; return the key of the case with what the rule says of it.

    Args:
        duty_doctor: Her key in the district.
        ground: Why.
        first: The first day.
        by: Who applies: she herself with ``OWN_DUTY``, or who has ``PLAN_ROSTERS``.
        last: The first day after; ``None``: as long as the ground lasts.
        only_nights: Whether it is about nights only.
        facts: What the rule needs to know of the ground.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        InputError: The period has no days or goes on after the ground ends, or a fact is missing.
        MissingDataError: The register does not have her day of birth.
        ConflictError: She has an open application, or exemption on that ground, of some of the days.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    DutyDoctor.objects.select_for_update(no_key=True).get(pk=row.pk)
    facts = facts or ExemptionFacts()
    _, answer = judged(ground, facts, row, first)
    last = _end(row, ground, facts, first, last)
    _require_alone(row, ground, first, last)
    case = ExemptionCase.objects.create(
        duty_doctor=row,
        ground=ground.value,
        first=first,
        last=last,
        only_nights=only_nights,
        facts=facts_as_plain(facts),
        findings=[answer],
        applied_by=by.name,
    )
    record_case(by, "duty.apply_for_exemption", row, case)
    return case.pk


@transaction.atomic
def grant_exemption(*, case: int, version: int, reason: str, by: Actor, now: datetime) -> Decision:
    """Grant an application: she gets no more shifts in the period, and those she has are opened.

    Args:
        case: Key of the case.
        version: The case's version that was looked at.
        reason: Why, for the letter.
        by: Who decides; needs ``DECIDE_DUTY`` in the host municipality.
        now: When.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such case.
        InputError: The reason is empty or too long.
        ConflictError: It is decided already, has changed since, or the rule gives no exemption.
    """
    row, doctor = locked_case(case, by)
    reason = long_reason(reason)
    require_undecided(row, version)
    finding, answer = _judged_again(row, doctor)
    if finding.outcome is Outcome.NOT_MET:
        raise ConflictError(
            Text(
                f"Regelen gir ikke fritak: {finding.sentence.nb}",
                f"The rule gives no exemption: {finding.sentence.en}",
            ),
            where="ground",
            remedy=Text(
                "Avslå søknaden, eller be legen søke på et annet grunnlag.",
                "Refuse the application, or ask the doctor to apply on another ground.",
            ),
        )
    period, effect = loads(doctor, _exemption(row))
    row.effect = {
        "first": period.start.isoformat(),
        "last": "" if period.end is None else period.end.isoformat(),
        "loads": [one.as_plain() for one in effect],
    }
    _decide(row, doctor, "granted", finding, answer, reason, by, now)
    filled = _opened(row, doctor, by, now)
    record_case(by, "duty.grant_exemption", doctor, row, opened=[one.shift for one in filled])
    return Decision(version=row.version, letter=row.letter, must_be_filled=filled)


@transaction.atomic
def refuse_exemption(*, case: int, version: int, reason: str, by: Actor, now: datetime) -> Decision:
    """Refuse an application; as ``grant_exemption``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such case.
        InputError: The reason is empty or too long.
        ConflictError: It is decided already, has changed since, or the doctor has a right to it.
    """
    row, doctor = locked_case(case, by)
    reason = long_reason(reason)
    require_undecided(row, version)
    finding, answer = _judged_again(row, doctor)
    if finding.is_met and ExemptionGround(row.ground) in RIGHTS:
        raise ConflictError(
            Text(
                f"Legen har rett til fritaket: {finding.sentence.nb}",
                f"The doctor has a right to the exemption: {finding.sentence.en}",
            ),
            where="ground",
            remedy=Text("Innvilg søknaden.", "Grant the application."),
        )
    _decide(row, doctor, "refused", finding, answer, reason, by, now)
    record_case(by, "duty.refuse_exemption", doctor, row)
    return Decision(version=row.version, letter=row.letter)


@transaction.atomic
def withdraw_exemption(
    *, case: int, version: int, reason: str, by: Actor, today: date, from_day: date | None = None
) -> int:
    """Take back an application, or end an exemption that was granted; return the case's version.

    Published shifts that nobody has taken yet and that she may keep after all are hers again.

    Args:
        case: Key of the case.
        version: The case's version that was looked at.
        reason: Why.
        by: Who takes it back: an application she herself, or who has ``PLAN_ROSTERS``; an exemption
            who has ``DECIDE_DUTY``.
        today: The day.
        from_day: The first day without it; ``None``: today. What has been stays.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such case.
        InputError: The reason is empty or too long, or the day lies before today or after its end.
        ConflictError: It was refused or withdrawn, or has changed since.
    """
    row, doctor = found_case(case, with_rosters=True)
    applied = row.state == "applied"
    if not (applied and is_herself(doctor, by)):
        needed = Permission.PLAN_ROSTERS if applied else Permission.DECIDE_DUTY
        by.require(needed, municipality=doctor.district.host_id)
    reason = long_reason(reason)
    require_case_version(row, version)
    if row.state not in ("applied", "granted"):
        raise is_decided()
    ends = from_day or today
    if row.state == "granted" and row.first < ends:
        if ends < today or (row.last is not None and ends >= row.last):
            raise InputError(
                Text("Fritaket kan ikke avsluttes den dagen.", "It cannot be ended on that day."),
                where="from_day",
                remedy=Text(
                    "Velg en dag fra i dag og før fritaket slutter.",
                    "Choose a day from today and before it ends.",
                ),
            )
        row.last = ends
    else:
        row.state = "withdrawn"
    row.reason, row.version = reason, row.version + 1
    row.decided_by = by.name
    row.save()
    now = datetime.combine(today, time(0), NORWAY)
    hers = () if applied else close_up(doctor=doctor, by=by, now=now)
    record_case(by, "duty.withdraw_exemption", doctor, row, hers_again=list(hers))
    return row.version


def _end(
    doctor: DutyDoctor,
    ground: ExemptionGround,
    facts: ExemptionFacts,
    first: date,
    last: date | None,
) -> date | None:
    """Return when the exemption ends: as asked for, or when the ground does."""
    latest = ends_on(ground, application_of(facts, doctor, first), law_for(doctor, first))
    if last is not None and last <= first:
        raise InputError(
            Text("Perioden har ingen dager.", "The period has no days."),
            where="last",
            remedy=Text("La den slutte etter at den starter.", "Let it end after it starts."),
        )
    if latest is None:
        return last
    if latest <= first or (last is not None and last > latest):
        raise InputError(
            Text(
                f"Grunnlaget varer bare til {format_date(latest)}.",
                f"The ground lasts only until {format_date(latest, 'en')}.",
            ),
            where="last",
            remedy=Text(
                "Rett perioden, eller søk på et annet grunnlag.",
                "Correct the period, or apply on another ground.",
            ),
        )
    return last or latest


def _require_alone(
    doctor: DutyDoctor, ground: ExemptionGround, first: date, last: date | None
) -> None:
    cases = doctor.exemption_cases.filter(
        Q(last__isnull=True) | Q(last__gt=first),
        state__in=("applied", "granted"),
        ground=ground.value,
    )
    if last is not None:
        cases = cases.filter(first__lt=last)
    other = cases.first()
    if other is not None:
        raise ConflictError(
            Text(
                f"Det er en sak på samme grunnlag fra {format_date(other.first)}.",
                f"There is a case on the same ground from {format_date(other.first, 'en')}.",
            ),
            where="first",
            remedy=Text(
                "Trekk den først, eller velg andre dager.", "Withdraw it, or choose other days."
            ),
            case=other.pk,
        )


def _judged_again(case: ExemptionCase, doctor: DutyDoctor) -> tuple[Finding, dict[str, object]]:
    return judged(ExemptionGround(case.ground), facts_from(case.facts), doctor, case.first)


def _exemption(case: ExemptionCase) -> Exemption:
    return Exemption(Period(case.first, case.last), ExemptionGround(case.ground), case.only_nights)


def _decide(
    case: ExemptionCase,
    doctor: DutyDoctor,
    state: str,
    finding: Finding,
    answer: dict[str, object],
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Write a decision with its letter, and tell the doctor that there is one."""
    on = now.astimezone(NORWAY).date()
    case.state, case.reason, case.findings = state, reason, [answer]
    case.letter = decision_letter(
        case, doctor, finding, is_granted=state == "granted", reason=reason, on=on
    )
    case.decided_by, case.decided_at, case.version = by.name, now, case.version + 1
    case.save()
    tell_doctor(
        doctor,
        Text("Vedtak om fritak", "Decision on exemption"),
        Text(
            "Søknaden din om fritak er avgjort. Logg inn og les vedtaket.",
            "Your application for exemption is decided. Sign in to read the decision.",
        ),
    )


def _opened(
    case: ExemptionCase, doctor: DutyDoctor, by: Actor, now: datetime
) -> tuple[MustBeFilled, ...]:
    """Open her published shifts that she may not take any more."""
    broken = [
        one.shift
        for one in broken_shifts(doctor, now)
        if any(finding.constraint == "exemption" for finding in one.findings)
    ]
    found: list[MustBeFilled] = []
    for roster in locked_rosters(doctor.district_id):
        shifts = [shift for shift in broken if shift.roster_id == roster.pk]
        offers = open_up(roster=roster, doctor=doctor, shifts=shifts, by=by)
        found += [
            MustBeFilled(roster=roster.pk, shift=shift.key, offer=offer)
            for shift, offer in zip(shifts, offers, strict=True)
        ]
    return tuple(found)
