"""Who asks, the municipalities of the register, their districts and the months stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hjemmel.api.actors import actor_for
from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.common import MunicipalityNumber
from hjemmel.api.v1.schemas.register import (
    BorderOut,
    MeOut,
    MunicipalityOut,
    SnapshotBody,
    SnapshotsOut,
    SnapshotTakenOut,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.selectors import days_of_register
from hjemmel.apps.coverage.services import take_snapshot
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.apps.registry.selectors.statistics import borders

router = Router()


@router.get("/me", response=MeOut, summary="Who asks", openapi_extra=key_for())
def show_me(request: HttpRequest) -> Any:
    """The user behind the key or the session, her roles, and what the key is narrowed to."""
    refuse_other_parameters(request)
    actor = actor_for(request)
    return {
        "name": actor.name,
        "roles": sorted({grant.role.value for grant in actor.grants}),
        "scopes": None if actor.scopes is None else sorted(scope.value for scope in actor.scopes),
    }


@router.get(
    "/municipalities",
    response=list[MunicipalityOut],
    summary="Municipalities one may see",
    openapi_extra=key_for(),
)
def show_municipalities(request: HttpRequest) -> Any:
    """The municipalities of the register whose figures are open to who asks; there may be none."""
    refuse_other_parameters(request)
    return list(list_municipalities(by=actor_for(request)))


@router.get(
    "/municipalities/{number}",
    response=MunicipalityOut,
    summary="One municipality",
    openapi_extra=key_for(Permission.SEE_FIGURES),
)
def show_municipality(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """A municipality by its number, of today or earlier."""
    return asked_of_register(request, number, Permission.SEE_FIGURES).municipality


@router.get(
    "/municipalities/{number}/districts",
    response=list[BorderOut],
    summary="Districts with their borders",
    openapi_extra=key_for(Permission.SEE_FIGURES),
)
def show_districts(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The municipality's districts; their figures are in the coverage."""
    asked = asked_of_register(request, number, Permission.SEE_FIGURES)
    return list(borders(number=asked.municipality.number, by=asked.actor))


@router.get(
    "/municipalities/{number}/snapshots",
    response=SnapshotsOut,
    summary="Months that were stored",
    openapi_extra=key_for(Permission.SEE_FIGURES),
)
def show_snapshots(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """From which day the register has figures, and the months that were stored."""
    asked = asked_of_register(request, number, Permission.SEE_FIGURES)
    return days_of_register(asked.municipality, by=asked.actor)


@router.post(
    "/municipalities/{number}/snapshots",
    response=SnapshotTakenOut,
    summary="Store a month",
    openapi_extra=key_for(Permission.IMPORT_STATISTICS, Permission.SEE_FIGURES),
)
def store_snapshot(request: HttpRequest, number: MunicipalityNumber, body: SnapshotBody) -> Any:
    """Store the picture of the first of a month; taken once more, it stays as it was."""
    asked = asked_to_change(request, number, Permission.IMPORT_STATISTICS)
    return take_snapshot(municipality=asked.municipality, as_of=body.as_of, by=asked.actor)
