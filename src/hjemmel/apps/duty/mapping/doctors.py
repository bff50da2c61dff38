"""Doctors in a district: their competence by the rules, exemptions, absences and wishes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from hjemmel.apps.duty.mapping.shifts import BACK_UP_COMPETENCE
from hjemmel.apps.duty.models import (
    Competence,
    DutyAbsence,
    DutyDoctor,
    DutyRoster,
    DutyWish,
    ExemptionCase,
)
from hjemmel.apps.registry.models import Doctor
from hjemmel.domain.duty_doctor import (
    Absence,
    Employment,
    Exemption,
    ExemptionGround,
    Skill,
)
from hjemmel.domain.duty_doctor import DutyDoctor as Picture
from hjemmel.domain.duty_roster import Wish, WishKind
from hjemmel.domain.qualification import Qualification
from hjemmel.domain.shift import NORWAY, Role, Shift
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import LawAt
from hjemmel.rules.competence_over_time import (
    alone_periods,
    back_up_periods,
    may_be_alone_on,
    may_be_back_up_on,
)

LIS1_EXEMPTION = "lis1_exemption"
"""Kind of a noted competence: the municipality has exempted her as one with LIS1."""
_ALWAYS = date(1900, 1, 1)
_OF_THE_REGISTER = {
    "specialist": Qualification.SPECIALIST_GENERAL_PRACTICE,
    "alis": Qualification.TRAINING_GENERAL_PRACTICE,
    "approved_gp": Qualification.APPROVED_GP,
}


def key_of(duty_doctor: int) -> str:
    """Return the key that the engine knows a doctor in a district by; the same in every roster."""
    return str(duty_doctor)


def doctors_of(roster: DutyRoster) -> list[DutyDoctor]:
    """Return those who are members in some of a roster's days, or are on a shift of it."""
    on_it = DutyDoctor.objects.filter(
        assignments__shift__roster=roster, assignments__ended_at__isnull=True
    )
    return list(
        DutyDoctor.objects.filter(district=roster.district_id)
        .filter(
            Q(member_from__lt=roster.last)
            & (Q(member_to__isnull=True) | Q(member_to__gt=roster.first))
            | Q(pk__in=on_it.values("pk"))
        )
        .select_related("doctor", "municipality")
        .order_by("pk")
    )


def skills_of(doctors: Iterable[Doctor]) -> dict[int, tuple[Skill, ...]]:
    """Return what doctors may do, and when, by the register's key: by the register and as noted."""
    doctors = list(doctors)
    found: dict[int, list[Skill]] = defaultdict(list)
    for doctor in doctors:
        known = _OF_THE_REGISTER.get(doctor.competence)
        if known is not None:
            since = doctor.specialist_since if doctor.competence == "specialist" else None
            found[doctor.pk].append(Skill(known.value, Period(since or _ALWAYS)))
    noted = Competence.objects.filter(doctor__in=[doctor.pk for doctor in doctors])
    for row in noted.order_by("doctor", "kind", "valid_from"):
        found[row.doctor_id].append(Skill(row.kind, Period(row.valid_from, row.valid_to)))
    return {key: tuple(skills) for key, skills in found.items()}


