"""Rounds of allocation and distributions: proposed, looked at, adopted or discarded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.hand_over import HAND_OVER, hand_over_response
from hjemmel.api.v1.schemas.common import MunicipalityNumber, PageQuery
from hjemmel.api.v1.schemas.findings import told_out
from hjemmel.api.v1.schemas.residents import Purpose
from hjemmel.api.v1.schemas.rounds import (
    DistributionBody,
    HandOverQuery,
    RoundBody,
    RoundKey,
    RoundOut,
    RoundPlaceOut,
    RoundRowOut,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.handover import hand_over_round
from hjemmel.apps.lists.selectors.rounds import RoundView, round_places, round_view, rounds_of
from hjemmel.apps.lists.services import rounds as services
from hjemmel.apps.lists.services.distributions import propose_distribution
from hjemmel.engines.allocation import Mode
from hjemmel.kernel.text import Language

router = Router()
_RUN = key_for(Permission.RUN_LISTS)


@router.get(
    "/municipalities/{number}/rounds",
    response=list[RoundRowOut],
    summary="Rounds and distributions",
    openapi_extra=_RUN,
)
def show_rounds(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The municipality's rounds and distributions, newest first."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS)
    return list(rounds_of(asked.municipality, by=asked.actor))


@router.post(
    "/municipalities/{number}/rounds",
    response={201: RoundOut},
    summary="Propose a round",
    openapi_extra=_RUN,
)
def propose_round(request: HttpRequest, number: MunicipalityNumber, body: RoundBody) -> Any:
    """Propose who gets the open places; nothing is given before it is adopted."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    made = services.propose_round(
        municipality=asked.municipality.key,
        as_of=body.as_of or asked.as_of,
        mode=Mode(body.mode),
        seed=body.seed,
        by=asked.actor,
    )
    view = round_view(made.pk, asked.municipality, by=asked.actor)
    return Status(201, _plain(view, language_of(request)))


@router.post(
    "/municipalities/{number}/distributions",
    response={201: RoundOut},
    summary="Propose a distribution",
    openapi_extra=_RUN,
)
def distribute(request: HttpRequest, number: MunicipalityNumber, body: DistributionBody) -> Any:
    """Propose a list for everybody without a GP, households kept together."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    made = propose_distribution(
        municipality=asked.municipality.key, as_of=body.as_of or asked.as_of, by=asked.actor
    )
    view = round_view(made.pk, asked.municipality, by=asked.actor)
    return Status(201, _plain(view, language_of(request)))


@router.get(
    "/municipalities/{number}/rounds/{key}",
    response=RoundOut,
    summary="One round or distribution",
    openapi_extra=_RUN,
)
def show_round(request: HttpRequest, number: MunicipalityNumber, key: RoundKey) -> Any:
    """A round with what it gives each list, its checks and its receipt."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS)
    return _plain(round_view(key, asked.municipality, by=asked.actor), language_of(request))


@router.get(
    "/municipalities/{number}/rounds/{key}/places",
    response=list[RoundPlaceOut],
    summary="Who gets what in a round, and why",
    openapi_extra=key_for(Permission.RUN_LISTS, Permission.SEE_RESIDENTS),
)
def show_round_places(
    request: HttpRequest,
    number: MunicipalityNumber,
    key: RoundKey,
    purpose: Purpose,
    query: Query[PageQuery],
) -> Any:
    """The persons of a round in the order they are served; each one shown is logged."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS, query)
    round_view(key, asked.municipality, by=asked.actor)
    rows = round_places(
        key,
        asked.municipality,
        by=asked.actor,
        purpose=purpose,
        skip=query.skip,
        most=query.most,
    )
    language = language_of(request)
    return [
        {
            "number": row.number,
            "resident": None if row.person is None else row.person.key,
            "patient_list": row.patient_list,
            "external_id": row.external_id,
            "by_choice": row.by_choice,
            "why": [text.in_language(language) for text in row.why],
        }
        for row in rows
    ]


@router.post(
    "/municipalities/{number}/rounds/{key}/adoption",
    response=RoundOut,
    summary="Adopt a round",
    openapi_extra=_RUN,
)
def adopt_round(request: HttpRequest, number: MunicipalityNumber, key: RoundKey) -> Any:
    """Adopt a proposal: each place it gives becomes a planned move that holds it."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    round_view(key, asked.municipality, by=asked.actor)
    services.adopt_round(round=key, by=asked.actor)
    return _plain(round_view(key, asked.municipality, by=asked.actor), language_of(request))


@router.post(
    "/municipalities/{number}/rounds/{key}/discard",
    response=RoundOut,
    summary="Discard a round",
    openapi_extra=_RUN,
)
def discard_round(request: HttpRequest, number: MunicipalityNumber, key: RoundKey) -> Any:
    """Discard a proposal; it is kept for the record."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    round_view(key, asked.municipality, by=asked.actor)
    services.discard_round(round=key, by=asked.actor)
    return _plain(round_view(key, asked.municipality, by=asked.actor), language_of(request))


@router.get(
    "/municipalities/{number}/rounds/{key}/hand-over",
    summary="Hand-over file of a round",
    openapi_extra=HAND_OVER,
)
def hand_over_adopted(
    request: HttpRequest, number: MunicipalityNumber, key: RoundKey, query: Query[HandOverQuery]
) -> HttpResponse:
    """The moves that an adopted round decided; national ids only with see_residents. It is logged."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS, query)
    handed = hand_over_round(key, asked.municipality, by=asked.actor)
    return hand_over_response(handed, query.kind, language_of(request))


def _plain(view: RoundView, language: Language) -> dict[str, Any]:
    return {
        "row": view.row,
        "seed": view.seed,
        "digest": view.digest,
        "result": {
            name: value
            for name, value in view.result.items()
            if name not in ("findings", "checks", "receipt", "lists", "formula")
        },
        "nearness": view.nearness and view.nearness.in_language(language),
        "formula": [sentence.in_language(language) for sentence in view.formula],
        "lists": view.lists,
        "findings": told_out(view.findings, language),
        "checks": told_out(view.checks, language),
        "receipt": view.receipt,
    }
