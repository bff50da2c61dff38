"""What each doctor on duty is competent for today, in sentences, and what lapses soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for, duty_doctor_for
from hjemmel.apps.duty.mapping.competences import exempted, kind_label, warning_days
from hjemmel.apps.duty.mapping.doctors import skills_of
from hjemmel.apps.duty.models import Competence, DutyDistrict, DutyDoctor
from hjemmel.domain.duty_doctor import Skill
from hjemmel.domain.qualification import Qualification
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period, add_months, full_months_between
from hjemmel.law import LawAt, law_on
from hjemmel.law.finding import Finding
from hjemmel.rules.competence import course_still_holds
from hjemmel.rules.competence_over_time import (
    alone_periods,
    back_up_periods,
    may_be_alone_on,
    may_be_back_up_on,
)

_COURSES = (
    Qualification.COURSE_EMERGENCY_MEDICINE.value,
    Qualification.COURSE_VIOLENCE_AND_ABUSE.value,
)
_ROLES = {
    "alone": Text("Vakt uten bakvakt", "Duty without a back-up doctor"),
    "back_up": Text("Bakvakt", "Back-up doctor"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetenceView:
    """Something that a doctor has; ``valid_to`` is the first day without it.

    Args:
        key: Its key; ``None``: it stands in the register, and is changed there.
        kind: What it is.
        label: In words.
        valid_from: The first day; ``None``: as long as is known.
        valid_to: The first day without it; ``None``: no end.
        evidence: What shows it.
    """

    key: int | None
    kind: str
    label: Text
    valid_from: date | None
    valid_to: date | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleState:
    """Whether a doctor may have a role today, and until when.

    Args:
        role: alone or back_up.
        label: In words.
        finding: What the rule says, with its source.
        until: The first day on which it no longer holds; ``None``: no such day within two years.
    """

    role: str
    label: Text
    finding: Finding
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Something that ends soon, or has ended and is due: what, on which day, and in how many days."""

    what: str
    sentence: Text
    on: date
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorCompetence:
    """A doctor's competence today.

    Args:
        key: Her key in the district.
        doctor: The register's key.
        name: Her name.
        held: What she has and will have, by kind.
        states: What she may do today.
        lapses: What ends soon, the first first.
    """

    key: int
    doctor: int
    name: str
    held: tuple[CompetenceView, ...]
    states: tuple[RoleState, ...]
    lapses: tuple[Lapse, ...]


