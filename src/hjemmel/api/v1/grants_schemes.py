"""Grant schemes with their frames and rounds, the payment list, and deadlines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.duty_asked import asked_of_duty
from hjemmel.api.v1.grants_asked import asked_to_handle
from hjemmel.api.v1.grants_told import due_out, payment_out, round_out, scheme_out
from hjemmel.api.v1.schemas.common import MadeOut, MunicipalityNumber
from hjemmel.api.v1.schemas.grants import (
    AdoptionBody,
    AwardBody,
    AwardedOut,
    DeadlineOut,
    FrameBody,
    GrantRoundOut,
    PaidBody,
    PaidOut,
    PaymentOut,
    PaymentsQuery,
    RoundKey,
    SchemeKey,
    SchemeOut,
    SchemeYearKey,
    YearBody,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.selectors.deadlines import due_in
from hjemmel.apps.grants.selectors.payments import payments_in
from hjemmel.apps.grants.selectors.rounds import rounds_of
from hjemmel.apps.grants.selectors.schemes import get_scheme, schemes_in
from hjemmel.apps.grants.services import money, rounds
from hjemmel.apps.grants.services import schemes as services
from hjemmel.kernel.money import Money

router = Router()
_SEE = key_for(Permission.SEE_GRANTS)
_HANDLE = key_for(Permission.HANDLE_GRANTS)
_DECIDE = key_for(Permission.DECIDE_GRANTS)


@router.get(
    "/municipalities/{number}/grants/schemes",
    response=list[SchemeOut],
    summary="Grant schemes",
    openapi_extra=_SEE,
)
def show_grant_schemes(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The schemes in use, each with its years, frames and what is left."""
    asked = asked_of_register(request, number, Permission.SEE_GRANTS)
    found = schemes_in(asked.municipality.key, by=asked.actor, on=timezone.localdate())
    return [scheme_out(one, language_of(request)) for one in found]


@router.post(
    "/municipalities/{number}/grants/schemes",
    response={201: MadeOut},
    summary="Take a grant scheme into use",
    openapi_extra=_DECIDE,
)
def adopt_grant_scheme(request: HttpRequest, number: MunicipalityNumber, body: AdoptionBody) -> Any:
    """Take a scheme that stands ready into use; done again, it is the same."""
    asked = asked_to_change(request, number, Permission.DECIDE_GRANTS)
    made = services.adopt_scheme(
        municipality=asked.municipality.key, scheme=body.scheme, by=asked.actor
    )
    return Status(201, {"key": made})


@router.get(
    "/grants/schemes/{key}", response=SchemeOut, summary="One grant scheme", openapi_extra=_SEE
)
def show_grant_scheme(request: HttpRequest, key: SchemeKey) -> Any:
    """A scheme with its years."""
    actor = asked_of_duty(request, Permission.SEE_GRANTS)
    found = get_scheme(key, by=actor, on=timezone.localdate())
    return scheme_out(found, language_of(request))


@router.post(
    "/grants/schemes/{key}/years",
    response={201: MadeOut},
    summary="Open a grant scheme for a year",
    openapi_extra=_DECIDE,
)
def open_grant_year(request: HttpRequest, key: SchemeKey, body: YearBody) -> Any:
    """Open a scheme for a year with its frame and deadline."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    made = services.open_year(
        scheme=key,
        year=body.year,
        frame=None if body.frame_oere is None else Money(body.frame_oere),
        source=body.source,
        opens_on=body.opens_on,
        deadline=body.deadline,
        by=actor,
    )
    return Status(201, {"key": made})


@router.post(
    "/grants/years/{key}/frame",
    response={204: None},
    summary="Change the frame of a year",
    openapi_extra=_DECIDE,
)
def change_grant_frame(request: HttpRequest, key: SchemeYearKey, body: FrameBody) -> Any:
    """Change a year's frame; not to less than what is committed."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    services.change_frame(
        scheme_year=key, frame=Money(body.frame_oere), source=body.source, by=actor
    )
    return Status(204, None)


@router.get(
    "/grants/years/{key}/rounds",
    response=list[GrantRoundOut],
    summary="Rounds of a year",
    openapi_extra=_SEE,
)
def show_grant_rounds(request: HttpRequest, key: SchemeYearKey) -> Any:
    """The rounds of a year, the newest first, explained line by line."""
    actor = asked_of_duty(request, Permission.SEE_GRANTS)
    return [round_out(one, language_of(request)) for one in rounds_of(key, by=actor)]


@router.post(
    "/grants/years/{key}/rounds",
    response={201: MadeOut},
    summary="Rank a round of grants",
    openapi_extra=_HANDLE,
)
def rank_grant_round(request: HttpRequest, key: SchemeYearKey) -> Any:
    """Rank the applications that wait on what is left of the frame."""
    actor = asked_to_handle(request, Permission.HANDLE_GRANTS)
    made = rounds.rank_round(scheme_year=key, by=actor, now=timezone.now())
    return Status(201, {"key": made})


@router.post(
    "/grants/rounds/{key}/award",
    response=AwardedOut,
    summary="Award a round of grants",
    openapi_extra=_DECIDE,
)
def award_grant_round(request: HttpRequest, key: RoundKey, body: AwardBody) -> Any:
    """Award a ranked round in one transaction: all of it or nothing."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    made = rounds.award_round(
        grant_round=key,
        reason=body.reason,
        refuse_others=body.refuse_others,
        by=actor,
        now=timezone.now(),
    )
    return {"awards": made}


@router.get(
    "/municipalities/{number}/grants/payments",
    response=list[PaymentOut],
    summary="Payment list of grants",
    openapi_extra=_SEE,
)
def show_grant_payments(
    request: HttpRequest, number: MunicipalityNumber, query: Query[PaymentsQuery]
) -> Any:
    """Payments by the day they are due."""
    asked = asked_of_register(request, number, Permission.SEE_GRANTS, query)
    found = payments_in(
        asked.municipality.key, by=asked.actor, until=query.until, unpaid_only=not query.paid
    )
    return [payment_out(one, language_of(request)) for one in found]


@router.post(
    "/grants/payments/paid",
    response=PaidOut,
    summary="Mark grants as paid",
    openapi_extra=_DECIDE,
)
def mark_grants_paid(request: HttpRequest, body: PaidBody) -> Any:
    """Mark payments as paid; those that were paid already stay as they are."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    done = money.mark_paid(
        payments=body.payments, paid_on=body.paid_on, reference=body.reference, by=actor
    )
    return {"paid": list(done)}


@router.get(
    "/municipalities/{number}/grants/deadlines",
    response=list[DeadlineOut],
    summary="Deadlines of grants",
    openapi_extra=_SEE,
)
def show_grant_deadlines(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """What is late or due in the next 90 days: unclaimed frames, reports, payments, documents."""
    asked = asked_of_register(request, number, Permission.SEE_GRANTS)
    found = due_in(asked.municipality.key, by=asked.actor, today=timezone.localdate())
    return [due_out(one, language_of(request)) for one in found]
