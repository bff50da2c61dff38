"""The month's cut-over: previewed, run as it was previewed, taken back, handed over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_of_register, asked_to_change
from hjemmel.api.v1.hand_over import HAND_OVER, hand_over_response
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.cut_overs import (
    CutOverBody,
    CutOverDoneOut,
    CutOverKey,
    CutOverOut,
    DifferencesOut,
    PreviewQuery,
)
from hjemmel.api.v1.schemas.rounds import HandOverQuery
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.cut_overs import CutOverRow, cut_overs_of
from hjemmel.apps.lists.selectors.differences import preview_cut_over
from hjemmel.apps.lists.selectors.handover import hand_over_cut_over
from hjemmel.apps.lists.services import cut_over as services
from hjemmel.apps.registry.services.missing import not_there

router = Router()
_RUN = key_for(Permission.RUN_LISTS)


@router.get(
    "/municipalities/{number}/cut-overs",
    response=list[CutOverOut],
    summary="Cut-overs",
    openapi_extra=_RUN,
)
def show_cut_overs(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The cut-overs that were run, newest first."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS)
    return list(cut_overs_of(asked.municipality, by=asked.actor))


@router.get(
    "/municipalities/{number}/cut-overs/preview",
    response=DifferencesOut,
    summary="What a cut-over would change",
    openapi_extra=_RUN,
)
def preview(request: HttpRequest, number: MunicipalityNumber, query: Query[PreviewQuery]) -> Any:
    """A dry run: what the planned moves of a month would change, list by list."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS, query)
    return preview_cut_over(asked.municipality.key, query.effective_on, by=asked.actor)


@router.post(
    "/municipalities/{number}/cut-overs",
    response=CutOverDoneOut,
    summary="Run a cut-over",
    openapi_extra=_RUN,
)
def run_cut_over(request: HttpRequest, number: MunicipalityNumber, body: CutOverBody) -> Any:
    """Carry out the moves of a month as they were previewed, all or none; run again, nothing more."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    done = services.run_cut_over(
        municipality=asked.municipality.key,
        effective_on=body.effective_on,
        digest=body.digest,
        by=asked.actor,
        today=asked.as_of,
    )
    return {"cut_over": None if done is None else _here(asked, done.pk)}


@router.post(
    "/municipalities/{number}/cut-overs/{key}/reversal",
    response=CutOverOut,
    summary="Take a cut-over back",
    openapi_extra=_RUN,
)
def reverse_cut_over(request: HttpRequest, number: MunicipalityNumber, key: CutOverKey) -> Any:
    """Let what held before hold again; the moves are planned no more."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    _here(asked, key)
    services.reverse_cut_over(cut_over=key, by=asked.actor)
    return _here(asked, key)


@router.get(
    "/municipalities/{number}/cut-overs/{key}/hand-over",
    summary="Hand-over file of a cut-over",
    openapi_extra=HAND_OVER,
)
def hand_over_done(
    request: HttpRequest, number: MunicipalityNumber, key: CutOverKey, query: Query[HandOverQuery]
) -> HttpResponse:
    """The moves that a cut-over carried out; national ids only with see_residents. It is logged."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS, query)
    handed = hand_over_cut_over(key, asked.municipality, by=asked.actor)
    return hand_over_response(handed, query.kind, language_of(request))


def _here(asked: RegisterAsked, key: int) -> CutOverRow:
    """Return one of the municipality's cut-overs."""
    rows = cut_overs_of(asked.municipality, by=asked.actor)
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise not_there("cut_over")
    return found
