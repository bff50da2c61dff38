"""Free places in a municipality, for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.free_places import FreePlacesOut
from hjemmel.apps.lists.selectors.free_places import as_plain, free_places

router = Router()


@router.get("/municipalities/{number}/free-places", response=FreePlacesOut, summary="Free places")
def show_free_places(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """Free places by list and district today; small counts are left out."""
    refuse_other_parameters(request)
    return as_plain(free_places(number, timezone.localdate()))
