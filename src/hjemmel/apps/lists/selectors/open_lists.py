"""The lists that a round can give places on, as the engine takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count, F

from hjemmel.apps.lists.models import Move
from hjemmel.apps.registry.models import AgreementTerms, ListCeiling, Membership, PatientList
from hjemmel.engines.allocation import OpenLists
from hjemmel.law import LawAt
from hjemmel.rules.waiting_order import list_opens_to_applicants


@dataclass(frozen=True, slots=True)
class ListPlaces:
    """A list with a doctor, and its places on a day.

    Args:
        key: Key of the list.
        external_id: Its number.
        centre: Name of its centre.
        centre_key: Key of it.
        district: Number of the centre's district.
        ceiling: Persons it may hold.
        taken: Persons on it or promised a place.
        languages: Languages that the doctor speaks.
    """

    key: int
    external_id: str
    centre: str
    centre_key: int
    district: str
    ceiling: int
    taken: int
    languages: tuple[str, ...]

    @property
    def free(self) -> int:
        """Places left below the ceiling."""
        return max(0, self.ceiling - self.taken)


def lists_with_places(municipality: int, day: date) -> tuple[ListPlaces, ...]:
    """Return the lists of a municipality that have a doctor and a ceiling on a day, by key.

    Five queries, however many lists. A decided move to a list holds a place; one away from it frees
    none before it has taken effect.
    """
    ceilings = dict(
        ListCeiling.objects.on(day)
        .filter(patient_list__municipality=municipality)
        .values_list("patient_list_id", "ceiling")
    )
    served = {
        row["agreement_id"]: row
        for row in AgreementTerms.objects.on(day)
        .filter(agreement__municipality=municipality)
        .exclude(status="without_doctor")
        .exclude(ends_on__lte=day)
        .values(
            "agreement_id",
            "centre",
            "centre__name",
            "centre__district__number",
            doctor_languages=F("holder__languages"),
        )
    }
    members = dict(
        Membership.objects.on(day)
        .filter(patient_list__municipality=municipality)
        .values_list("patient_list_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    promised = dict(
        Move.objects.filter(
            to_list__municipality=municipality, state="planned", effective_on__lte=day
        )
        .values_list("to_list_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows = (
        PatientList.objects.filter(municipality=municipality)
        .exclude(closed_on__lte=day)
        .exclude(opened_on__gt=day)
        .values_list("pk", "external_id", "agreement_id")
        .order_by("pk")
    )
    return tuple(
        ListPlaces(
            key=key,
            external_id=name,
            centre=served[agreement]["centre__name"],
            centre_key=served[agreement]["centre"],
            district=served[agreement]["centre__district__number"] or "",
            ceiling=ceilings[key],
            taken=members.get(key, 0) + promised.get(key, 0),
            languages=_languages(served[agreement]["doctor_languages"]),
        )
        for key, name, agreement in rows
        if agreement in served and key in ceilings
    )


def as_open_lists(lists: tuple[ListPlaces, ...], municipality: str, law: LawAt) -> OpenLists:
    """Return the lists as the engine takes them; those without a place come along, with none."""
    free = [row.free for row in lists]
    return OpenLists(
        keys=np.array([row.key for row in lists], np.int64),
        places=np.array(free, np.int32),
        is_open=np.array(
            [list_opens_to_applicants(places, law=law).is_met for places in free], bool
        ),
        municipality=np.full(len(lists), int(municipality), np.int32),
        district=np.array([int(row.district or 0) for row in lists], np.int32),
    )


def _languages(stored: object) -> tuple[str, ...]:
    if isinstance(stored, str):
        return tuple(part.strip().lower() for part in stored.split(",") if part.strip())
    return tuple(str(part).lower() for part in stored) if isinstance(stored, list) else ()
