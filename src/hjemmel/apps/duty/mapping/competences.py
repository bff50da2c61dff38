"""Doctors' competence over time as the rules are asked about it, and the days that count against the exception."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hjemmel.apps.duty.mapping.doctors import LIS1_EXEMPTION
from hjemmel.apps.duty.mapping.history import OUT
from hjemmel.apps.duty.models import DutyAssignment, DutyDistrict
from hjemmel.apps.registry.models import AgreementTerms
from hjemmel.domain.duty_doctor import Skill
from hjemmel.domain.qualification import Qualification
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period

WARNING_DAYS, REPORTS = "competence_warning_days", "competence_reports"
"""Names in a district's settings: how many days ahead to warn, and when each year's report was sent."""
_WARNING_DAYS = 90
_LIS1_LABEL = Text(
    "kommunens unntak for lege med LIS1", "the municipality's exemption for a doctor with LIS1"
)


def warning_days(district: DutyDistrict) -> int:
    """Return how many days ahead a district warns of what lapses."""
    return int(district.settings.get(WARNING_DAYS, _WARNING_DAYS))


def kind_label(kind: str) -> Text:
    """Return the words of a kind of competence; a district's own skill is called by its name."""
    if kind == LIS1_EXEMPTION:
        return _LIS1_LABEL
    labels = {one.value: one.label for one in Qualification}
    return labels.get(kind, Text(kind, kind))


def held_on(skills: Iterable[Skill], day: date) -> tuple[str, ...]:
    """Return the qualifications that the law knows, and that are held on a day."""
    known = {one.value for one in Qualification}
    return tuple(sorted({s.key for s in skills if s.key in known and s.period.contains(day)}))


def exempted(skills: Sequence[Skill]) -> list[Period]:
    """Return when the municipality has exempted a doctor as one with LIS1."""
    return [one.period for one in skills if one.key == LIS1_EXEMPTION]


def in_gp_scheme(doctors: Iterable[int], day: date) -> set[int]:
    """Return who of the register's doctors has a GP agreement on a day."""
    rows = AgreementTerms.objects.on(day).filter(holder__in=list(doctors))
    return {holder for holder in rows.values_list("holder_id", flat=True) if holder is not None}


def days_on_duty(doctors: Iterable[int]) -> Mapping[int, list[date]]:
    """Return the days on which doctors of the register are on duty, in rosters that were sent out.

    A day is that on which a shift starts; standby counts as a day too.
    """
    found: dict[int, list[date]] = defaultdict(list)
    rows = DutyAssignment.objects.filter(
        duty_doctor__doctor__in=list(doctors),
        ended_at__isnull=True,
        shift__roster__state__in=OUT,
    )
    for doctor, day in rows.values_list("duty_doctor__doctor", "shift__day").order_by("shift__day"):
        found[doctor].append(day)
    return found
