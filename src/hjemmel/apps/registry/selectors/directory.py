"""Doctors and centres of a municipality, as a directory has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import AgreementTerms, Centre, Doctor
from hjemmel.apps.registry.selectors.places import MunicipalityView


@dataclass(frozen=True, slots=True)
class DoctorEntry:
    """A doctor; number and birth date only for those who may see them."""

    key: int
    name: str
    sex: str
    hpr_number: str | None
    born: date | None


@dataclass(frozen=True, slots=True)
class CentreEntry:
    """A centre and where it is."""

    key: int
    name: str
    organisation_number: str
    district: str
    address: str
    postcode: str
    postal_place: str
    longitude: float | None
    latitude: float | None
    is_open: bool


def doctors_of(municipality: MunicipalityView, *, by: Actor) -> tuple[DoctorEntry, ...]:
    """Return the doctors who hold, or stand in on, an agreement now.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    sees = by.may(Permission.SEE_DOCTOR_DETAILS, municipality=municipality.key)
    now = AgreementTerms.objects.known().filter(agreement__municipality=municipality.key)
    rows = Doctor.objects.filter(
        Q(pk__in=now.filter(holder__isnull=False).values("holder"))
        | Q(pk__in=now.filter(locum__isnull=False).values("locum"))
    ).order_by("pk")
    return tuple(
        DoctorEntry(
            row.pk, row.name, row.sex, row.hpr_number if sees else None, row.born if sees else None
        )
        for row in rows
    )


def centres_of(municipality: MunicipalityView, *, by: Actor) -> tuple[CentreEntry, ...]:
    """Return the centres of a municipality.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    rows = Centre.objects.filter(municipality=municipality.key).select_related("district")
    return tuple(
        CentreEntry(
            row.pk,
            row.name,
            row.organisation_number,
            row.district.number,
            row.address,
            row.postcode,
            row.postal_place,
            row.longitude,
            row.latitude,
            row.closed_on is None,
        )
        for row in rows.order_by("pk")
    )
