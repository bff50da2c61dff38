"""Doctors with an agreement in a municipality."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.centres import DoctorBody, DoctorEntryOut, DoctorKey, DoctorOut
from hjemmel.api.v1.schemas.common import DaysQuery, MunicipalityNumber
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.directory import doctors_of
from hjemmel.apps.registry.selectors.doctor_details import doctor_details
from hjemmel.apps.registry.services.centres import change_doctor as change

router = Router()


@router.get(
    "/municipalities/{number}/doctors",
    response=list[DoctorEntryOut],
    summary="Doctors",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_doctors(request: HttpRequest, number: MunicipalityNumber, query: Query[DaysQuery]) -> Any:
    """Doctors who hold, or stand in on, an agreement on a day."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    return list(doctors_of(asked.municipality, asked.as_of, asked.known_at, by=asked.actor))


@router.get(
    "/municipalities/{number}/doctors/{key}",
    response=DoctorOut,
    summary="One doctor with her lists",
    openapi_extra=key_for(Permission.SEE_LISTS),
)
def show_doctor(
    request: HttpRequest, number: MunicipalityNumber, key: DoctorKey, query: Query[DaysQuery]
) -> Any:
    """A doctor, and the lists that she holds or stands in on."""
    asked = asked_of_register(request, number, Permission.SEE_LISTS, query)
    return doctor_details(key, asked.municipality, asked.as_of, asked.known_at, by=asked.actor)


@router.post(
    "/municipalities/{number}/doctors/{key}",
    response={204: None},
    summary="Correct a doctor",
    openapi_extra=key_for(Permission.EDIT_AGREEMENTS),
)
def change_doctor(
    request: HttpRequest, number: MunicipalityNumber, key: DoctorKey, body: DoctorBody
) -> Any:
    """Correct what is known of a doctor; what is left out stays as it was."""
    asked = asked_to_change(request, number, Permission.EDIT_AGREEMENTS)
    place = asked.municipality.key
    change(doctor=key, municipality=place, changes=body.given(), by=asked.actor)
    return Status(204, None)
