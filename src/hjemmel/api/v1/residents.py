"""Residents: found by what stands in a body, seen for a purpose, and every look is logged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.residents import (
    DeathBody,
    MoveInBody,
    MoveOutBody,
    PersonOut,
    PlaceBody,
    Purpose,
    QueueBody,
    ResidentKey,
    ResidentOut,
    ResidentQuery,
    ResidentRowOut,
    ResidentSearchBody,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.services import by_hand, placing, rights
from hjemmel.apps.registry.selectors.lists import list_on
from hjemmel.apps.registry.selectors.people import ResidentView, resident_page, search_residents
from hjemmel.apps.registry.services import residents as services
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.text import Language
from hjemmel.law.plain import finding_as_plain

router = Router()
_EDIT = key_for(Permission.EDIT_RESIDENTS)


@router.post(
    "/municipalities/{number}/residents/search",
    response=list[ResidentRowOut],
    summary="Search for residents",
    openapi_extra=key_for(Permission.SEE_RESIDENTS),
)
def find_residents(
    request: HttpRequest, number: MunicipalityNumber, purpose: Purpose, body: ResidentSearchBody
) -> Any:
    """Residents and guests by national id, or by birth date and name: at most fifty."""
    asked = asked_to_change(request, number, Permission.SEE_RESIDENTS)
    return list(
        search_residents(asked.municipality, by=asked.actor, purpose=purpose, **body.dict())
    )


@router.get(
    "/municipalities/{number}/residents/{key}",
    response=ResidentOut,
    summary="One resident, for a purpose",
    openapi_extra=key_for(Permission.SEE_RESIDENTS),
)
def show_resident(
    request: HttpRequest,
    number: MunicipalityNumber,
    key: ResidentKey,
    purpose: Purpose,
    query: Query[ResidentQuery],
) -> Any:
    """All that the register has about a resident; that you looked, and what for, is logged."""
    asked = asked_of_register(request, number, Permission.SEE_RESIDENTS, query)
    shown = resident_page(
        key,
        asked.municipality,
        asked.as_of,
        asked.known_at,
        by=asked.actor,
        purpose=purpose,
        whole_number=query.whole_number,
    )
    return _plain(shown, language_of(request))


@router.post(
    "/municipalities/{number}/residents/{key}/list",
    response={204: None},
    summary="Put a resident on a list",
    openapi_extra=key_for(Permission.EDIT_RESIDENTS, Permission.SEE_LISTS),
)
def put_on_list(
    request: HttpRequest, number: MunicipalityNumber, key: ResidentKey, body: PlaceBody
) -> Any:
    """Put a resident on one of the municipality's lists from a day on; the one she had is left."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    list_on(body.patient_list, asked.municipality, asked.as_of, by=asked.actor)
    placing.put_on_list(resident=key, by=asked.actor, **body.dict())
    return Status(204, None)


@router.post(
    "/municipalities/{number}/residents/{key}/queue",
    response={204: None},
    summary="Put a resident in the queue",
    openapi_extra=_EDIT,
)
def queue_up(
    request: HttpRequest, number: MunicipalityNumber, key: ResidentKey, body: QueueBody
) -> Any:
    """Let a resident wait for a list, or for any, from today; nobody waits twice."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    services.queue_up(
        resident=key,
        wanted_list=body.wanted_list,
        waiting_class=WaitingClass(body.waiting_class),
        queued_on=timezone.localdate(),
        by=asked.actor,
    )
    return Status(204, None)


@router.post(
    "/municipalities/{number}/residents/{key}/queue/leave",
    response={204: None},
    summary="Take a resident out of the queue",
    openapi_extra=_EDIT,
)
def leave_queue(request: HttpRequest, number: MunicipalityNumber, key: ResidentKey) -> Any:
    """Let a resident wait no longer, from today."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    services.leave_queue(resident=key, left_on=timezone.localdate(), by=asked.actor)
    return Status(204, None)


@router.post(
    "/municipalities/{number}/residents/{key}/death",
    response={204: None},
    summary="Note a death",
    openapi_extra=_EDIT,
)
def note_death(
    request: HttpRequest, number: MunicipalityNumber, key: ResidentKey, body: DeathBody
) -> Any:
    """Note that a resident died; from that day she is on no list and in no queue."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    today = timezone.localdate()
    by_hand.note_death(resident=key, died_on=body.died_on, today=today, by=asked.actor)
    return Status(204, None)


@router.post(
    "/municipalities/{number}/residents/{key}/move-out",
    response={204: None},
    summary="Note a move away",
    openapi_extra=_EDIT,
)
def note_move_out(
    request: HttpRequest, number: MunicipalityNumber, key: ResidentKey, body: MoveOutBody
) -> Any:
    """Note that a resident no longer lives in her municipality; she keeps her list."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    by_hand.note_move_out(resident=key, moved_on=body.moved_on, by=asked.actor)
    return Status(204, None)


@router.post(
    "/municipalities/{number}/residents/{key}/move-in",
    response={204: None},
    summary="Note a move to a district",
    openapi_extra=_EDIT,
)
def note_move_in(
    request: HttpRequest, number: MunicipalityNumber, key: ResidentKey, body: MoveInBody
) -> Any:
    """Note that a resident lives in a district from a day on: moved here, back, or within."""
    asked = asked_to_change(request, number, Permission.EDIT_RESIDENTS)
    by_hand.note_move_in(resident=key, by=asked.actor, **body.dict())
    return Status(204, None)


@router.post(
    "/municipalities/{number}/residents/{key}/export",
    response=PersonOut,
    summary="Hand out a resident's data",
    openapi_extra=key_for(Permission.EXPORT_PERSON),
)
def export_person(
    request: HttpRequest, number: MunicipalityNumber, key: ResidentKey, purpose: Purpose
) -> Any:
    """Everything that is stored about a resident, for her to have; it is logged."""
    asked = asked_to_change(request, number, Permission.EXPORT_PERSON)
    return rights.export_person(resident=key, purpose=purpose, by=asked.actor)


@router.post(
    "/municipalities/{number}/residents/{key}/erase",
    response={204: None},
    summary="Erase who a resident was",
    openapi_extra=key_for(Permission.ERASE_PERSON),
)
def erase_person(request: HttpRequest, number: MunicipalityNumber, key: ResidentKey) -> Any:
    """Erase who a resident was, where the law allows; counts and history without a person remain."""
    asked = asked_to_change(request, number, Permission.ERASE_PERSON)
    rights.erase_person(resident=key, today=timezone.localdate(), by=asked.actor)
    return Status(204, None)


def _plain(shown: ResidentView, language: Language) -> dict[str, Any]:
    names = [name for name in ResidentOut.model_fields if name != "right"]
    return {
        **{name: getattr(shown, name) for name in names},
        "right": finding_as_plain(shown.right, language),
    }
