"""The log: what was done, and who looked at residents."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.actors import actor_for
from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.schemas.log import LogOut, LogQuery, LooksOut, LooksQuery
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.selectors import LogChoice, events, reads
from hjemmel.apps.registry.selectors.places import numbers_open_to

router = Router()
_NEEDS = key_for(Permission.SEE_LOG)


@router.get("/log", response=LogOut, summary="What was done", openapi_extra=_NEEDS)
def show_log(request: HttpRequest, query: Query[LogQuery]) -> Any:
    """What was done in the municipalities whose log one sees, newest first."""
    refuse_other_parameters(request, *LogQuery.model_fields)
    choice = LogChoice(user=query.user, action=query.action, first=query.first, last=query.last)
    numbers = numbers_open_to(actor_for(request), Permission.SEE_LOG)
    total, found = events(choice, numbers, skip=query.skip, most=query.most)
    return {"total": total, "events": found}


@router.get(
    "/log/looks", response=LooksOut, summary="Who looked at residents", openapi_extra=_NEEDS
)
def show_looks(request: HttpRequest, query: Query[LooksQuery]) -> Any:
    """Who looked at residents, and what for, newest first."""
    refuse_other_parameters(request, *LooksQuery.model_fields)
    choice = LogChoice(user=query.user, first=query.first, last=query.last)
    numbers = numbers_open_to(actor_for(request), Permission.SEE_LOG)
    total, found = reads(choice, numbers, skip=query.skip, most=query.most)
    return {"total": total, "looks": found}
