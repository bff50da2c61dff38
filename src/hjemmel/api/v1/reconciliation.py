"""The register beside the national register's contracts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.reconciliation import ReconciliationOut, ReconciliationQuery
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.reconciliation import reconcile
from hjemmel.domain.reconciliation import WHY

router = Router()


@router.get(
    "/municipalities/{number}/reconciliation",
    response=ReconciliationOut,
    summary="Reconciliation with the national register",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_reconciliation(
    request: HttpRequest, number: MunicipalityNumber, query: Query[ReconciliationQuery]
) -> Any:
    """Where the register and a file of contracts disagree: on what, since when, and why."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    found = reconcile(
        asked.municipality, by=asked.actor, today=timezone.localdate(), as_of=query.file_day
    )
    if found is None:
        return {}
    language = language_of(request)
    rows = [{**asdict(row), "reason": WHY[row.why].in_language(language)} for row in found.rows]
    return {
        "as_of": found.as_of,
        "loaded_at": found.loaded_at,
        "days": found.days,
        "contracts": found.contracts,
        "lists": found.lists,
        "disagreeing": found.disagreeing,
        "rows": rows,
    }
