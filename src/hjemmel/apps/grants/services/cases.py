"""Case work: a case is taken, judged by the rules, and granted or refused with findings, letter and payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import (
    locked_case,
    municipality_of,
    require_handling,
    require_version,
)
from hjemmel.apps.grants.completeness import case_facts
from hjemmel.apps.grants.findings import citation_text, stored
from hjemmel.apps.grants.judging import Judgement, judge, with_frame
from hjemmel.apps.grants.letters import letter_words
from hjemmel.apps.grants.mailing import tell_applicant
from hjemmel.apps.grants.mappers import frame_of, scheme_of
from hjemmel.apps.grants.models import GrantApplication, GrantDecision, GrantPayment
from hjemmel.apps.grants.recording import become, given_reason, record_case
from hjemmel.apps.grants.words import kroner
from hjemmel.domain.grant_scheme import CaseState
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, law_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of a decision.

    Args:
        decision: Its key.
        version: The case's version after it.
        amount: What was granted; 0 for a refusal.
        left: What is left of the year's frame.
        appeal_until: Last day of appeal, counted from the decision.
    """

    decision: int
    version: int
    amount: Money
    left: Money
    appeal_until: date


@transaction.atomic
def take_case(*, case: int, version: int, by: Actor) -> int:
    """Take a case into work, or over from somebody else; return the version.

    Raises:
        NotAllowedError: The roles do not open it (``HANDLE_GRANTS``).
        UnknownIdError: There is no such case.
        ConflictError: It is not waiting for a decision, or has changed since.
    """
    row = locked_case(case)
    require_handling(row, by)
    require_version(row, version)
    if row.state == CaseState.IN_WORK.value:
        row.version += 1
    else:
        become(row, CaseState.IN_WORK)
    row.handler = by.name
    row.save()
    record_case(by, "grants.take_case", row)
    return row.version


@transaction.atomic
def grant_application(
    *,
    case: int,
    version: int,
    reason: str,
    by: Actor,
    now: datetime,
    amount: Money | None = None,
) -> Decided:
    """Grant an application, in full or in part, within what the rules give and what is left of the frame.

    The year's frame is locked first: of two who decide on the last of it, one is told what remains.

    Args:
        case: Key of the case.
        version: The version that was looked at.
        reason: Why, for the letter.
        by: Who decides; needs ``DECIDE_GRANTS``.
        now: When.
        amount: What is granted; ``None``: as much as the rules give.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such case.
        InputError: The reason is empty or too long, or the amount is not above 0.
        MissingDataError: A rate or limit is unknown for the day that it came in.
        ConflictError: It is not waiting for a decision, has changed since, a condition is not met, the
            amount is above what the rules give, or the frame does not cover it.
    """
    row = locked_case(case, with_frame=True)
    by.require(Permission.DECIDE_GRANTS, municipality=municipality_of(row))
    require_version(row, version)
    return award(row, judgement_of(row), reason=reason, amount=amount, by=by, now=now)


def award(
    row: GrantApplication,
    found: Judgement,
    *,
    reason: str,
    amount: Money | None,
    by: Actor,
    now: datetime,
) -> Decided:
    """Grant a case that is locked with its frame; who may is for the caller to check."""
    _require_undecided(row)
    reason = given_reason(reason)
    sought = Money(row.sought_oere or 0)
    if found.broken:
        raise _not_met(found)
    given = found.entitled if amount is None else amount
    _require_possible(given, found.entitled)
    frame = frame_of(row.scheme_year)
    if not frame.covers(given):
        raise _frame_lacks(given, frame.left)
    row.scheme_year.committed_oere += given.oere
    row.scheme_year.save(update_fields=["committed_oere"])
    found = with_frame(found, scheme_of(row.scheme_year.scheme), row.scheme_year, law_of(row))
    state = CaseState.GRANTED if given == sought else CaseState.PARTLY
    decision = _decide(row, found, state, given, reason, by, now)
    scheme = scheme_of(row.scheme_year.scheme)
    due = _day(now) + timedelta(days=scheme.payment_days)
    GrantPayment.objects.create(decision=decision, amount_oere=given.oere, due_on=due)
    record_case(by, "grants.grant_application", row, amount_oere=given.oere)
    return _decided(row, decision, given)


@transaction.atomic
def refuse_application(
    *, case: int, version: int, reason: str, by: Actor, now: datetime
) -> Decided:
    """Refuse an application; as ``grant_application``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such case.
        InputError: The reason is empty or too long.
        MissingDataError: A rate or limit is unknown for the day that it came in.
        ConflictError: It is not waiting for a decision, or has changed since.
    """
    row = locked_case(case, with_frame=True)
    by.require(Permission.DECIDE_GRANTS, municipality=municipality_of(row))
    require_version(row, version)
    return refuse(row, judgement_of(row), reason=reason, by=by, now=now)


