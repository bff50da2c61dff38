"""Appeals: registered with whether they came in time, and settled."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import (
    locked_case,
    municipality_of,
    require_version,
    require_writing,
)
from hjemmel.apps.grants.findings import Judged, stored
from hjemmel.apps.grants.models import GrantAppeal, GrantApplication
from hjemmel.apps.grants.recording import given_reason, record_case
from hjemmel.domain.grant_scheme import CaseState
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.rules.grant_terms import appeal_is_in_time

_SETTLED = ("upheld", "sent_on", "dismissed")


@transaction.atomic
def register_appeal(
    *,
    case: int,
    version: int,
    text: str,
    received_on: date,
    by: Actor,
    notified_on: date | None = None,
) -> int:
    """Register an appeal of a decision; return its key. One that came late is left to judgement.

    Args:
        case: Key of the case.
        version: The version that was looked at.
        text: What the appeal says.
        received_on: The day it came in.
        by: The applicant, or who has ``HANDLE_GRANTS``.
        notified_on: The day the decision reached the applicant; ``None``: the day of the decision.

    Raises:
        NotAllowedError: It is not hers, and she does not handle cases.
        UnknownIdError: There is no such case.
        InputError: The text is empty or too long, or the appeal is from before the decision.
        ConflictError: It is not decided, is appealed already, or has changed since.
    """
    row = locked_case(case)
    require_writing(row, by)
    require_version(row, version)
    decision = row.decision
    if decision is None or not CaseState(row.state).is_decided:
        raise ConflictError(
            Text("Saken er ikke avgjort.", "The case is not decided."),
            where="case",
            remedy=Text("Vent til den er avgjort.", "Wait until it is decided."),
        )
    if GrantAppeal.objects.filter(decision=decision).exists():
        raise ConflictError(
            Text("Vedtaket er alt påklaget.", "The decision is appealed already."),
            where="appeal",
            remedy=Text("Se klagen på saken.", "See the appeal on the case."),
        )
    known = notified_on or timezone.localdate(decision.decided_at)
    days = (received_on - known).days
    if days < 0:
        raise InputError(
            Text("Klagen er fra før vedtaket.", "The appeal is from before the decision."),
            where="received_on",
            remedy=Text("Rett dagen.", "Correct the day."),
        )
    law = law_on(known, row.scheme_year.scheme.municipality.number)
    finding = appeal_is_in_time(days, law=law)
    words = given_reason(text)
    made = GrantAppeal.objects.create(
        decision=decision,
        received_on=received_on,
        text=words,
        findings=stored([Judged("grant_terms.appeal_is_in_time", finding)]),
        registered_by=by.name,
    )
    row.version += 1
    row.save()
    record_case(by, "grants.register_appeal", row, appeal=made.pk)
    return made.pk


@transaction.atomic
def settle_appeal(
    *, case: int, version: int, outcome: str, reason: str, by: Actor, today: date
) -> int:
    """Settle an appeal; return the case's version. A refusal that does not stand is opened again.

    Args:
        case: Key of the case.
        version: The version that was looked at.
        outcome: ``upheld`` (the appellant is right), ``sent_on`` (to the appeal body), ``dismissed``.
        reason: Why.
        by: Who; needs ``DECIDE_GRANTS``.
        today: The day.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such case.
        InputError: The outcome is unknown, or the reason is empty.
        ConflictError: There is no appeal that waits, or the case has changed since.
    """
    row = locked_case(case)
    by.require(Permission.DECIDE_GRANTS, municipality=municipality_of(row))
    require_version(row, version)
    if outcome not in _SETTLED:
        raise InputError(
            Text("Ukjent utfall av klagen.", "Unknown outcome of the appeal."),
            where="outcome",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    appeal = _waiting(row)
    appeal.state, appeal.outcome_reason = outcome, given_reason(reason)
    appeal.settled_by, appeal.settled_on = by.name, today
    appeal.save()
    row.version += 1
    if outcome == "upheld" and row.state == CaseState.REFUSED.value:
        row.state = CaseState.IN_WORK.value
    row.save()
    record_case(by, "grants.settle_appeal", row, appeal=appeal.pk, outcome=outcome)
    return row.version


def _waiting(row: GrantApplication) -> GrantAppeal:
    found = (
        GrantAppeal.objects.select_for_update()
        .filter(decision=row.decision_id, state__in=("received", "sent_on"))
        .first()
    )
    if found is None:
        raise ConflictError(
            Text("Ingen klage venter.", "No appeal waits."),
            where="appeal",
            remedy=Text("Åpne saken på nytt.", "Open the case again."),
        )
    return found
