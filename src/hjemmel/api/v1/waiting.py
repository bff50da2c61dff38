"""Who waits for a list, and who has no GP, person by person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.residents import Purpose
from hjemmel.api.v1.schemas.waiting import UnplacedOut, UnplacedQuery
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.unplaced import UnplacedChoice, unplaced
from hjemmel.domain.waiting_list import WaitingClass

router = Router()


@router.get(
    "/municipalities/{number}/waiting",
    response=UnplacedOut,
    summary="Who waits, and who has no GP",
    openapi_extra=key_for(Permission.SEE_RESIDENTS),
)
def show_waiting(
    request: HttpRequest, number: MunicipalityNumber, purpose: Purpose, query: Query[UnplacedQuery]
) -> Any:
    """Who waits for a list on a day, or who has no GP; each one shown is logged as seen."""
    asked = asked_of_register(request, number, Permission.SEE_RESIDENTS, query)
    wanted = query.waiting_class
    choice = UnplacedChoice(
        without_gp=query.without_gp,
        waiting_class=None if wanted is None else WaitingClass(wanted),
        wanted_list=query.wanted_list,
        district=query.district,
    )
    found = unplaced(
        asked.municipality,
        asked.as_of,
        asked.known_at,
        choice,
        by=asked.actor,
        purpose=purpose,
        skip=query.skip,
        most=query.most,
    )
    return {
        "municipality": asked.municipality.number,
        "as_of": asked.as_of,
        "total": found.total,
        "by_class": {one.value: count for one, count in found.by_class.items()},
        "without_gp": found.without_gp,
        "leaves_out": found.leaves_out,
        "rows": [
            {
                "person": row.person,
                "waiting_class": None if row.waiting_class is None else row.waiting_class.value,
                "queued_on": row.queued_on,
                "wanted_list": row.wanted_list,
                "external_id": row.external_id,
            }
            for row in found.rows
        ],
    }
