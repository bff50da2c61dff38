"""The register of competence on duty: courses, LIS1, specialties and skills, with how long they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import district_for, planned_doctor_for, unknown
from hjemmel.apps.duty.mapping.competences import REPORTS, WARNING_DAYS, kind_label
from hjemmel.apps.duty.mapping.doctors import LIS1_EXEMPTION
from hjemmel.apps.duty.models import Competence, DutyDistrict, DutyDoctor, DutyRoster
from hjemmel.apps.duty.services.offers import close_up
from hjemmel.apps.duty.services.opening import UnlawfulShift, open_broken
from hjemmel.apps.duty.unlawful import everywhere
from hjemmel.apps.registry.models import Doctor
from hjemmel.domain.qualification import Qualification
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text

_EVIDENCE = 200
_MOST_DAYS = 366


@transaction.atomic
def note_competence(
    *,
    duty_doctor: int,
    kind: str,
    valid_from: date,
    by: Actor,
    valid_to: date | None = None,
    evidence: str = "",
) -> int:
    """Note that a doctor has a competence; return its key.

    Args:
        duty_doctor: Her key in a district; what she has holds in all.
        kind: A value of ``Qualification``, ``lis1_exemption``, or a skill that a shift type asks for.
        valid_from: The first day.
        by: Who notes it; needs ``PLAN_ROSTERS`` in the host municipality.
        valid_to: The first day without it; ``None``: no end.
        evidence: What shows it, as where the diploma is kept.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such doctor.
        InputError: The kind is not known, the period has no days, or the evidence is too long.
        ConflictError: It is noted for some of the days already.
    """
    row = planned_doctor_for(duty_doctor, by=by)
    if kind not in _kinds(row.district):
        raise InputError(
            Text(f"Kompetansen {kind} er ukjent.", f"There is no competence {kind}."),
            where="kind",
            remedy=Text(
                "Velg en kvalifikasjon, eller noe en vakttype krever.",
                "Choose a qualification, or what a shift type asks for.",
            ),
        )
    _require_period(valid_from, valid_to)
    if len(evidence) > _EVIDENCE:
        raise InputError(
            Text("Dokumentasjonen er lengre enn 200 tegn.", "The evidence is too long."),
            where="evidence",
            remedy=Text("Skriv kortere.", "Write less."),
        )
    Doctor.objects.select_for_update(no_key=True).get(pk=row.doctor_id)
    _require_alone(row.doctor_id, kind, valid_from, valid_to)
    made = Competence.objects.create(
        doctor_id=row.doctor_id,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        evidence=evidence.strip(),
        noted_by=by.name,
    )
    _record(by, "duty.note_competence", row.district, made)
    return made.pk


@transaction.atomic
def set_competence_end(
    *, competence: int, valid_to: date | None, by: Actor, now: datetime
) -> tuple[UnlawfulShift, ...]:
    """Say when a competence ends, earlier or later; return the published shifts that she then may not take.

    Each of them is opened to whoever may take it; she is never left on one in silence.

    Args:
        competence: Key of the competence.
        valid_to: The first day without it; ``None``: no end.
        by: Who says; needs ``PLAN_ROSTERS`` where the doctor takes duty.
        now: Shifts that have started are left as they are.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such competence.
        InputError: It would end before it begins.
        ConflictError: It would meet another of its kind.
    """
    row, district = _competence(competence, by)
    _require_period(row.valid_from, valid_to)
    _require_alone(row.doctor_id, row.kind, row.valid_from, valid_to, but=row.pk)
    before = _locked(row.doctor_id, now)
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    found = _opened(row.doctor_id, before, by, now)
    _record(by, "duty.set_competence_end", district, row, unlawful=[one.shift for one in found])
    return found


@transaction.atomic
def take_back_competence(*, competence: int, by: Actor, now: datetime) -> tuple[UnlawfulShift, ...]:
    """Take back a competence that was noted by mistake; as ``set_competence_end``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such competence.
    """
    row, district = _competence(competence, by)
    before = _locked(row.doctor_id, now)
    _record(by, "duty.take_back_competence", district, row)
    doctor = row.doctor_id
    row.delete()
    return _opened(doctor, before, by, now)


@transaction.atomic
def note_report_sent(*, district: int, year: int, sent_on: date, by: Actor) -> None:
    """Note when the report of a year was sent to the county governor.

    Raises:
        NotAllowedError: The roles do not open ``DECIDE_DUTY`` in the host municipality.
        UnknownIdError: There is no such district.
        InputError: It was sent before the year began.
    """
    district_for(district, by=by, permission=Permission.DECIDE_DUTY)
    if sent_on < date(year, 1, 1):
        raise InputError(
            Text("Rapporten kan ikke være sendt før året.", "It cannot be sent before the year."),
            where="sent_on",
            remedy=Text("Rett dagen.", "Correct the day."),
        )
    row = DutyDistrict.objects.select_for_update(no_key=True).get(pk=district)
    row.settings = {
        **row.settings,
        REPORTS: {**row.settings.get(REPORTS, {}), str(year): sent_on.isoformat()},
    }
    row.save(update_fields=["settings"])
    _record(by, "duty.note_report_sent", row, None, year=year, sent_on=sent_on.isoformat())


@transaction.atomic
def set_warning_days(*, district: int, days: int, by: Actor) -> None:
    """Say how many days ahead a district is warned of what lapses.

    Raises:
        NotAllowedError: The roles do not open ``PLAN_ROSTERS`` in the host municipality.
        UnknownIdError: There is no such district.
        InputError: The days are not 1 to 366.
    """
    district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    if not 1 <= days <= _MOST_DAYS:
        raise InputError(
            Text(f"{days} dager går ikke.", f"{days} days will not do."),
            where="days",
            remedy=Text("Gi 1–366 dager.", "Give 1–366 days."),
        )
    row = DutyDistrict.objects.select_for_update(no_key=True).get(pk=district)
    row.settings = {**row.settings, WARNING_DAYS: days}
    row.save(update_fields=["settings"])
    _record(by, "duty.set_warning_days", row, None, days=days)


def _competence(key: int, by: Actor) -> tuple[Competence, DutyDistrict]:
    """Return a competence, and a district of the doctor where ``by`` plans."""
    row = Competence.objects.filter(pk=key).first()
    if row is None:
        raise unknown("competence")
    places = [
        one.district
        for one in DutyDoctor.objects.filter(doctor=row.doctor_id)
        .select_related("district__host")
        .order_by("pk")
    ]
    for district in places:
        if by.may(Permission.PLAN_ROSTERS, municipality=district.host_id):
            return row, district
    if not places:
        raise unknown("competence")
    by.require(Permission.PLAN_ROSTERS, municipality=places[0].host_id)
    raise unknown("competence")


def _kinds(district: DutyDistrict) -> set[str]:
    asked = district.shift_types.values_list("skills", flat=True)
    return {
        *(one.value for one in Qualification),
        LIS1_EXEMPTION,
        *(skill for skills in asked for skill in skills),
    }


def _require_period(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise InputError(
            Text("Perioden har ingen dager.", "The period has no days."),
            where="valid_to",
            remedy=Text("La den slutte etter at den starter.", "Let it end after it starts."),
        )


def _require_alone(
    doctor: int, kind: str, valid_from: date, valid_to: date | None, *, but: int = 0
) -> None:
    others = Competence.objects.filter(doctor=doctor, kind=kind).exclude(pk=but)
    for other in others.order_by("valid_from"):
        begins_before = valid_to is None or other.valid_from < valid_to
        if begins_before and (other.valid_to is None or other.valid_to > valid_from):
            label = kind_label(kind)
            raise ConflictError(
                Text(
                    f"Det er ført fra før fra {format_date(other.valid_from)}: {label.nb}.",
                    f"It is noted already from {format_date(other.valid_from, 'en')}: {label.en}.",
                ),
                where="valid_from",
                remedy=Text("Endre når det slutter i stedet.", "Change when it ends instead."),
                competence=other.pk,
            )


def _locked(doctor: int, now: datetime) -> set[int]:
    """Lock the published rosters of a doctor's districts; return the shifts that she may not take now."""
    districts = DutyDoctor.objects.filter(doctor=doctor).values("district")
    list(
        DutyRoster.objects.select_for_update(no_key=True)
        .filter(district__in=districts, state="published")
        .order_by("pk")
    )
    return {one.shift.pk for one in everywhere(doctor, now)}