def pictures_of(
    rows: Sequence[DutyDoctor], within: Period, law: LawAt, elsewhere: Mapping[int, list[Absence]]
) -> tuple[Picture, ...]:
    """Return doctors as the engine reads them.

    Args:
        rows: The doctors, with the register's doctor.
        within: The days of the roster.
        law: Book and host municipality.
        elsewhere: When a doctor is on duty in another roster, by the register's key.
    """
    skills = skills_of(row.doctor for row in rows)
    exemptions = _exemptions(rows)
    absences = _absences(rows, within)
    known: dict[tuple[Skill, ...], tuple[tuple[Period, ...], tuple[Period, ...]]] = {}
    found = []
    for row in rows:
        own = skills.get(row.doctor_id, ())
        if own not in known:
            exempted = [one.period for one in own if one.key == LIS1_EXEMPTION]
            known[own] = (
                alone_periods(own, within, law, exempted=exempted),
                back_up_periods(own, within, law),
            )
        alone, back_up = known[own]
        found.append(
            Picture(
                key=key_of(row.pk),
                fraction=row.fraction,
                employment=Employment(row.employment),
                municipality=row.municipality.number,
                skills=(*own, *(Skill(BACK_UP_COMPETENCE, period) for period in back_up)),
                roles=frozenset(map(Role, row.roles)) or frozenset({Role.DOCTOR}),
                stations=frozenset(row.stations),
                member=Period(row.member_from, row.member_to),
                alone=alone,
                exemptions=tuple(exemptions.get(row.pk, ())),
                absences=(*absences.get(row.pk, ()), *elsewhere.get(row.doctor_id, ())),
            )
        )
    return tuple(found)


def _exemptions(rows: Sequence[DutyDoctor]) -> Mapping[int, list[Exemption]]:
    found: dict[int, list[Exemption]] = defaultdict(list)
    granted = ExemptionCase.objects.filter(duty_doctor__in=[r.pk for r in rows], state="granted")
    for case in granted.order_by("first", "pk"):
        found[case.duty_doctor_id].append(
            Exemption(Period(case.first, case.last), ExemptionGround(case.ground), case.only_nights)
        )
    return found


def _absences(rows: Sequence[DutyDoctor], within: Period) -> Mapping[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    told = DutyAbsence.objects.filter(
        duty_doctor__in=[row.pk for row in rows], ends__date__gte=within.start
    )
    for row in told.order_by("starts", "pk"):
        found[row.duty_doctor_id].append(
            Absence(row.starts.astimezone(NORWAY), row.ends.astimezone(NORWAY), row.cause)
        )
    return found


def wishes_of(rows: Sequence[DutyDoctor], within: Period) -> tuple[Wish, ...]:
    """Return the wishes of doctors that touch a period."""
    told = DutyWish.objects.filter(
        duty_doctor__in=[row.pk for row in rows], last__gt=within.start
    ).select_related("shift_type")
    if within.end is not None:
        told = told.filter(first__lt=within.end)
    return tuple(
        Wish(
            doctor=key_of(row.duty_doctor_id),
            kind=WishKind(row.kind),
            period=Period(row.first, row.last),
            shift_kind=row.shift_type.code if row.shift_type else "",
            weight=row.weight,
        )
        for row in told.order_by("pk")
    )


def missing_competence(doctor: Doctor, name: str, shift: Shift, law: LawAt) -> tuple[Text, ...]:
    """Say in words what a doctor lacks for a shift: to be on it alone, as back-up doctor, or a skill.

    Nothing is said where she lacks nothing. Who may not be alone can still have the shift with a
    back-up doctor.

    Args:
        doctor: The register's doctor.
        name: What people call her.
        shift: The shift.
        law: Book and host municipality.
    """
    skills = skills_of([doctor]).get(doctor.pk, ())
    said = []
    if shift.role is Role.BACK_UP:
        finding = may_be_back_up_on(shift.day, skills, law)
    else:
        exempted = [one.period for one in skills if one.key == LIS1_EXEMPTION]
        finding = may_be_alone_on(shift.day, skills, law, exempted=exempted)
    if not finding.is_met:
        said.append(Text(f"{name}: {finding.sentence.nb}", f"{name}: {finding.sentence.en}"))
    held = {one.key for one in skills if one.period.contains(shift.day)}
    labels = {one.value: one.label for one in Qualification}
    for skill in sorted(shift.skills - held - {BACK_UP_COMPETENCE}):
        label = labels.get(skill, Text(skill, skill))
        said.append(
            Text(
                f"{name} mangler {label.nb} {format_date(shift.day)}.",
                f"{name} lacks {label.en} on {format_date(shift.day, 'en')}.",
            )
        )
    return tuple(said)
