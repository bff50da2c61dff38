"""What follows an award: it is paid and reported on, or revoked and claimed back."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import (
    locked_case,
    municipality_of,
    require_version,
    require_writing,
    unknown,
)
from hjemmel.apps.grants.findings import Judged, citation_text, stored
from hjemmel.apps.grants.judging import basis_of
from hjemmel.apps.grants.letters import revocation_words
from hjemmel.apps.grants.mappers import scheme_of
from hjemmel.apps.grants.models import (
    GrantApplication,
    GrantPayment,
    GrantReport,
    GrantRevocation,
)
from hjemmel.apps.grants.recording import become, given_reason, record_case
from hjemmel.apps.grants.words import kroner
from hjemmel.domain.grant_scheme import CaseState
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months
from hjemmel.law import law_on
from hjemmel.law.finding import needs_judgement

_REFERENCE = 60


@transaction.atomic
def mark_paid(
    *, payments: Collection[int], paid_on: date, by: Actor, reference: str = ""
) -> tuple[int, ...]:
    """Mark payments as paid; return the keys of those that were not before.

    Args:
        payments: Keys of the payments.
        paid_on: The day.
        by: Who; needs ``DECIDE_GRANTS`` in the municipality of each.
        reference: The bank's or the ledger's reference.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: One is not there.
        ConflictError: One was stopped.
        InputError: The reference is too long.
    """
    if len(reference) > _REFERENCE:
        raise InputError(
            Text("Referansen er for lang.", "The reference is too long."),
            where="reference",
            remedy=Text("Skriv høyst 60 tegn.", "Write at most 60 characters."),
        )
    done = []
    for key in sorted(set(payments)):
        case = GrantPayment.objects.filter(pk=key).values_list("decision__application", flat=True)
        row = locked_case(case.first() or 0)
        by.require(Permission.DECIDE_GRANTS, municipality=municipality_of(row))
        payment = GrantPayment.objects.select_for_update().get(pk=key)
        if payment.paid_on is not None:
            continue
        if payment.stopped_at is not None:
            raise _stopped()
        payment.paid_on, payment.paid_by, payment.reference = paid_on, by.name, reference.strip()
        payment.save()
        become(row, CaseState.PAID)
        row.save()
        _owe_report(row, paid_on)
        record_case(by, "grants.mark_paid", row, payment=key, amount_oere=payment.amount_oere)
        done.append(key)
    return tuple(done)


@transaction.atomic
def receive_report(
    *, case: int, version: int, used: Money, text: str, by: Actor, today: date
) -> int:
    """Receive the report on a grant that was paid; return the case's version.

    Args:
        case: Key of the case.
        version: The version that was looked at.
        used: What was used of the grant.
        text: What it was used for.
        by: The applicant, or who has ``HANDLE_GRANTS``.
        today: The day.

    Raises:
        NotAllowedError: It is not hers, and she does not handle cases.
        UnknownIdError: There is no such case.
        InputError: The use is negative or more than the grant, or the text is empty.
        ConflictError: It is not paid, reported already, or has changed since.
    """
    row = locked_case(case)
    require_writing(row, by)
    require_version(row, version)
    awarded = awarded_to(row)
    if not 0 <= used.oere <= awarded.oere:
        limit = kroner(awarded)
        raise InputError(
            Text(f"Bruken må være fra 0 til {limit.nb}.", f"The use must be from 0 to {limit.en}."),
            where="used",
            remedy=Text("Skriv hvor mye som er brukt.", "Write how much was used."),
        )
    words = given_reason(text)
    become(row, CaseState.REPORTED)
    report = GrantReport.objects.filter(application=row).first() or GrantReport(
        application=row, due_on=today
    )
    report.received_on, report.used_oere = today, used.oere
    report.text, report.noted_by = words, by.name
    report.save()
    row.save()
    record_case(by, "grants.receive_report", row, used_oere=used.oere)
    return row.version


@transaction.atomic
def revoke_grant(
    *, case: int, version: int, reason: str, by: Actor, now: datetime, reclaim: Money | None = None
) -> int:
    """Revoke an award, give the frame its money back and claim what was paid; return the version.

    Args:
        case: Key of the case.
        version: The version that was looked at.
        reason: Why.
        by: Who; needs ``DECIDE_GRANTS``.
        now: When.
        reclaim: What is claimed back of what was paid; ``None``: all of it.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such case.
        InputError: The reason is empty, or more is claimed than was paid.
        ConflictError: There is no award that stands, or the case has changed since.
    """
    row = locked_case(case, with_frame=True)
    by.require(Permission.DECIDE_GRANTS, municipality=municipality_of(row))
    require_version(row, version)
    words = given_reason(reason)
    awarded = awarded_to(row)
    become(row, CaseState.REVOKED)
    payment = GrantPayment.objects.select_for_update().filter(decision=row.decision_id).first()
    paid = Money(payment.amount_oere if payment and payment.paid_on else 0)
    claimed = paid if reclaim is None else reclaim
    if not 0 <= claimed.oere <= paid.oere:
        limit = kroner(paid)
        raise InputError(
            Text(
                f"{limit.nb} er utbetalt; mer kan ikke kreves tilbake.",
                f"{limit.en} was paid; no more can be claimed back.",
            ),
            where="reclaim",
            remedy=Text("Skriv det beløpet eller mindre.", "Write that amount or less."),
        )
    if payment is not None and payment.paid_on is None:
        payment.stopped_at = now
        payment.save()
    day = timezone.localdate(now)
    judged = _judged(row, awarded, paid, claimed, day)
    weeks = law_on(day, row.scheme_year.scheme.municipality.number).integer("grants.appeal_weeks")
    until = day + timedelta(weeks=weeks)
    row.scheme_year.committed_oere -= awarded.oere
    row.scheme_year.save(update_fields=["committed_oere"])
    GrantRevocation.objects.create(
        application=row,
        revoked_oere=awarded.oere,
        reclaimed_oere=claimed.oere,
        reason=words,
        findings=stored(judged),
        citation=citation_text(judged),
        terms=revocation_words(
            row, judged, revoked=awarded, reclaimed=claimed, reason=words, day=day, until=until
        ),
        appeal_until=until,
        revoked_by=by.name,
        revoked_at=now,
    )
    row.save()
    record_case(
        by, "grants.revoke_grant", row, amount_oere=awarded.oere, reclaimed_oere=claimed.oere
    )
    return row.version


def _judged(
    row: GrantApplication, awarded: Money, paid: Money, claimed: Money, day: date
) -> tuple[Judged, ...]:
    """Return what a revocation rests on: the award's terms, which leave it to judgement."""
    law = law_on(day, row.scheme_year.scheme.municipality.number)
    told = [kroner(one) for one in (awarded, paid, claimed)]
    finding = needs_judgement(
        "revoked",
        f"Tildelt {told[0].nb}, utbetalt {told[1].nb}; {told[2].nb} kreves tilbake etter vilkårene.",
        f"Awarded {told[0].en}, paid {told[1].en}; {told[2].en} is claimed back by the terms.",
        value=int(claimed.in_kroner),
    )
    basis = basis_of(scheme_of(row.scheme_year.scheme), law)
    return (Judged("scheme.revocation", dataclasses.replace(finding, citations=(basis,))),)


def awarded_to(row: GrantApplication) -> Money:
    """Return what a case was awarded.

    Raises:
        UnknownIdError: It is not decided.
    """
    if row.decision is None:
        raise unknown("decision")
    return Money(row.decision.amount_oere)


def _owe_report(row: GrantApplication, paid_on: date) -> None:
    months = scheme_of(row.scheme_year.scheme).reporting_months
    if months:
        GrantReport.objects.get_or_create(
            application=row, defaults={"due_on": add_months(paid_on, months)}
        )


def _stopped() -> ConflictError:
    return ConflictError(
        Text("Utbetalingen er stanset.", "The payment is stopped."),
        where="payment",
        remedy=Text("Ta den ut av listen.", "Take it out of the list."),
    )
