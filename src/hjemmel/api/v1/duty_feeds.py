"""A doctor's private calendar addresses: made and told once, seen, revoked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.schemas.duty_offers import MemberKey
from hjemmel.api.v1.schemas.duty_own import FeedKey, FeedOut, NewFeedOut
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.feeds import feeds_with
from hjemmel.apps.duty.services import feeds as services

router = Router()
_EITHER = (Permission.PLAN_ROSTERS, Permission.OWN_DUTY)


@router.get(
    "/duty/doctors/{key}/feeds",
    response=list[FeedOut],
    summary="A doctor's calendar addresses",
    openapi_extra=key_for(Permission.PLAN_ROSTERS),
)
def show_feeds(request: HttpRequest, key: MemberKey) -> Any:
    """A doctor's calendar addresses without their secrets; her own with own_duty."""
    actor = asked_of_duty(request, *_EITHER)
    return list(feeds_with(key, by=actor))


@router.post(
    "/duty/doctors/{key}/feeds",
    response={201: NewFeedOut},
    summary="Make a calendar address of one's own",
    openapi_extra=key_for(Permission.SEE_ROSTERS),
)
def make_feed(request: HttpRequest, key: MemberKey) -> Any:
    """Make an address of one's own shifts, with own_duty besides; nobody makes one for another."""
    actor = asked_to_change_duty(request, Permission.SEE_ROSTERS)
    made = services.make_feed(duty_doctor=key, by=actor)
    kwargs = {"language": language_of(request), "secret": made.secret}
    address = request.build_absolute_uri(reverse("duty-feed-file", kwargs=kwargs))
    return Status(201, {"key": made.key, "address": address})


@router.post(
    "/duty/feeds/{key}/revocation",
    response={204: None},
    summary="Revoke a calendar address",
    openapi_extra=key_for(Permission.PLAN_ROSTERS),
)
def revoke_feed(request: HttpRequest, key: FeedKey) -> Any:
    """Revoke a calendar address: it shows nothing any more; one's own with own_duty."""
    actor = asked_to_change_duty(request, *_EITHER)
    services.revoke_feed(feed=key, by=actor, now=timezone.now())
    return Status(204, None)