def competences_in(district: int, *, by: Actor, today: date) -> tuple[DoctorCompetence, ...]:
    """Return the competence of a district's doctors who take duty now or later, by name.

    Args:
        district: Key of the district.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        today: The day.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    doctors = DutyDoctor.objects.filter(
        Q(member_to__isnull=True) | Q(member_to__gt=today), district=row
    ).select_related("doctor")
    return states_of(row, list(doctors.order_by("doctor__name", "pk")), today)


def competence_with(duty_doctor: int, *, by: Actor, today: date) -> DoctorCompetence:
    """Return a doctor's competence.

    Raises:
        UnknownIdError: There is no such doctor.
        NotAllowedError: She is not ``by``, who does not plan rosters there.
    """
    row = duty_doctor_for(duty_doctor, by=by)
    return states_of(row.district, [row], today)[0]


def lapses_in(district: int, *, by: Actor, today: date) -> tuple[DoctorCompetence, ...]:
    """Return those whose competence lapses soon, the first first; raises as ``competences_in``."""
    found = [one for one in competences_in(district, by=by, today=today) if one.lapses]
    return tuple(sorted(found, key=lambda one: (one.lapses[0].on, one.name)))


def states_of(
    district: DutyDistrict, doctors: Sequence[DutyDoctor], today: date
) -> tuple[DoctorCompetence, ...]:
    """Return the competence of doctors; whoever calls has asked for the permission."""
    law = law_on(today, district.host.number).fresh()
    skills = skills_of(one.doctor for one in doctors)
    noted: dict[int, list[Competence]] = defaultdict(list)
    for row in Competence.objects.filter(doctor__in=[one.doctor_id for one in doctors]):
        noted[row.doctor_id].append(row)
    ahead = warning_days(district)
    return tuple(
        _state(one, skills.get(one.doctor_id, ()), noted[one.doctor_id], today, ahead, law)
        for one in doctors
    )


def _state(
    doctor: DutyDoctor,
    skills: Sequence[Skill],
    noted: Sequence[Competence],
    today: date,
    ahead: int,
    law: LawAt,
) -> DoctorCompetence:
    states = _states(skills, today, law)
    lapses = [
        *_ending(noted, skills, today, ahead),
        *_roles_ending(states, today, ahead),
        *_to_refresh(noted, today, ahead, law),
    ]
    return DoctorCompetence(
        key=doctor.pk,
        doctor=doctor.doctor_id,
        name=doctor.doctor.name,
        held=_held(skills, noted, today),
        states=states,
        lapses=tuple(sorted(lapses, key=lambda one: (one.on, one.what))),
    )


def _states(skills: Sequence[Skill], today: date, law: LawAt) -> tuple[RoleState, ...]:
    within = Period(today, add_months(today, 24))
    exempt = exempted(skills)
    alone = alone_periods(skills, within, law, exempted=exempt)
    back_up = back_up_periods(skills, within, law)
    return (
        RoleState(
            role="alone",
            label=_ROLES["alone"],
            finding=may_be_alone_on(today, skills, law, exempted=exempt),
            until=_until(alone, within),
        ),
        RoleState(
            role="back_up",
            label=_ROLES["back_up"],
            finding=may_be_back_up_on(today, skills, law),
            until=_until(back_up, within),
        ),
    )


def _until(periods: Sequence[Period], within: Period) -> date | None:
    """Return the first day on which what holds today no longer does."""
    first = next((one for one in periods if one.contains(within.start)), None)
    if first is None or first.end == within.end:
        return None
    return first.end


def _held(
    skills: Sequence[Skill], noted: Sequence[Competence], today: date
) -> tuple[CompetenceView, ...]:
    rows = [
        CompetenceView(
            key=row.pk,
            kind=row.kind,
            label=kind_label(row.kind),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            evidence=row.evidence,
        )
        for row in noted
        if row.valid_to is None or row.valid_to > today
    ]
    own = {(row.kind, row.valid_from, row.valid_to) for row in noted}
    rows += [
        CompetenceView(
            key=None,
            kind=one.key,
            label=kind_label(one.key),
            valid_from=None if one.period.start.year <= 1900 else one.period.start,
            valid_to=one.period.end,
            evidence="",
        )
        for one in skills
        if (one.key, one.period.start, one.period.end) not in own
    ]
    return tuple(sorted(rows, key=lambda one: (one.kind, one.valid_from or date.min)))


def _ending(
    noted: Sequence[Competence], skills: Sequence[Skill], today: date, ahead: int
) -> Iterable[Lapse]:
    for row in noted:
        ends = row.valid_to
        if ends is None or not today < ends <= today + timedelta(days=ahead):
            continue
        if any(one.key == row.kind and one.period.contains(ends) for one in skills):
            continue  # something that follows carries it on
        label = kind_label(row.kind)
        yield _lapse(
            row.kind,
            ends,
            today,
            Text(f"{_capital(label.nb)} gjelder ikke lenger", f"{_capital(label.en)} lapses"),
        )


def _roles_ending(states: Sequence[RoleState], today: date, ahead: int) -> Iterable[Lapse]:
    for one in states:
        if one.until is not None and one.until <= today + timedelta(days=ahead):
            words = Text(
                f"{one.label.nb}: kravet er ikke lenger oppfylt",
                f"{one.label.en}: the requirement is no longer met",
            )
            yield _lapse(one.role, one.until, today, words)


def _to_refresh(
    noted: Sequence[Competence], today: date, ahead: int, law: LawAt
) -> Iterable[Lapse]:
    """Yield the courses that the municipality wants taken again."""
    taken: dict[str, date] = {}
    for row in noted:
        if row.kind in _COURSES and row.valid_from <= today:
            taken[row.kind] = max(row.valid_from, taken.get(row.kind, row.valid_from))
    for kind, day in sorted(taken.items()):
        months = course_still_holds(full_months_between(day, today), law=law).value
        if months is None:
            continue  # the municipality wants no course taken again
        due = add_months(day, int(months))
        if due <= today + timedelta(days=ahead):
            label = kind_label(kind)
            words = Text(
                f"{_capital(label.nb)} skal tas på nytt etter kommunens krav",
                f"{_capital(label.en)} is to be taken again as the municipality requires",
            )
            yield _lapse(f"refresh {kind}", due, today, words)


def _lapse(what: str, on: date, today: date, words: Text) -> Lapse:
    from_nb, from_en = format_date(on), format_date(on, "en")
    return Lapse(
        what=what,
        sentence=Text(f"{words.nb} fra {from_nb}.", f"{words.en} from {from_en}."),
        on=on,
        days_left=(on - today).days,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
