"""Population events to tell, for tests of what they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.services.events import tell_event
from hjemmel.apps.registry.models import (
    Membership,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.domain.population_event import EventKind, Told
from hjemmel.kernel.identifiers import synthetic_check_digits

TODAY = date(2024, 3, 12)

DAY = date(2024, 3, 5)

NEXT = date(2024, 4, 1)

WORKER = system("test")

K = EventKind


def ids(prefix: str) -> Iterator[str]:
    """National ids of nobody, from day, month with 80 added, and year."""
    for count in range(900, 1000):
        digits = synthetic_check_digits(f"{prefix}{count}")
        if digits is not None:
            yield f"{prefix}{count}{digits}"


NEWBORN = next(ids("058324"))

ADULT = next(ids("018390"))


def tell(
    place: int, kind: EventKind, who: str | Resident, day: date = DAY, **facts: str
) -> PopulationEvent:
    national_id = who if isinstance(who, str) else str(who.national_id)
    told = Told(kind=kind, happened_on=day, national_id=national_id, **facts)  # type: ignore[arg-type]
    return tell_event(municipality=place, told=told, by=WORKER, today=TODAY)


def born(place: int, mother: str = "") -> PopulationEvent:
    return tell(place, K.BIRTH, NEWBORN, sex="female", district="460102", mother=mother)


def grown_up(**more: object) -> Resident:
    """Somebody who lives here and is on a list."""
    placed = Membership.objects.on(DAY).filter(patient_list__isnull=False)
    rows = Resident.objects.filter(
        pk__in=placed.values("resident"),
        born__year__lt=1990,
        municipality__number="4601",
        lived_here_to__isnull=True,
        died_on__isnull=True,
        **more,
    )
    return rows.order_by("pk")[0]


def list_of(resident: Resident, day: date = TODAY) -> PatientList | None:
    row = Membership.objects.on(day).filter(resident=resident).first()
    return None if row is None else row.patient_list


def ceiling(row: PatientList, free: int) -> None:
    members = Membership.objects.on(NEXT).filter(patient_list=row).count()
    change_ceiling(
        patient_list=row.pk,
        ceiling=members + free,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )


def other_list(row: PatientList | None) -> PatientList:
    found = PatientList.objects.exclude(pk=0 if row is None else row.pk).order_by("pk")[2]
    ceiling(found, 5)
    return found
