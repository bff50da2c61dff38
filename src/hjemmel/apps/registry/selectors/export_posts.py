"""Centres, doctors, agreements, lists, ceilings and reports as the files of an import have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Centre,
    Doctor,
    ListCeiling,
    ListDoctor,
    ListReport,
    PatientList,
    Vacancy,
)
from hjemmel.apps.registry.selectors.export_frames import frame_of, in_files
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView

_CENTRE = {
    "external_id": pl.String,
    "name": pl.String,
    "district": pl.String,
    "organisation_number": pl.String,
    "address": pl.String,
    "postcode": pl.String,
    "postal_place": pl.String,
    "phone": pl.String,
    "leader": pl.String,
    "most_doctors": pl.Int64,
    "ownership": pl.String,
    "premises": pl.String,
    "premises_m2": pl.Int64,
    "universal_design": pl.String,
    "wheelchair_access": pl.Boolean,
    "opened_on": pl.Date,
    "closed_on": pl.Date,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}
_DOCTOR = {
    "hpr_number": pl.String,
    "name": pl.String,
    "born": pl.Date,
    "sex": pl.String,
    "competence": pl.String,
    "specialist_since": pl.Date,
    "training_stage": pl.String,
    "languages": pl.String,
}
_TERMS = {
    "held_since": pl.Date,
    "opening_hours": pl.Float64,
    "side_task_hours": pl.Float64,
    "side_tasks": pl.String,
    "notice_received_on": pl.Date,
    "ends_on": pl.Date,
    "end_reason": pl.String,
    "end_age": pl.Int64,
}
_VACANCY = {
    "vacant_since": pl.Date,
    "advertised_on": pl.String,
    "deadline": pl.Date,
    "applicants": pl.Int64,
    "qualified_applicants": pl.Int64,
}
_LIST = {
    "external_id": pl.String,
    "agreement": pl.String,
    "kind": pl.String,
    "ceiling": pl.Int64,
    "doctors": pl.String,
    "district": pl.String,
    "district_name": pl.String,
    "centre_name": pl.String,
    "holder_name": pl.String,
    "locum_name": pl.String,
    "form": pl.String,
    "status": pl.String,
    "held_since": pl.Date,
    "ends_on": pl.Date,
    "length": pl.Int64,
    "guests": pl.Int64,
    "waiting": pl.Int64,
    "free": pl.Int64,
}
_CEILING = {
    "external_id": pl.String,
    "agreement": pl.String,
    "ceiling": pl.Int64,
    "agreed_with_municipality": pl.Boolean,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}
_AMOUNTS = {
    "Basistilskudd": "base_amount_ore",
    "Grunntilskudd": "short_list_amount_ore",
    "Utjamningstilskudd": "equalisation_amount_ore",
}
_REPORT = {
    "list": pl.String,
    "length": pl.Int64,
    "ceiling": pl.Int64,
    "guests": pl.Int64,
    **dict.fromkeys(_AMOUNTS, pl.String),
}


def centres(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return the centres that are open on the day, or that an agreement is at."""
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    in_use = _terms(municipality, as_of, known_at).values("centre")
    is_open = ~(Q(closed_on__isnull=False) & Q(closed_on__lte=as_of)) & ~(
        Q(opened_on__isnull=False) & Q(opened_on__gt=as_of)
    )
    rows = Centre.objects.filter(is_open | Q(pk__in=in_use), municipality=municipality.key)
    names = ["district__number" if name == "district" else name for name in _CENTRE]
    return frame_of(rows.order_by("external_id").values_list(*names), _CENTRE)


