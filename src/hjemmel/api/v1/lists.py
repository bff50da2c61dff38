"""Lists on a day, and one list with its history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register
from hjemmel.api.v1.schemas.common import DaysQuery, MunicipalityNumber
from hjemmel.api.v1.schemas.lists import ListDetailsOut, ListKey, ListsOut, ListsQuery
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.details import list_details
from hjemmel.apps.registry.selectors.list_choice import ListChoice
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.kernel.errors import HjemmelError
from hjemmel.law import law_on
from hjemmel.law.plain import finding_as_plain

router = Router()
SORTS = {
    "centre": "senter",
    "doctor": "lege",
    "free": "ledig",
    "length": "lengde",
    "waiting": "venter",
    "ends": "slutt",
}


@router.get(
    "/municipalities/{number}/lists",
    response=ListsOut,
    summary="Lists on a day",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_lists(request: HttpRequest, number: MunicipalityNumber, query: Query[ListsQuery]) -> Any:
    """The municipality's lists on a day, as known on a day, with the page's own choices."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    rows = lists_on(asked.municipality, asked.as_of, asked.known_at, by=asked.actor).rows
    choice = ListChoice(
        search=query.q,
        district=query.district,
        centre=query.centre,
        has_free=query.free,
        status=query.status,
        vacant=query.vacant,
        form=query.form,
        ends_soon=query.ends_soon,
        near_end_age=query.near_end_age,
        sort=SORTS[query.sort],
    )
    chosen = choice.of(rows, asked.as_of, law_on(asked.as_of, asked.municipality.number))
    return {"municipality": asked.municipality.number, "as_of": asked.as_of, "lists": chosen}


@router.get(
    "/municipalities/{number}/lists/{key}",
    response=ListDetailsOut,
    summary="One list with history",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_list(
    request: HttpRequest, number: MunicipalityNumber, key: ListKey, query: Query[DaysQuery]
) -> Any:
    """A list on a day: ceilings and terms in both times, reports, members, vacancies and rules."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    details = list_details(key, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    language = language_of(request)
    return {
        "row": details.row,
        "ceilings": details.ceilings,
        "terms": details.terms,
        "shares": details.shares,
        "reports": [
            {"as_of": day, "length": length, "ceiling": ceiling}
            for day, length, ceiling in details.reports
        ],
        "members": details.members,
        "vacancies": [
            {
                "since": vacancy.since,
                "filled_on": vacancy.filled_on,
                "advertisements": [
                    {"published_on": published, "deadline": deadline}
                    for published, deadline in vacancy.advertisements
                ],
            }
            for vacancy in details.vacancies
        ],
        "findings": [
            finding_as_plain(said, language)
            for said in details.findings
            if not isinstance(said, HjemmelError)
        ],
    }