def _opened(doctor: int, before: set[int], by: Actor, now: datetime) -> tuple[UnlawfulShift, ...]:
    """Open the shifts that she may not take any more, and close those that she may; return the first."""
    broken = [one for one in everywhere(doctor, now) if one.shift.pk not in before]
    found: list[UnlawfulShift] = []
    for row in DutyDoctor.objects.filter(doctor=doctor).select_related("district__host"):
        if by.may(Permission.PLAN_ROSTERS, municipality=row.district.host_id):
            close_up(doctor=row, by=by, now=now)
        mine = [one for one in broken if one.shift.roster.district_id == row.district_id]
        found += open_broken(row, mine, by)
    return tuple(sorted(found, key=lambda one: (one.day, one.shift)))


def _record(
    by: Actor,
    action: str,
    district: DutyDistrict,
    competence: Competence | None,
    **details: object,
) -> None:
    about: dict[str, object] = {}
    if competence is not None:
        about = {
            "competence": competence.pk,
            "kind": competence.kind,
            "doctor": competence.doctor_id,
            "valid_from": competence.valid_from.isoformat(),
            "valid_to": competence.valid_to.isoformat() if competence.valid_to else "",
        }
    record(
        by=by.name,
        action=action,
        subject=f"duty district {district.pk}",
        municipality=district.host.number,
        details={**about, **details},
    )
