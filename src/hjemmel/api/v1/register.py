"""The register: municipalities, lists, and who asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from hjemmel.api.actors import actor_for
from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.v1.schemas.register import (
    DaysQuery,
    ListDetailsOut,
    ListKey,
    ListsOut,
    ListsQuery,
    MeOut,
    MunicipalityNumber,
    MunicipalityOut,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.details import list_details
from hjemmel.apps.registry.selectors.list_choice import ListChoice
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import (
    MunicipalityView,
    end_of,
    get_municipality,
    list_municipalities,
)
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import HjemmelError
from hjemmel.law import law_on
from hjemmel.law.plain import finding_as_plain

router = Router()


@router.get("/me", response=MeOut, summary="Who asks")
def show_me(request: HttpRequest) -> Any:
    """The user behind the key or the session, her roles, and what the key is narrowed to."""
    refuse_other_parameters(request)
    actor = actor_for(request)
    return {
        "name": actor.name,
        "roles": sorted({grant.role.value for grant in actor.grants}),
        "scopes": None if actor.scopes is None else sorted(scope.value for scope in actor.scopes),
    }


@router.get("/municipalities", response=list[MunicipalityOut], summary="Municipalities one may see")
def show_municipalities(request: HttpRequest) -> Any:
    """The municipalities of the register whose figures are open to who asks."""
    refuse_other_parameters(request)
    return [_municipality(m) for m in list_municipalities(by=actor_for(request))]


@router.get("/municipalities/{number}", response=MunicipalityOut, summary="One municipality")
def show_municipality(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """A municipality by its number, of today or earlier."""
    refuse_other_parameters(request)
    return _municipality(get_municipality(number, by=actor_for(request)))


@router.get("/municipalities/{number}/lists", response=ListsOut, summary="Lists on a day")
def show_lists(request: HttpRequest, number: MunicipalityNumber, asked: Query[ListsQuery]) -> Any:
    """The municipality's lists on a day, as known on a day, with the page's own choices."""
    refuse_other_parameters(request, *ListsQuery.model_fields)
    actor = actor_for(request)
    place, day, known_at = _asked(request, number, asked)
    rows = lists_on(place, day, known_at, by=actor).rows
    choice = ListChoice(
        search=asked.q,
        district=asked.district,
        has_free=asked.free,
        status=asked.status,
        ends_soon=asked.ends_soon,
    )
    chosen = choice.of(rows, day, law_on(day, place.number))
    return {"municipality": place.number, "as_of": day, "lists": [_row(row) for row in chosen]}


@router.get(
    "/municipalities/{number}/lists/{key}", response=ListDetailsOut, summary="One list with history"
)
def show_list(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, asked: Query[DaysQuery]
) -> Any:
    """A list on a day, its ceilings in both times, and what the rules say."""
    refuse_other_parameters(request, *DaysQuery.model_fields)
    actor = actor_for(request)
    place, day, known_at = _asked(request, number, asked)
    details = list_details(key, place, day, known_at, by=actor)
    language = language_of(request)
    return {
        "row": _row(details.row),
        "ceilings": [
            {
                "ceiling": c.ceiling,
                "valid_from": c.valid_from,
                "valid_to": c.valid_to,
                "known_from": c.known_from,
                "known_to": c.known_to,
            }
            for c in details.ceilings
        ],
        "findings": [
            finding_as_plain(said, language)
            for said in details.findings
            if not isinstance(said, HjemmelError)
        ],
    }


def _asked(
    request: HttpRequest, number: str, asked: DaysQuery
) -> tuple[MunicipalityView, date, datetime | None]:
    place = get_municipality(number, by=actor_for(request), permission=Permission.SEE_LISTS)
    day = asked.as_of or place.usual_day(timezone.localdate())
    return place, day, None if asked.known_on is None else end_of(asked.known_on)


def _municipality(view: MunicipalityView) -> dict[str, Any]:
    return {
        "number": view.number,
        "name": view.name,
        "is_synthetic": view.is_synthetic,
        "data_as_of": view.data_as_of,
    }


def _row(row: ListOnDay) -> dict[str, Any]:
    return {
        name: getattr(row, name)
        for name in (
            "key",
            "external_id",
            "kind",
            "centre",
            "centre_name",
            "district",
            "district_name",
            "doctor_name",
            "form",
            "status",
            "ceiling",
            "length",
            "free",
            "guests",
            "waiting",
            "ends_on",
        )
    }