def refuse(
    row: GrantApplication, found: Judgement, *, reason: str, by: Actor, now: datetime
) -> Decided:
    """Refuse a case that is locked; who may is for the caller to check."""
    _require_undecided(row)
    nothing = Money(0)
    decision = _decide(row, found, CaseState.REFUSED, nothing, given_reason(reason), by, now)
    record_case(by, "grants.refuse_application", row)
    return _decided(row, decision, nothing)


def judgement_of(row: GrantApplication) -> Judgement:
    """Return what the rules say of a case by the law of the day that it came in."""
    scheme = row.scheme_year.scheme
    on = row.submitted_on or timezone.localdate()
    return judge(scheme_of(scheme), case_facts(row, on), scheme.municipality.number)


def law_of(row: GrantApplication) -> LawAt:
    """Return the law of the day that a case came in."""
    on = row.submitted_on or timezone.localdate()
    return law_on(on, row.scheme_year.scheme.municipality.number)


def _decide(
    row: GrantApplication,
    found: Judgement,
    state: CaseState,
    amount: Money,
    reason: str,
    by: Actor,
    now: datetime,
) -> GrantDecision:
    """Write a decision with findings and letter, and tell the applicant that there is one."""
    become(row, state)
    day = _day(now)
    weeks = law_on(day, row.scheme_year.scheme.municipality.number).integer("grants.appeal_weeks")
    until = day + timedelta(weeks=weeks)
    terms = letter_words(row, found.judged, state, amount, reason, day=day, until=until)
    decision = GrantDecision.objects.create(
        application=row,
        outcome=state.value,
        amount_oere=amount.oere,
        findings=stored(found.judged),
        citation=citation_text(found.judged),
        reason=reason,
        terms=terms,
        decided_by=by.name,
        decided_at=now,
        appeal_until=until,
    )
    row.decision = decision
    row.save()
    tell_applicant(
        row,
        Text("Vedtak om tilskudd", "Decision on a grant"),
        Text(
            "Søknaden om tilskudd er avgjort. Logg inn og les vedtaket.",
            "The application for a grant is decided. Sign in to read the decision.",
        ),
    )
    return decision


def _require_undecided(row: GrantApplication) -> None:
    state = CaseState(row.state)
    if not state.is_open:
        raise ConflictError(
            Text(
                f"Saken venter ikke på vedtak; den er «{state.label.nb.lower()}».",
                f"The case does not wait for a decision; it is “{state.label.en.lower()}”.",
            ),
            where="state",
            remedy=Text("Åpne saken på nytt og se hva som er gjort.", "Open the case again."),
            state=state.value,
        )


def _decided(row: GrantApplication, decision: GrantDecision, amount: Money) -> Decided:
    return Decided(
        decision=decision.pk,
        version=row.version,
        amount=amount,
        left=frame_of(row.scheme_year).left,
        appeal_until=decision.appeal_until,
    )


def _day(now: datetime) -> date:
    return timezone.localdate(now)


def _not_met(found: Judgement) -> ConflictError:
    first = found.broken[0].finding
    cited = "; ".join(citation.text("nb") for citation in first.citations)
    cited_en = "; ".join(citation.text("en") for citation in first.citations)
    return ConflictError(
        Text(
            f"Et vilkår er ikke oppfylt: {first.sentence.nb} ({cited})",
            f"A condition is not met: {first.sentence.en} ({cited_en})",
        ),
        where=found.broken[0].rule,
        remedy=Text("Avslå søknaden med den begrunnelsen.", "Refuse it for that reason."),
    )


def _require_possible(given: Money, entitled: Money) -> None:
    if given.oere <= 0:
        raise InputError(
            Text("Beløpet må være over 0.", "The amount must be above 0."),
            where="amount",
            remedy=Text("Skriv et beløp, eller avslå.", "Write an amount, or refuse."),
        )
    if given > entitled:
        most = kroner(entitled)
        raise ConflictError(
            Text(
                f"Reglene gir høyst {most.nb} i denne saken.",
                f"The rules give at most {most.en} here.",
            ),
            where="amount",
            remedy=Text("Skriv det beløpet eller mindre.", "Write that amount or less."),
            entitled_oere=entitled.oere,
        )


def _frame_lacks(given: Money, left: Money) -> ConflictError:
    remains = kroner(left)
    wanted = kroner(given)
    return ConflictError(
        Text(
            f"Rammen har {remains.nb} igjen, som ikke dekker {wanted.nb}.",
            f"The frame has {remains.en} left, which does not cover {wanted.en}.",
        ),
        where="frame",
        remedy=Text(
            "Innvilg en del, utvid rammen, eller avslå.",
            "Grant a part, extend the frame, or refuse.",
        ),
        left_oere=left.oere,
    )