def doctors(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return who has, stands in on, shares or has a part of a list on the day."""
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    terms = _terms(municipality, as_of, known_at)
    shared = ListDoctor.objects.on(as_of, known_at).filter(
        patient_list__municipality=municipality.key
    )
    rows = Doctor.objects.filter(
        Q(pk__in=terms.filter(holder__isnull=False).values("holder"))
        | Q(pk__in=terms.filter(locum__isnull=False).values("locum"))
        | Q(pk__in=shared.values("doctor"))
    ).order_by("hpr_number")
    sees = _sees_numbers(municipality, by)
    shown = [
        (
            row.hpr_number if sees else None,
            row.name,
            row.born if sees else None,
            row.sex,
            in_files(row.competence),
            row.specialist_since,
            row.training_stage,
            ", ".join(row.languages),
        )
        for row in rows
    ]
    return frame_of(shown, _DOCTOR)


def agreements(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return the agreements with their terms and vacancy; who has them for who may see numbers."""
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    numbers = ("holder_hpr", "locum_hpr") if _sees_numbers(municipality, by) else ()
    schema: dict[str, Any] = {"external_id": pl.String, "centre": pl.String}
    schema |= {**dict.fromkeys(numbers, pl.String), "form": pl.String, "status": pl.String}
    schema |= _TERMS | _VACANCY
    terms = _terms(municipality, as_of, known_at).select_related(
        "agreement", "centre", "holder", "locum"
    )
    vacant = _vacancies(municipality, as_of)
    rows = []
    for row in terms.order_by("agreement__external_id"):
        hpr = [None if d is None else d.hpr_number for d in (row.holder, row.locum)]
        is_vacant = row.holder_id is None
        vacancy = vacant.get(row.agreement_id) if is_vacant else None
        rows.append(
            (
                row.agreement.external_id,
                row.centre.external_id,
                *hpr[: len(numbers)],
                in_files(row.form),
                row.status,
                *[getattr(row, name) for name in _TERMS],
                *(vacancy or [None] * len(_VACANCY)),
            )
        )
    return frame_of(rows, schema)


def lists(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return the lists on the day, with what was counted; doctors for who may see numbers."""
    found = lists_on(municipality, as_of, known_at, by=by).rows
    sees = _sees_numbers(municipality, by)
    schema = {name: kind for name, kind in _LIST.items() if sees or name != "doctors"}
    agreement = dict(
        PatientList.objects.filter(municipality=municipality.key).values_list(
            "pk", "agreement__external_id"
        )
    )
    shared: dict[int, list[str]] = {}
    for key, number in (
        ListDoctor.objects.on(as_of, known_at)
        .filter(patient_list__municipality=municipality.key)
        .order_by("doctor__hpr_number")
        .values_list("patient_list_id", "doctor__hpr_number")
    ):
        shared.setdefault(key, []).append(number)
    beside = {
        row.key: {"agreement": agreement[row.key], "doctors": ", ".join(shared.get(row.key, []))}
        for row in found
    }
    rows = [
        [beside[row.key].get(name) or getattr(row, name, None) for name in schema]
        for row in sorted(found, key=lambda row: row.external_id)
    ]
    return frame_of(rows, schema)


def ceilings(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return the ceilings that hold on the day, with the days they hold."""
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    names = ["patient_list__external_id", "patient_list__agreement__external_id"]
    names += list(_CEILING)[2:]
    rows = ListCeiling.objects.on(as_of, known_at).filter(
        patient_list__municipality=municipality.key
    )
    return frame_of(rows.order_by("patient_list__external_id").values_list(*names), _CEILING)


def reports(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Return the state's report per the day itself; amounts are kroner."""
    by.require(Permission.SEE_LISTS, municipality=municipality.key)
    rows = ListReport.objects.filter(patient_list__municipality=municipality.key, as_of=as_of)
    names = ["patient_list__external_id", "length", "ceiling", "guests", *_AMOUNTS.values()]
    found = [
        (*row[:4], *[None if ore is None else f"{ore // 100}.{ore % 100:02}" for ore in row[4:]])
        for row in rows.order_by("patient_list__external_id").values_list(*names)
    ]
    return frame_of(found, _REPORT)


def _terms(municipality: MunicipalityView, as_of: date, known_at: datetime | None) -> Any:
    """Return the terms of agreements that are open on the day."""
    return (
        AgreementTerms.objects.on(as_of, known_at)
        .filter(agreement__municipality=municipality.key)
        .exclude(agreement__closed_on__lte=as_of)
    )


def _vacancies(municipality: MunicipalityView, as_of: date) -> Mapping[int, Sequence[object]]:
    """Return the columns of a vacancy by agreement, without what was advertised after the day."""
    rows = Vacancy.objects.filter(
        Q(filled_on__isnull=True) | Q(filled_on__gt=as_of),
        agreement__municipality=municipality.key,
        since__lte=as_of,
    ).prefetch_related("advertisements")
    found = {}
    for row in rows:
        told = [one for one in row.advertisements.all() if one.published_on <= as_of]
        days = ", ".join(one.published_on.isoformat() for one in told)
        last = told[-1] if told else None
        found[row.agreement_id] = (
            row.since,
            days,
            last and last.deadline,
            last and last.applicants,
            last and last.qualified_applicants,
        )
    return found


def _sees_numbers(municipality: MunicipalityView, by: Actor) -> bool:
    return by.may(Permission.SEE_DOCTOR_DETAILS, municipality=municipality.key)
