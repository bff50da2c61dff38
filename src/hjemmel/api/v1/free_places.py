"""Free places in a municipality, for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.free_places import FreePlacesOut, FreePlacesQuery
from hjemmel.apps.lists.selectors.free_places import as_plain, free_places
from hjemmel.apps.lists.selectors.nearness import nearest

router = Router()


@router.get("/municipalities/{number}/free-places", response=FreePlacesOut, summary="Free places")
def show_free_places(
    request: HttpRequest, number: MunicipalityNumber, query: Query[FreePlacesQuery]
) -> Any:
    """Free places by list and district today, perhaps by distance; small counts are left out."""
    refuse_other_parameters(request, *FreePlacesQuery.model_fields)
    found = free_places(number, timezone.localdate())
    return as_plain(nearest(found, query.from_district, query.within_km))
