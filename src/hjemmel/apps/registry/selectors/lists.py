"""Lists on a day: one picture of all of a municipality's, kept until the register changes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListCeiling,
    ListReport,
    PatientList,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.known import last_day_known
from hjemmel.apps.registry.selectors.person_counts import counted_persons
from hjemmel.apps.registry.selectors.places import MunicipalityView, require_possible
from hjemmel.apps.registry.selectors.residents import waits_on
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

Flow = Mapping[tuple[int, int | None, int | None], int]


@dataclass(frozen=True, slots=True)
class ListsOnDay:
    """All lists of a municipality on a day.

    Args:
        rows: The lists, in the order of their keys.
        flow: Persons by (list, municipality of residence, district of residence); empty where
            members are not registered.
    """

    rows: tuple[ListOnDay, ...]
    flow: Flow

    @property
    def has_members(self) -> bool:
        """Whether lengths are counted from registered members."""
        return bool(self.flow)


def lists_on(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None = None, *, by: Actor
) -> ListsOnDay:
    """Return all lists of a municipality on a day, as known now or at a moment.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: No register tells of the day.
    """
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    require_possible(as_of)
    return lists_kept(municipality.key, municipality.revision, as_of, known_at)


def list_on(
    key: int,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> ListOnDay:
    """Return one list on a day.

    Raises:
        UnknownIdError: There is no such list on that day.
    """
    for row in lists_on(municipality, as_of, known_at, by=by).rows:
        if row.key == key:
            return row
    raise UnknownIdError(
        Text("Listen finnes ikke den dagen.", "There is no such list on that day."),
        where="list",
        remedy=Text(
            "Velg en annen dag, eller gå til listene.", "Choose another day, or go to the lists."
        ),
    )


@functools.lru_cache(maxsize=64)
def lists_kept(
    municipality: int, revision: int, as_of: date, known_at: datetime | None
) -> ListsOnDay:
    """Return the lists; kept until the revision changes. Seven queries, however many lists."""
    terms = {
        row["agreement_id"]: row
        for row in AgreementTerms.objects.on(as_of, known_at)
        .filter(agreement__municipality=municipality)
        .exclude(agreement__closed_on__lte=as_of)
        .values(*_TERMS)
    }
    ceilings = dict(
        ListCeiling.objects.on(as_of, known_at)
        .filter(patient_list__municipality=municipality)
        .values_list("patient_list_id", "ceiling")
    )
    waiting = dict(
        WaitingEntry.objects.filter(
            waits_on(as_of, known_at), wanted_list__municipality=municipality
        )
        .values("wanted_list_id")
        .annotate(persons=Count("pk"))
        .values_list("wanted_list_id", "persons")
        .order_by()
    )
    flow = counted_persons(municipality, as_of, known_at).flow
    reports = {} if flow else _reports(municipality, min(as_of, last_day_known(known_at)))
    lengths, guests = _lengths(flow, municipality)
    lists = (
        PatientList.objects.filter(municipality=municipality)
        .exclude(closed_on__lte=as_of)
        .exclude(opened_on__gt=as_of)
        .values("pk", "external_id", "kind", "agreement_id")
        .order_by("pk")
    )
    rows = []
    for row in lists:
        held = terms.get(row["agreement_id"])
        if held is None:
            continue
        key = row["pk"]
        counted: tuple[int | None, date, int | None] = reports.get(key, (None, as_of, None))
        if flow:
            counted = lengths.get(key, 0), as_of, guests.get(key, 0)
        rows.append(
            ListOnDay(
                key=key,
                external_id=row["external_id"],
                kind=row["kind"],
                ceiling=ceilings.get(key),
                length=counted[0],
                length_as_of=counted[1],
                guests=counted[2],
                waiting=waiting.get(key, 0),
                **_of_terms(held),
            )
        )
    return ListsOnDay(tuple(rows), flow)


_TERMS = (
    "agreement_id",
    "centre_id",
    "centre__name",
    "centre__district__number",
    "centre__district__name",
    "holder_id",
    "holder__name",
    "holder__born",
    "locum_id",
    "locum__name",
    "form",
    "status",
    "held_since",
    "notice_received_on",
    "ends_on",
    "end_age",
)


def _of_terms(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "agreement": row["agreement_id"],
        "centre": row["centre_id"],
        "centre_name": row["centre__name"],
        "district": row["centre__district__number"],
        "district_name": row["centre__district__name"],
        "holder": row["holder_id"],
        "holder_name": row["holder__name"],
        "holder_born": row["holder__born"],
        "locum": row["locum_id"],
        "locum_name": row["locum__name"],
        "form": row["form"],
        "status": row["status"],
        "held_since": row["held_since"],
        "notice_received_on": row["notice_received_on"],
        "ends_on": row["ends_on"],
        "end_age": row["end_age"],
    }


def _lengths(flow: Flow, municipality: int) -> tuple[dict[int, int], dict[int, int]]:
    lengths: dict[int, int] = {}
    guests: dict[int, int] = {}
    for (key, home, _), persons in flow.items():
        lengths[key] = lengths.get(key, 0) + persons
        if home != municipality:
            guests[key] = guests.get(key, 0) + persons
    return lengths, guests


def _reports(municipality: int, as_of: date) -> dict[int, tuple[int, date, int | None]]:
    """Return length, its day and guests from each list's newest report at or before the day."""
    newest = (
        ListReport.objects.filter(patient_list__municipality=municipality, as_of__lte=as_of)
        .values("patient_list_id")
        .annotate(newest=Max("as_of"))
        .values_list("patient_list_id", "newest")
    )
    days = dict(newest)
    rows = ListReport.objects.filter(
        patient_list__municipality=municipality, as_of__in=set(days.values())
    ).annotate(key=F("patient_list_id"))
    return {
        row.patient_list_id: (row.length, row.as_of, row.guests)
        for row in rows
        if days.get(row.patient_list_id) == row.as_of
    }
