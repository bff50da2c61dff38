"""Reductions: a list made shorter by a draw that anyone can make again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.findings import told_out
from hjemmel.api.v1.schemas.reductions import (
    AnnouncementBody,
    DrawBody,
    PublishedDrawOut,
    ReductionBody,
    ReductionKey,
    ReductionOut,
    ReductionRowOut,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.reductions import reduction_view, reductions_of
from hjemmel.apps.lists.services import reductions as services
from hjemmel.apps.lists.services.publishing import publish_draw
from hjemmel.apps.registry.selectors.lists import list_on

router = Router()
_RUN = key_for(Permission.RUN_LISTS)


@router.get(
    "/municipalities/{number}/reductions",
    response=list[ReductionRowOut],
    summary="Reductions",
    openapi_extra=_RUN,
)
def show_reductions(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The reductions of the municipality's lists, newest first."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS)
    return list(reductions_of(asked.municipality, by=asked.actor))


@router.post(
    "/municipalities/{number}/reductions",
    response={201: ReductionOut},
    summary="Ask for a reduction",
    openapi_extra=key_for(Permission.RUN_LISTS, Permission.SEE_LISTS),
)
def request_reduction(request: HttpRequest, number: MunicipalityNumber, body: ReductionBody) -> Any:
    """Note that a list is to be made shorter; refused when the rules do not let it."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    list_on(body.patient_list, asked.municipality, asked.as_of, by=asked.actor)
    made = services.request_reduction(by=asked.actor, **body.dict())
    return Status(201, _shown(request, asked, made.pk))


@router.get(
    "/municipalities/{number}/reductions/{key}",
    response=ReductionOut,
    summary="One reduction",
    openapi_extra=_RUN,
)
def show_reduction(request: HttpRequest, number: MunicipalityNumber, key: ReductionKey) -> Any:
    """A reduction with what the rules said and how far the draw has come."""
    return _shown(request, asked_of_register(request, number, Permission.RUN_LISTS), key)


@router.post(
    "/municipalities/{number}/reductions/{key}/announcement",
    response=ReductionOut,
    summary="Announce a draw",
    openapi_extra=_RUN,
)
def announce_draw(
    request: HttpRequest, number: MunicipalityNumber, key: ReductionKey, body: AnnouncementBody
) -> Any:
    """Fix who takes part; the answer has the digest to publish before any seed is known."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    _shown(request, asked, key)
    services.announce_draw(reduction=key, as_of=body.as_of or asked.as_of, by=asked.actor)
    return _shown(request, asked, key)


@router.post(
    "/municipalities/{number}/reductions/{key}/draw",
    response=ReductionOut,
    summary="Draw who leaves",
    openapi_extra=_RUN,
)
def draw_reduction(
    request: HttpRequest, number: MunicipalityNumber, key: ReductionKey, body: DrawBody
) -> Any:
    """Draw who leaves the list, by a seed published after the digest."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    _shown(request, asked, key)
    services.draw_reduction(reduction=key, seed=body.seed, by=asked.actor)
    return _shown(request, asked, key)


@router.get(
    "/municipalities/{number}/reductions/{key}/tickets",
    response=PublishedDrawOut,
    summary="A draw as it is published",
    openapi_extra=_RUN,
)
def show_tickets(request: HttpRequest, number: MunicipalityNumber, key: ReductionKey) -> Any:
    """All units by the register's keys, tickets, seed and digest: what anyone needs to draw again."""
    asked = asked_of_register(request, number, Permission.RUN_LISTS)
    return publish_draw(reduction=key, municipality=asked.municipality, by=asked.actor)


@router.post(
    "/municipalities/{number}/reductions/{key}/withdrawal",
    response=ReductionOut,
    summary="Withdraw a reduction",
    openapi_extra=_RUN,
)
def withdraw_reduction(request: HttpRequest, number: MunicipalityNumber, key: ReductionKey) -> Any:
    """Take a reduction back before it has taken effect; planned moves off the list fall away."""
    asked = asked_to_change(request, number, Permission.RUN_LISTS)
    _shown(request, asked, key)
    services.withdraw_reduction(reduction=key, by=asked.actor)
    return _shown(request, asked, key)


def _shown(request: HttpRequest, asked: RegisterAsked, key: int) -> dict[str, Any]:
    """Return a reduction as it is answered with; it must be one of the municipality's."""
    view = reduction_view(key, asked.municipality, asked.as_of, by=asked.actor)
    names = [name for name in ReductionOut.model_fields if name != "findings"]
    return {
        **{name: getattr(view, name) for name in names},
        "findings": told_out(view.findings, language_of(request)),
    }
