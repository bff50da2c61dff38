"""What ends soon on duty: exemptions that were granted, and the competence of doctors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.mapping.competences import warning_days
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, ExemptionCase
from hjemmel.apps.duty.selectors.competences import states_of
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderView:
    """Something that ends soon.

    Args:
        kind: exemption or competence.
        subject: What it is, the same each time: ``exemption 7``, ``competence lis1``.
        district: Key of the district.
        district_name: Its name.
        doctor: Key of the duty doctor.
        name: Her name.
        due: The first day without it.
        days_left: How many days there are until then.
        sentence: What ends, for people.
    """

    kind: str
    subject: str
    district: int
    district_name: str
    doctor: int
    name: str
    due: date
    days_left: int
    sentence: Text


def reminders(*, by: Actor, today: date, days: int | None = None) -> tuple[ReminderView, ...]:
    """Return what ends soon in the districts where ``by`` plans rosters, the first first.

    Args:
        by: Who asks; sees the districts whose host municipality opens ``PLAN_ROSTERS`` to her.
        today: The day.
        days: How many days ahead exemptions are shown; ``None``: as long as each district is warned.
    """
    rows = DutyDistrict.objects.select_related("host").order_by("pk")
    keys = by.municipalities(Permission.PLAN_ROSTERS)
    if keys is not None:
        rows = rows.filter(host__in=keys)
    found = [one for row in rows for one in reminders_of(row, today, days=days)]
    return tuple(sorted(found, key=lambda one: (one.due, one.name, one.subject)))


def reminders_of(
    district: DutyDistrict, today: date, *, days: int | None = None
) -> tuple[ReminderView, ...]:
    """Return what ends soon in one district; whoever calls has asked for the permission."""
    return (*_exemptions(district, today, days), *_competences(district, today))


def _exemptions(district: DutyDistrict, today: date, days: int | None) -> list[ReminderView]:
    ahead = warning_days(district) if days is None else days
    cases = ExemptionCase.objects.filter(
        duty_doctor__district=district,
        state="granted",
        last__gt=today,
        last__lte=today + timedelta(days=ahead),
    ).select_related("duty_doctor__doctor")
    found = []
    for case in cases:
        if case.last is not None and not _goes_on(case, case.last):
            words = Text(
                f"Fritaket slutter {format_date(case.last)}.",
                f"The exemption ends on {format_date(case.last, 'en')}.",
            )
            subject = f"exemption {case.pk}"
            found.append(
                _view(district, case.duty_doctor, "exemption", subject, case.last, today, words)
            )
    return found


def _goes_on(case: ExemptionCase, last: date) -> bool:
    """Tell whether she has another exemption from the day on which one ends."""
    return (
        ExemptionCase.objects.filter(
            Q(last__isnull=True) | Q(last__gt=last),
            duty_doctor=case.duty_doctor_id,
            state="granted",
            first__lte=last,
        )
        .exclude(pk=case.pk)
        .exists()
    )


def _competences(district: DutyDistrict, today: date) -> list[ReminderView]:
    doctors = {
        one.pk: one
        for one in DutyDoctor.objects.filter(
            Q(member_to__isnull=True) | Q(member_to__gt=today), district=district
        ).select_related("doctor")
    }
    return [
        _view(
            district,
            doctors[one.key],
            "competence",
            f"competence {lapse.what}",
            lapse.on,
            today,
            lapse.sentence,
        )
        for one in states_of(district, list(doctors.values()), today)
        for lapse in one.lapses
    ]


def _view(
    district: DutyDistrict,
    doctor: DutyDoctor,
    kind: str,
    subject: str,
    due: date,
    today: date,
    words: Text,
) -> ReminderView:
    return ReminderView(
        kind=kind,
        subject=subject,
        district=district.pk,
        district_name=district.name,
        doctor=doctor.pk,
        name=doctor.doctor.name,
        due=due,
        days_left=(due - today).days,
        sentence=words,
    )
