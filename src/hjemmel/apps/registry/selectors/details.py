"""One list, one centre, one doctor: what stands behind the row."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.findings import Said, about_list
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListCeiling,
    ListDoctor,
    ListReport,
    Membership,
)
from hjemmel.apps.registry.models.dated import Dated
from hjemmel.apps.registry.selectors.known import last_day_known
from hjemmel.apps.registry.selectors.lists import list_on, lists_kept
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.vacancies import VacancyView, vacancies_by_agreement
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.domain.population import AGE_BANDS
from hjemmel.kernel.time import age_on
from hjemmel.law import law_on

_Row = TypeVar("_Row", bound=Dated)
FEW = 5
"""Counts below this are not shown to those who may not see residents."""


@dataclass(frozen=True, slots=True)
class CeilingPeriod:
    """A ceiling with both its times."""

    ceiling: int
    valid_from: date
    valid_to: date | None
    known_from: datetime
    known_to: datetime | None


@dataclass(frozen=True, slots=True)
class TermsPeriod:
    """An agreement's terms with both their times."""

    holder: str
    locum: str
    form: str
    status: str
    centre: str
    opening_hours: Decimal | None
    side_task_hours: Decimal | None
    end_age: int | None
    notice_received_on: date | None
    ends_on: date | None
    valid_from: date
    valid_to: date | None
    known_from: datetime
    known_to: datetime | None


@dataclass(frozen=True, slots=True)
class SharePeriod:
    """A doctor who shares the list or has a part of it, with both times."""

    doctor: int
    name: str
    part: str
    holds: bool
    valid_from: date
    valid_to: date | None
    known_from: datetime
    known_to: datetime | None


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """Members of an age band by sex; ``None`` is fewer than ``FEW`` and not shown."""

    band: str
    male: int | None
    female: int | None


@dataclass(frozen=True, slots=True)
class ListDetails:
    """A list with its history."""

    row: ListOnDay
    ceilings: tuple[CeilingPeriod, ...]
    terms: tuple[TermsPeriod, ...]
    shares: tuple[SharePeriod, ...]
    reports: tuple[tuple[date, int, int | None], ...]
    members: tuple[MemberGroup, ...]
    vacancies: tuple[VacancyView, ...]
    findings: tuple[Said, ...]


def list_details(
    key: int,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> ListDetails:
    """Return a list with its history and what the rules say of it.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list on that day.
    """
    list_on(key, municipality, as_of, known_at, by=by)
    sees_all = by.may(Permission.SEE_RESIDENTS, municipality=municipality.key)
    return _kept_details(key, municipality, as_of, known_at, sees_all)


@functools.lru_cache(maxsize=512)
def _kept_details(
    key: int,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None,
    sees_all: bool,
) -> ListDetails:
    """Return a list's details; kept until the municipality's revision changes."""
    lists = lists_kept(municipality.key, municipality.revision, as_of, known_at).rows
    row = next(one for one in lists if one.key == key)
    ceilings = _known_then(ListCeiling.objects.filter(patient_list=key), known_at)
    terms = _known_then(
        AgreementTerms.objects.filter(agreement=row.agreement).select_related(
            "holder", "locum", "centre"
        ),
        known_at,
    )
    held = next((t for t in terms if _is_held(t, as_of, known_at)), None)
    agreed = next((c for c in ceilings if _is_held(c, as_of, known_at)), None)
    shares = _shares(key, as_of, known_at)
    sharing = {one.doctor for one in shares if one.holds}
    reports = ListReport.objects.filter(patient_list=key, as_of__lte=last_day_known(known_at))
    return ListDetails(
        row=row,
        ceilings=tuple(
            CeilingPeriod(c.ceiling, c.valid_from, c.valid_to, c.known_from, _replaced(c, known_at))
            for c in ceilings
        ),
        terms=tuple(_terms(t, known_at) for t in terms),
        shares=shares,
        reports=tuple(reports.order_by("as_of").values_list("as_of", "length", "ceiling")),
        members=_members(key, as_of, known_at, masked=not sees_all),
        vacancies=vacancies_by_agreement(known_at, agreement=row.agreement).get(row.agreement, ()),
        findings=about_list(
            row,
            as_of,
            law_on(as_of, municipality.number),
            opening_hours=held is not None and held.opening_hours is not None,
            side_tasks=held is not None and held.side_task_hours is not None,
            agreed=agreed is not None and agreed.agreed_with_municipality,
            doctors=len(sharing | {row.holder} - {None}),
            responsible=sum(one.holds and one.part == "responsible" for one in shares),
        ),
    )


def _known_then(rows: QuerySet[_Row], known_at: datetime | None) -> list[_Row]:
    """Return a history, newest first, without what was learned after a moment."""
    if known_at is not None:
        rows = rows.filter(known_from__lte=known_at)
    return list(rows.order_by("-valid_from", "-known_from"))


def _replaced(row: Dated, known_at: datetime | None) -> datetime | None:
    """Return when a row was superseded, if that was known at the moment."""
    later = known_at is not None and row.known_to is not None and row.known_to > known_at
    return None if later else row.known_to


def _is_held(row: Dated, as_of: date, known_at: datetime | None) -> bool:
    """Tell whether a row of ``_known_then`` holds on a day, as known at the moment."""
    return (
        row.valid_from <= as_of
        and (row.valid_to is None or row.valid_to > as_of)
        and _replaced(row, known_at) is None
    )


def _shares(key: int, as_of: date, known_at: datetime | None) -> tuple[SharePeriod, ...]:
    rows = ListDoctor.objects.filter(patient_list=key).select_related("doctor")
    return tuple(
        SharePeriod(
            doctor=row.doctor_id,
            name=row.doctor.name,
            part=row.part,
            holds=_is_held(row, as_of, known_at),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            known_from=row.known_from,
            known_to=_replaced(row, known_at),
        )
        for row in _known_then(rows, known_at)
    )


def _terms(row: AgreementTerms, known_at: datetime | None) -> TermsPeriod:
    return TermsPeriod(
        holder=row.holder.name if row.holder else "",
        locum=row.locum.name if row.locum else "",
        form=row.form,
        status=row.status,
        centre=row.centre.name,
        opening_hours=row.opening_hours,
        side_task_hours=row.side_task_hours,
        end_age=row.end_age,
        notice_received_on=row.notice_received_on,
        ends_on=row.ends_on,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        known_from=row.known_from,
        known_to=_replaced(row, known_at),
    )


def _members(
    key: int, as_of: date, known_at: datetime | None, *, masked: bool
) -> tuple[MemberGroup, ...]:
    rows = (
        Membership.objects.on(as_of, known_at)
        .filter(patient_list=key)
        .values_list("resident__born", "resident__sex")
    )
    counts = {sex: [0] * len(AGE_BANDS) for sex in ("male", "female")}
    for born, sex in rows:
        age = age_on(born, as_of)
        counts[sex][
            next(i for i, b in enumerate(AGE_BANDS) if b.last is None or age <= b.last)
        ] += 1

    def shown(count: int) -> int | None:
        return None if masked and 0 < count < FEW else count

    return tuple(
        MemberGroup(band.id, shown(counts["male"][i]), shown(counts["female"][i]))
        for i, band in enumerate(AGE_BANDS)
    )
