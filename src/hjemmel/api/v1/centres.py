"""Medical centres."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.centres import (
    CentreBody,
    CentreEntryOut,
    CentreKey,
    CentreOut,
    ClosingBody,
    NewCentreBody,
)
from hjemmel.api.v1.schemas.common import DayQuery, DaysQuery, MadeOut, MunicipalityNumber
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.centre_details import centre_details
from hjemmel.apps.registry.selectors.directory import centres_of
from hjemmel.apps.registry.services import centres, posts

router = Router()


@router.get(
    "/municipalities/{number}/centres",
    response=list[CentreEntryOut],
    summary="Centres",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_centres(request: HttpRequest, number: MunicipalityNumber, query: Query[DayQuery]) -> Any:
    """The municipality's centres, where they are, and whether they are open on the day."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    return list(centres_of(asked.municipality, asked.as_of, by=asked.actor))


@router.get(
    "/municipalities/{number}/centres/{key}",
    response=CentreOut,
    summary="One centre with its lists",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_centre(
    request: HttpRequest, number: MunicipalityNumber, key: CentreKey, query: Query[DaysQuery]
) -> Any:
    """What is known of a centre, and the lists at it on a day."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    return centre_details(key, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)


@router.post(
    "/municipalities/{number}/centres",
    response={201: MadeOut},
    summary="Open a centre",
    openapi_extra=key_for(Permission.EDIT_CENTRES),
)
def open_centre(request: HttpRequest, number: MunicipalityNumber, body: NewCentreBody) -> Any:
    """Note a new medical centre; the answer has its key."""
    asked = asked_to_change(request, number, Permission.EDIT_CENTRES)
    key = posts.open_centre(municipality=asked.municipality.key, by=asked.actor, **body.dict())
    return Status(201, {"key": key})


@router.post(
    "/municipalities/{number}/centres/{key}",
    response={204: None},
    summary="Correct a centre",
    openapi_extra=key_for(Permission.EDIT_CENTRES, Permission.SEE_LISTS),
)
def change_centre(
    request: HttpRequest, number: MunicipalityNumber, key: CentreKey, body: CentreBody
) -> Any:
    """Correct what is known of a centre; what is left out stays as it was."""
    asked = asked_to_change(request, number, Permission.EDIT_CENTRES)
    centre_details(key, asked.municipality, asked.as_of, by=asked.actor)
    centres.change_centre(centre=key, changes=body.given(), by=asked.actor)
    return Status(204, None)


@router.post(
    "/municipalities/{number}/centres/{key}/closing",
    response={204: None},
    summary="Close a centre",
    openapi_extra=key_for(Permission.EDIT_CENTRES, Permission.SEE_LISTS),
)
def close_centre(
    request: HttpRequest, number: MunicipalityNumber, key: CentreKey, body: ClosingBody
) -> Any:
    """Note that a centre closes on a day, or that it does not after all."""
    asked = asked_to_change(request, number, Permission.EDIT_CENTRES)
    centre_details(key, asked.municipality, asked.as_of, by=asked.actor)
    centres.close_centre(centre=key, closed_on=body.closed_on, by=asked.actor)
    return Status(204, None)
