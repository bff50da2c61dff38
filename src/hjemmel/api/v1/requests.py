"""Wishes for a GP, who stands where in the queue and why, and decided moves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.findings import told_out
from hjemmel.api.v1.schemas.requests import (
    DecisionBody,
    MovesOut,
    MovesQuery,
    QueueOut,
    QueueQuery,
    RequestBody,
    RequestKey,
    RequestOut,
    RequestsOut,
    RequestsQuery,
    WithdrawalBody,
)
from hjemmel.api.v1.schemas.residents import Purpose
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import told
from hjemmel.apps.lists.selectors.planned_moves import moves_in
from hjemmel.apps.lists.selectors.queue_places import queue_places
from hjemmel.apps.lists.selectors.request_rows import (
    RequestRow,
    request_in,
    requests_in,
    require_request_in,
    row_of,
)
from hjemmel.apps.lists.services import requests as services
from hjemmel.apps.registry.selectors.lists import list_on
from hjemmel.domain.change import Asker, Care, ChangeCause
from hjemmel.kernel.text import Language
from hjemmel.law.plain import finding_as_plain

router = Router()
_SEE, _EDIT = key_for(Permission.SEE_RESIDENTS), key_for(Permission.EDIT_RESIDENTS)


@router.get(
    "/municipalities/{number}/requests",
    response=RequestsOut,
    summary="Requests for a GP",
    openapi_extra=_SEE,
)
def show_requests(
    request: HttpRequest, number: MunicipalityNumber, purpose: Purpose, query: Query[RequestsQuery]
) -> Any:
    """Requests for the municipality's lists, newest first; each person is logged as seen."""
    asked = asked_of_register(request, number, Permission.SEE_RESIDENTS, query)
    found = requests_in(
        asked.municipality,
        by=asked.actor,
        purpose=purpose,
        state=query.state or "",
        resident=query.resident,
        skip=query.skip,
        most=query.most,
    )
    language = language_of(request)
    return {
        "total": found.total,
        "by_state": found.by_state,
        "leaves_out": found.leaves_out,
        "rows": [_plain(row, language) for row in found.rows],
    }


@router.get(
    "/municipalities/{number}/requests/{key}",
    response=RequestOut,
    summary="One request for a GP",
    openapi_extra=_SEE,
)
def show_request(
    request: HttpRequest, number: MunicipalityNumber, key: RequestKey, purpose: Purpose
) -> Any:
    """A request with what each rule said; that you looked, and what for, is logged."""
    asked = asked_of_register(request, number, Permission.SEE_RESIDENTS)
    row = request_in(key, asked.municipality, by=asked.actor, purpose=purpose)
    return _plain(row, language_of(request))


@router.post(
    "/municipalities/{number}/requests",
    response={201: RequestOut},
    summary="Ask for a GP",
    openapi_extra=key_for(Permission.EDIT_RESIDENTS, Permission.SEE_LISTS),
)
def ask_for_gp(request: HttpRequest, number: MunicipalityNumber, body: RequestBody) -> Any:
    """Ask for a place on a list, or for any; the rules answer at once, or leave it to a case worker."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    if body.wanted_list is not None:
        list_on(body.wanted_list, asked.municipality, asked.as_of, by=asked.actor)
    made = services.ask_for_gp(
        key=body.key,
        resident=body.resident,
        wanted_list=body.wanted_list,
        municipality=asked.municipality.key,
        asked_on=body.asked_on or asked.as_of,
        by=asked.actor,
        today=asked.as_of,
        cause=ChangeCause(body.cause),
        asked_by=Asker(body.asked_by),
        parent_consents=body.parent_consents,
        care=Care(body.care),
        moved_out=body.moved_out,
        queue_if_full=body.queue_if_full,
    )
    return Status(201, _plain(row_of(made), language_of(request)))


@router.post(
    "/municipalities/{number}/requests/{key}/decision",
    response=RequestOut,
    summary="Decide a request",
    openapi_extra=_EDIT,
)
def decide_request(
    request: HttpRequest, number: MunicipalityNumber, key: RequestKey, body: DecisionBody
) -> Any:
    """Grant or refuse a request that the rules left to a person."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    require_request_in(key, asked.municipality, by=asked.actor)
    made = services.decide_request(request=key, by=asked.actor, today=asked.as_of, **body.dict())
    return _plain(row_of(made), language_of(request))


@router.post(
    "/municipalities/{number}/requests/{key}/withdrawal",
    response=RequestOut,
    summary="Withdraw a request",
    openapi_extra=_EDIT,
)
def withdraw_request(
    request: HttpRequest, number: MunicipalityNumber, key: RequestKey, body: WithdrawalBody
) -> Any:
    """Take a request back before it has taken effect; the place it held is free again."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    require_request_in(key, asked.municipality, by=asked.actor)
    made = services.withdraw_request(request=key, version=body.version, by=asked.actor)
    return _plain(row_of(made), language_of(request))


@router.get(
    "/municipalities/{number}/queue",
    response=QueueOut,
    summary="Who stands where in the queue, and why",
    openapi_extra=_SEE,
)
def show_queue(
    request: HttpRequest, number: MunicipalityNumber, purpose: Purpose, query: Query[QueueQuery]
) -> Any:
    """Everybody who wants a place, in the order they are served; each one shown is logged."""
    asked = asked_of_register(request, number, Permission.SEE_RESIDENTS, query)
    found = queue_places(
        asked.municipality,
        asked.as_of,
        by=asked.actor,
        purpose=purpose,
        wanted_list=query.wanted_list,
        resident=query.resident,
        skip=query.skip,
        most=query.most,
    )
    language = language_of(request)
    return {
        "as_of": asked.as_of,
        "total": found.total,
        "rules": [finding_as_plain(rule, language) for rule in found.rules],
        "leaves_out": found.leaves_out,
        "rows": [
            {**asdict(row), "why": [text.in_language(language) for text in row.why]}
            for row in found.rows
        ],
    }


@router.get(
    "/municipalities/{number}/moves",
    response=MovesOut,
    summary="Decided moves",
    openapi_extra=_SEE,
)
def show_moves(
    request: HttpRequest, number: MunicipalityNumber, purpose: Purpose, query: Query[MovesQuery]
) -> Any:
    """Moves that the municipality has decided, by day; each person is logged as seen."""
    asked = asked_of_register(request, number, Permission.SEE_RESIDENTS, query)
    return moves_in(asked.municipality, by=asked.actor, purpose=purpose, **query.dict())


def _plain(row: RequestRow, language: Language) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in RequestOut.model_fields},
        "findings": told_out(told(row.findings), language),
    }
