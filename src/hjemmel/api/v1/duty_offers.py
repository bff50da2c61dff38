"""Swaps, shifts given away and open shifts: who may take them, offered, answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.duty_told import findings_out, shift_out, taker_out
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.duty_districts import DistrictKey
from hjemmel.api.v1.schemas.duty_offers import (
    AcceptanceBody,
    AnswerBody,
    OfferAcceptedOut,
    OfferBody,
    OfferKey,
    OfferOut,
    OffersQuery,
    TakerOut,
    TakersQuery,
)
from hjemmel.api.v1.schemas.duty_rosters import RosterKey
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors import offers as selectors
from hjemmel.apps.duty.selectors.offer_views import OfferView
from hjemmel.apps.duty.selectors.takers import takers_of
from hjemmel.apps.duty.services import offers as services
from hjemmel.kernel.text import Language

router = Router()
_EITHER = (Permission.PLAN_ROSTERS, Permission.OWN_DUTY)
_PLAN = key_for(Permission.PLAN_ROSTERS)


@router.get(
    "/duty/districts/{key}/open-shifts",
    response=list[OfferOut],
    summary="Open shifts of a duty district",
    openapi_extra=_PLAN,
)
def show_open_shifts(request: HttpRequest, key: DistrictKey) -> Any:
    """The open shifts that have not started; a doctor, with own_duty, sees those she may take."""
    actor = asked_of_duty(request, *_EITHER)
    found = selectors.open_shifts(key, by=actor, now=timezone.now())
    return [_offer(one, language_of(request)) for one in found]


@router.get(
    "/duty/rosters/{key}/offers",
    response=list[OfferOut],
    summary="Offers of a duty roster's shifts",
    openapi_extra=key_for(Permission.SEE_ROSTERS),
)
def show_offers(request: HttpRequest, key: RosterKey, query: Query[OffersQuery]) -> Any:
    """A roster's offers, the newest first: all for a planner, her own for a doctor.

    A swap for a shift in another roster is among the offers of both.
    """
    actor = asked_of_duty(request, Permission.SEE_ROSTERS, query=query)
    found = selectors.offers_of(key, by=actor, now=timezone.now(), state=query.state or "")
    return [_offer(one, language_of(request)) for one in found]


@router.get(
    "/duty/rosters/{key}/takers",
    response=list[TakerOut],
    summary="Who may take a shift",
    openapi_extra=key_for(Permission.PLAN_ROSTERS, Permission.SEE_ROSTERS),
)
def show_takers(request: HttpRequest, key: RosterKey, query: Query[TakersQuery]) -> Any:
    """Who may take a shift by law and agreement, the best first; for one's own, own_duty will do."""
    actor = asked_of_duty(request, *_EITHER, query=query)
    found = takers_of(key, query.shift, given_by=query.given_by, by=actor)
    return [taker_out(one, language_of(request)) for one in found]


@router.post(
    "/duty/rosters/{key}/offers",
    response={201: MadeOut},
    summary="Offer a shift",
    openapi_extra=_PLAN,
)
def offer_shift(request: HttpRequest, key: RosterKey, body: OfferBody) -> Any:
    """Offer a shift of a published roster; a doctor offers her own, with own_duty.

    The shift in return may be in another published roster of the same district.
    """
    actor = asked_to_change_duty(request, *_EITHER)
    made = services.make_offer(roster=key, by=actor, now=timezone.now(), **body.dict())
    return Status(201, {"key": made})


@router.get(
    "/duty/offers/{key}", response=OfferOut, summary="One offer of a shift", openapi_extra=_PLAN
)
def show_offer(request: HttpRequest, key: OfferKey) -> Any:
    """An offer, and what you may do with it; a doctor sees hers, with own_duty."""
    actor = asked_of_duty(request, *_EITHER)
    return _offer(selectors.get_offer(key, by=actor, now=timezone.now()), language_of(request))


@router.post(
    "/duty/offers/{key}/acceptance",
    response=OfferAcceptedOut,
    summary="Accept an offer of a shift",
    openapi_extra=_PLAN,
)
def accept_offer(request: HttpRequest, key: OfferKey, body: AcceptanceBody) -> Any:
    """Accept an offer, or take an open shift: the first of two gets it, the other is told why."""
    actor = asked_to_change_duty(request, *_EITHER)
    changed = services.accept_offer(offer=key, by=actor, now=timezone.now(), taker=body.taker)
    return {
        "version": changed.version,
        "wanted_version": changed.wanted_version,
        "findings": findings_out(changed.findings, language_of(request)),
    }


@router.post(
    "/duty/offers/{key}/refusal",
    response={204: None},
    summary="Refuse an offer of a shift",
    openapi_extra=_PLAN,
)
def refuse_offer(request: HttpRequest, key: OfferKey, body: AnswerBody) -> Any:
    """Say no to an offer; whoever it was made to, with own_duty, or who plans."""
    actor = asked_to_change_duty(request, *_EITHER)
    services.refuse_offer(offer=key, by=actor, now=timezone.now(), answer=body.answer)
    return Status(204, None)


@router.post(
    "/duty/offers/{key}/withdrawal",
    response={204: None},
    summary="Withdraw an offer of a shift",
    openapi_extra=_PLAN,
)
def withdraw_offer(request: HttpRequest, key: OfferKey, body: AnswerBody) -> Any:
    """Take an offer back; whoever gives the shift, with own_duty, or who plans."""
    actor = asked_to_change_duty(request, *_EITHER)
    services.withdraw_offer(offer=key, by=actor, now=timezone.now(), answer=body.answer)
    return Status(204, None)


def _offer(view: OfferView, language: Language) -> dict[str, Any]:
    own = ("shift", "wanted", "lapsed")
    return {
        **{name: getattr(view, name) for name in OfferOut.model_fields if name not in own},
        "shift": shift_out(view.shift),
        "wanted": None if view.wanted is None else shift_out(view.wanted),
        "lapsed": None if view.lapsed is None else view.lapsed.in_language(language),
    }
