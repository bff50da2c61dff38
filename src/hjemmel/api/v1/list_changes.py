"""What is changed of a list and the agreement behind it: the verbs of the list's page.

They stand in the router of the lists: an address with two methods must be one there.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_to_change
from hjemmel.api.v1.lists import router
from hjemmel.api.v1.schemas.common import MadeOut, MunicipalityNumber
from hjemmel.api.v1.schemas.lists import (
    AdvertisementBody,
    AppointmentBody,
    CeilingBody,
    CeilingChangedOut,
    KindBody,
    ListKey,
    NoticeBody,
    NoticeOut,
    PostBody,
    ShareBody,
    TermsBody,
    UnshareBody,
    VacancyBody,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.lists import list_on
from hjemmel.apps.registry.services import list_doctors, lists, posts
from hjemmel.law.plain import finding_as_plain

__all__ = ["router"]
_AGREEMENTS = key_for(Permission.EDIT_AGREEMENTS, Permission.SEE_LISTS)


@router.post(
    "/municipalities/{number}/lists",
    response={201: MadeOut},
    summary="Open a post with a list",
    openapi_extra=key_for(Permission.EDIT_AGREEMENTS, Permission.EDIT_CEILINGS),
)
def open_post(request: HttpRequest, number: MunicipalityNumber, body: PostBody) -> Any:
    """Open a post at a centre, without a doctor yet; the answer has the key of its list."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    key = posts.open_post(municipality=asked.municipality.key, by=asked.actor, **body.dict())
    return Status(201, {"key": key})


@router.post(
    "/municipalities/{number}/lists/{key}/ceiling",
    response=CeilingChangedOut,
    summary="Change the ceiling",
    openapi_extra=key_for(Permission.EDIT_CEILINGS, Permission.SEE_LISTS),
)
def change_ceiling(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: CeilingBody
) -> Any:
    """Set the list's ceiling from a day on; the answer has what the rules say."""
    asked = asked_to_change(request, number, Permission.EDIT_CEILINGS)
    _agreement(asked, key)
    found = lists.change_ceiling(patient_list=key, by=asked.actor, **body.dict())
    return {"findings": [finding_as_plain(one, language_of(request)) for one in found]}


@router.post(
    "/municipalities/{number}/lists/{key}/notice",
    response=NoticeOut,
    summary="Note that notice was given",
    openapi_extra=_AGREEMENTS,
)
def receive_notice(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: NoticeBody
) -> Any:
    """Note that notice reached the municipality; the answer has the agreement's end."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    ends_on = lists.receive_notice(agreement=_agreement(asked, key), by=asked.actor, **body.dict())
    return {"ends_on": ends_on}


@router.post(
    "/municipalities/{number}/lists/{key}/appointment",
    response={204: None},
    summary="Appoint a doctor",
    openapi_extra=_AGREEMENTS,
)
def appoint(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: AppointmentBody
) -> Any:
    """Let a doctor have the post, or stand in on it, from a day on."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    posts.appoint(agreement=_agreement(asked, key), by=asked.actor, **body.dict())
    return Status(204, None)


@router.post(
    "/municipalities/{number}/lists/{key}/vacancy",
    response={204: None},
    summary="Leave the post vacant",
    openapi_extra=_AGREEMENTS,
)
def vacate(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: VacancyBody
) -> Any:
    """Let nobody have the post from a day on: a vacancy begins."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    lists.change_holder(
        agreement=_agreement(asked, key),
        holder=None,
        locum=None,
        valid_from=body.valid_from,
        by=asked.actor,
    )
    return Status(204, None)


@router.post(
    "/municipalities/{number}/lists/{key}/advertisements",
    response={204: None},
    summary="Note an advertisement",
    openapi_extra=_AGREEMENTS,
)
def advertise(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: AdvertisementBody
) -> Any:
    """Note that the vacant post was advertised."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    lists.advertise(agreement=_agreement(asked, key), by=asked.actor, **body.dict())
    return Status(204, None)


@router.post(
    "/municipalities/{number}/lists/{key}/terms",
    response={204: None},
    summary="Change the terms",
    openapi_extra=_AGREEMENTS,
)
def change_terms(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: TermsBody
) -> Any:
    """Change what is agreed of the post from a day on; what was known before is kept."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    changes = body.given()
    valid_from = changes.pop("valid_from")
    posts.change_terms(
        agreement=_agreement(asked, key),
        changes=changes,
        valid_from=valid_from,
        by=asked.actor,
    )
    return Status(204, None)


@router.post(
    "/municipalities/{number}/lists/{key}/kind",
    response={204: None},
    summary="Change the kind of list",
    openapi_extra=_AGREEMENTS,
)
def change_kind(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: KindBody
) -> Any:
    """Say that the list is ordinary, shared or in parts."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    _agreement(asked, key)
    list_doctors.change_list_kind(patient_list=key, kind=body.kind, by=asked.actor)
    return Status(204, None)


@router.post(
    "/municipalities/{number}/lists/{key}/doctors",
    response={204: None},
    summary="Share the list with a doctor",
    openapi_extra=_AGREEMENTS,
)
def share(request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: ShareBody) -> Any:
    """Let a doctor share the list, or have a part of it, from a day on."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    _agreement(asked, key)
    list_doctors.add_list_doctor(patient_list=key, by=asked.actor, **body.dict())
    return Status(204, None)


@router.post(
    "/municipalities/{number}/lists/{key}/doctors/leave",
    response={204: None},
    summary="Share the list with a doctor no longer",
    openapi_extra=_AGREEMENTS,
)
def unshare(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, body: UnshareBody
) -> Any:
    """Note that a doctor no longer shares the list, from a day on."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    _agreement(asked, key)
    list_doctors.remove_list_doctor(patient_list=key, by=asked.actor, **body.dict())
    return Status(204, None)


def _agreement(asked: RegisterAsked, key: int) -> int:
    """Return the agreement of a list of the municipality."""
    return list_on(key, asked.municipality, asked.as_of, by=asked.actor).agreement
