"""The exception from the requirement of specialisation: each doctor's clock, and the year's report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for
from hjemmel.apps.duty.mapping.competences import (
    REPORTS,
    days_on_duty,
    held_on,
    in_gp_scheme,
)
from hjemmel.apps.duty.mapping.doctors import skills_of
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, law_on
from hjemmel.law.finding import Finding
from hjemmel.rules.competence import has_required_specialisation
from hjemmel.rules.competence_exemption import (
    days_that_count,
    engagement_is_exempt,
    use_is_reported,
)

_COUNTS_FROM = "competence.exemption_counts_from"
_REPORT = "competence.exemption_report_month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of a doctor without the specialisation required: days on duty that count.

    Work elsewhere is not known here, and counts too.

    Args:
        key: Her key in the district.
        doctor: The register's key.
        name: Her name.
        requirement: What the rule says of her specialisation.
        days_in_all: Days on duty until today that count.
        days_this_year: Those of the calendar year.
        planned_in_all: Days with what is published to come.
        planned_this_year: Those of the calendar year.
        on_duty: Whether she is within the exception as one who only takes duty (a year, or six months a
            calendar year).
        with_other_work: Whether she is if she works for the municipality besides (a year, or four months).
        planned: Whether she still is with what is published to come.
    """

    key: int
    doctor: int
    name: str
    requirement: Finding
    days_in_all: int
    days_this_year: int
    planned_in_all: int
    planned_this_year: int
    on_duty: Finding
    with_other_work: Finding
    planned: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A doctor whose duty used the exception in a year, and on how many days."""

    key: int
    name: str
    days: int
    days_in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernorReport:
    """The yearly report to the county governor on the use of the exception.

    Args:
        year: The year.
        finding: Whether it is due, sent or late; ``None``: no report was required then.
        sent_on: When it was sent; ``None``: it was not.
        rows: Who used the exception, by name.
        text: The report in words.
    """

    year: int
    finding: Finding | None
    sent_on: date | None
    rows: tuple[ReportRow, ...]
    text: Text


def clocks_in(district: int, *, by: Actor, today: date) -> tuple[Clock, ...]:
    """Return the clocks of doctors without the specialisation required, the nearest limit first.

    Args:
        district: Key of the district.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        today: The day.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    law = law_on(today, row.host.number).fresh()
    found = []
    for doctor, requirement, days in _unspecialised(row, today, law):
        until = [day for day in days if day <= today]
        found.append(_clock(doctor, requirement, until, days, today, law))
    order = {"not_met": 0, "needs_judgement": 1, "met": 2}
    return tuple(
        sorted(found, key=lambda c: (order[c.planned.outcome.value], -c.planned_this_year, c.name))
    )


def governor_report(district: int, year: int, *, by: Actor, today: date) -> GovernorReport:
    """Return the report of a year; raises as ``clocks_in``."""
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    law = law_on(today, row.host.number).fresh()
    last = min(today, date(year, 12, 31))
    rows = []
    for doctor, _, days in _unspecialised(row, last, law):
        done = [day for day in days if day <= last]
        of_year = len({day for day in done if day.year == year})
        if of_year:
            counted = _counted(doctor, done, law)
            rows.append(
                ReportRow(key=doctor.pk, name=doctor.doctor.name, days=of_year, days_in_all=counted)
            )
    told = row.settings.get(REPORTS, {}).get(str(year))
    sent_on = None if told is None else date.fromisoformat(told)
    finding = None
    if law.has(_REPORT):
        finding = use_is_reported(year, bool(rows), law=law, sent_on=sent_on)
    return GovernorReport(
        year=year,
        finding=finding,
        sent_on=sent_on,
        rows=tuple(rows),
        text=_text(row, year, rows),
    )


def _unspecialised(
    district: DutyDistrict, day: date, law: LawAt
) -> list[tuple[DutyDoctor, Finding, Sequence[date]]]:
    """Return the doctors who lack the specialisation required on a day, with their days on duty."""
    doctors = list(
        DutyDoctor.objects.filter(district=district)
        .select_related("doctor")
        .order_by("doctor__name", "pk")
    )
    keys = {one.doctor_id for one in doctors}
    skills = skills_of(one.doctor for one in doctors)
    scheme = in_gp_scheme(keys, day)
    lacking = []
    for one in doctors:
        held = held_on(skills.get(one.doctor_id, ()), day)
        finding = has_required_specialisation(held, one.doctor_id in scheme, law=law)
        if not finding.is_met:
            lacking.append((one, finding))
    days = days_on_duty(one.doctor_id for one, _ in lacking)
    return [(one, finding, days.get(one.doctor_id, ())) for one, finding in lacking]


def _clock(
    doctor: DutyDoctor,
    requirement: Finding,
    done: Sequence[date],
    planned: Sequence[date],
    today: date,
    law: LawAt,
) -> Clock:
    in_all, planned_in_all = (_counted(doctor, days, law) for days in (done, planned))
    this_year, planned_this_year = (
        len({day for day in days if day.year == today.year}) for days in (done, planned)
    )
    return Clock(
        key=doctor.pk,
        doctor=doctor.doctor_id,
        name=doctor.doctor.name,
        requirement=requirement,
        days_in_all=in_all,
        days_this_year=this_year,
        planned_in_all=planned_in_all,
        planned_this_year=planned_this_year,
        on_duty=engagement_is_exempt(in_all, this_year, True, law=law),
        with_other_work=engagement_is_exempt(in_all, this_year, False, law=law),
        planned=engagement_is_exempt(planned_in_all, planned_this_year, True, law=law),
    )


def _counted(doctor: DutyDoctor, days: Sequence[date], law: LawAt) -> int:
    """Return how many days count: in older engagements only those from the day that is set."""
    if not law.has(_COUNTS_FROM):
        return len(set(days))
    return int(days_that_count(doctor.member_from, days, law=law).value or 0)


def _text(district: DutyDistrict, year: int, rows: Sequence[ReportRow]) -> Text:
    if not rows:
        return Text(
            f"{district.name} brukte ikke unntaket fra kravet om spesialisering i {year}.",
            f"{district.name} did not use the exception from the requirement of specialisation in "
            f"{year}.",
        )
    days = sum(one.days for one in rows)
    lines = [
        (f"- {one.name}: {n(one.days)} dager", f"- {one.name}: {n(one.days, 'en')} days")
        for one in rows
    ]
    return Text(
        "\n".join(
            [
                f"{district.name} brukte i {year} unntaket fra kravet om spesialisering for "
                f"{n(len(rows))} leger, {n(days)} dager på legevakt i alt:",
                *(nb for nb, _ in lines),
            ]
        ),
        "\n".join(
            [
                f"In {year} {district.name} used the exception from the requirement of specialisation "
                f"for {n(len(rows), 'en')} doctors, {n(days, 'en')} days on duty in all:",
                *(en for _, en in lines),
            ]
        ),
    )
