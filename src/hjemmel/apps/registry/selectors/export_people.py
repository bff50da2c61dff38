"""Residents, memberships, households and the queue as the files of an import have them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db.models import F, Q, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import Membership, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.export_frames import frame_of, in_files
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.residents import living, open_to, waits_on

_WHO = {"national_id": pl.String, "born": pl.Date, "sex": pl.String, "municipality": pl.String}
_PLACED = {
    "list": pl.String,
    "gp": pl.String,
    "elsewhere": pl.String,
    "member_since": pl.Date,
}
_HOME = {
    "household": pl.String,
    "household_address": pl.String,
    "household_postcode": pl.String,
}
_RESIDENT = {
    "national_id": pl.String,
    "name": pl.String,
    "born": pl.Date,
    "sex": pl.String,
    "municipality": pl.String,
    "district": pl.String,
    **_HOME,
    "protection": pl.String,
    "basis": pl.String,
    **_PLACED,
    "mother": pl.String,
    "father": pl.String,
    "lived_here_from": pl.Date,
    "lived_here_to": pl.Date,
    "opted_out_on": pl.Date,
    "died_on": pl.Date,
}
_WAITING = {
    "national_id": pl.String,
    "waiting_class": pl.String,
    "queued_on": pl.Date,
    "wanted_list": pl.String,
}


def residents(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return who lives here, is on a list here or waits here on the day, with all that files take.

    Who has a protected address only for who may see those; her household's address then is left out
    of her row.
    """
    persons = _persons(municipality, as_of, known_at, by)
    placed = _placed(municipality, as_of, known_at)
    seen = set(persons.values_list("national_id", flat=True).order_by())
    rows = []
    for row in persons.order_by("national_id").iterator(chunk_size=5_000):
        at = row.household
        if at is not None and at.municipality_id != municipality.key:
            at = None
        parents = (row.mother, row.father)
        has_address = at is not None and row.protection == "none"
        rows.append(
            (
                row.national_id,
                row.name,
                row.born,
                row.sex,
                row.municipality.number,
                _district(row, municipality),
                at.external_id if at else None,
                at.address if at and has_address else None,
                at.postcode if at and has_address else None,
                in_files(row.protection),
                row.basis,
                *placed.get(row.pk, _NOWHERE),
                *[p.national_id if p and p.national_id in seen else None for p in parents],
                row.lived_here_from,
                row.lived_here_to,
                row.opted_out_on,
                row.died_on if row.died_on and row.died_on <= as_of else None,
            )
        )
    return frame_of(rows, _RESIDENT)


def memberships(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return who is on which list on the day: a part of the columns of residents."""
    whole = residents(municipality, as_of, known_at, by)
    return whole.filter(pl.col("gp") != "none").select(*_WHO, *_PLACED)


def households(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return who lives together, and where: a part of the columns of residents."""
    whole = residents(municipality, as_of, known_at, by)
    together = whole.filter(pl.col("household").is_not_null())
    return together.select(*_WHO, *_HOME, "protection").sort("household", "national_id")


def waiting(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return who waits on the day, longest first."""
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    seen = open_to(municipality.key, by, "resident__")
    rows = _queue(municipality, as_of, known_at).filter(seen)
    names = ("resident__national_id", "waiting_class", "queued_on", "wanted_list__external_id")
    ordered = rows.order_by("queued_on", "resident__national_id")
    return frame_of(ordered.values_list(*names), _WAITING)


_NOWHERE = (None, "none", None, None)


def _persons(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> QuerySet[Resident]:
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    members = Membership.objects.on(as_of, known_at).filter(
        patient_list__municipality=municipality.key
    )
    queue = _queue(municipality, as_of, known_at)
    rows = Resident.objects.filter(
        (Q(municipality=municipality.key) & living(as_of))
        | Q(pk__in=members.values("resident"))
        | Q(pk__in=queue.values("resident")),
        open_to(municipality.key, by),
        born__lte=as_of,
    )
    return rows.select_related("municipality", "district", "household", "mother", "father")


def _queue(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> QuerySet[WaitingEntry]:
    return WaitingEntry.objects.filter(waits_on(as_of, known_at), municipality=municipality.key)


def _placed(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> dict[int, tuple[Any, ...]]:
    """Return list, whether the GP is here, her municipality elsewhere and since when, by resident."""
    rows = Membership.objects.on(as_of, known_at).annotate(
        place=F("patient_list__municipality"), number=F("patient_list__municipality__number")
    )
    ours = rows.filter(Q(place=municipality.key) | Q(resident__municipality=municipality.key))
    found: dict[int, tuple[Any, ...]] = {}
    for key, place, number, external_id, elsewhere, since in ours.values_list(
        "resident", "place", "number", "patient_list__external_id", "elsewhere", "valid_from"
    ).order_by():
        is_here = place == municipality.key
        there = None if is_here else elsewhere or number
        found[key] = (
            external_id if is_here else None,
            "here" if is_here else "elsewhere",
            there,
            since,
        )
    return found


def _district(row: Resident, municipality: MunicipalityView) -> str | None:
    """Return her district, where it is one of this municipality's: files name no other."""
    if row.district is None or row.district.municipality_id != municipality.key:
        return None
    return row.district.number
