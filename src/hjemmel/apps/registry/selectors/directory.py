"""Doctors and centres of a municipality, as a directory has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import AgreementTerms, Centre, Doctor, ListDoctor
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
    """A centre and where it is; ``is_open`` on the day asked for."""

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


def doctors_of(
    municipality: MunicipalityView,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> tuple[DoctorEntry, ...]:
    """Return the doctors who hold, or stand in on, an agreement or share a list on a day.

    Args:
        municipality: The municipality.
        as_of: The day; ``None`` is the day that its pages show.
        known_at: The moment whose knowledge is used; ``None`` is now.
        by: Who asks.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    sees = by.may(Permission.SEE_DOCTOR_DETAILS, municipality=municipality.key)
    day = as_of or municipality.usual_day(timezone.localdate())
    now = (
        AgreementTerms.objects.on(day, known_at)
        .filter(agreement__municipality=municipality.key)
        .exclude(agreement__closed_on__lte=day)
    )
    rows = Doctor.objects.filter(
        Q(pk__in=now.filter(holder__isnull=False).values("holder"))
        | Q(pk__in=now.filter(locum__isnull=False).values("locum"))
        | Q(
            pk__in=ListDoctor.objects.on(day, known_at)
            .filter(patient_list__municipality=municipality.key)
            .values("doctor")
        )
    ).order_by("pk")
    return tuple(
        DoctorEntry(
            row.pk, row.name, row.sex, row.hpr_number if sees else None, row.born if sees else None
        )
        for row in rows
    )


def centres_of(
    municipality: MunicipalityView, as_of: date | None = None, *, by: Actor
) -> tuple[CentreEntry, ...]:
    """Return the centres of a municipality, and whether each is open on a day.

    Args:
        municipality: The municipality.
        as_of: The day; ``None`` is the day that its pages show.
        by: Who asks.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    day = as_of or municipality.usual_day(timezone.localdate())
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
            (row.opened_on is None or row.opened_on <= day)
            and (row.closed_on is None or row.closed_on > day),
        )
        for row in rows.order_by("pk")
    )
