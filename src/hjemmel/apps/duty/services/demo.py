"""The duty of a demo: a district with stations, doctors of the register, and two quarters of rosters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import roster_for
from hjemmel.apps.duty.first_fill import fill
from hjemmel.apps.duty.mapping.inputs import inputs_of
from hjemmel.apps.duty.models import (
    Competence,
    DutyAbsence,
    DutyDistrict,
    DutyDoctor,
    DutyWish,
)
from hjemmel.apps.duty.selectors.rosters import preview_publication
from hjemmel.apps.duty.services.assigning import apply_changes
from hjemmel.apps.duty.services.demo_people import let_shifts_be_offered, let_two_be_exempt
from hjemmel.apps.duty.services.districts import (
    add_doctor,
    add_shift_type,
    add_station,
    set_up_district,
)
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.apps.registry.models import AgreementTerms, Doctor, Municipality, Resident
from hjemmel.domain.duty_doctor import Employment
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import NORWAY, PayForm, Role
from hjemmel.engines.rostering import RosterInputs, run
from hjemmel.engines.rostering.terms import Effort
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months

_DOCTORS = 28
_WITHOUT_COURSES = 3
_COURSES = ("course_emergency_medicine", "course_violence_and_abuse")
_BEGAN = date(2020, 1, 1)
_LAPSING = 4
"""Which doctor's first course lapses soon."""
_SOON = timedelta(days=40)
_QUARTER = 3
_WEEK = timedelta(days=7)
_STATIONS = (
    ("main", "Hovedstasjonen", "main", "Hele døgnet"),
    ("car", "Legevaktbilen", "car", "Kl. 16–23"),
    ("north", "Legevakt nord", "satellite", "Kl. 17–22"),
)
_WEEKDAYS = (0, 1, 2, 3, 4)
_TYPES = (
    NewShiftType(code="evening", name="Kveld", station="main", starts=time(16), ends=time(23)),
    NewShiftType(
        code="night",
        name="Natt",
        station="main",
        starts=time(23),
        ends=time(8),
        pay_form=PayForm.HOURLY,
    ),
    NewShiftType(
        code="holiday",
        name="Helgedag",
        station="main",
        starts=time(8),
        ends=time(16),
        weekdays=(5, 6),
        on_red_days=True,
    ),
    NewShiftType(code="car", name="Bil, kveld", station="car", starts=time(16), ends=time(23)),
    NewShiftType(
        code="north",
        name="Nord, kveld",
        station="north",
        starts=time(17),
        ends=time(22),
        weekdays=_WEEKDAYS,
        on_red_days=False,
    ),
    NewShiftType(
        code="back-up",
        name="Bakvakt",
        station="main",
        starts=time(16),
        ends=time(8),
        role=Role.BACK_UP,
        pay_form=PayForm.STANDBY,
        backs_up=("evening", "night", "car", "north"),
    ),
)


@transaction.atomic
def load_duty_demo(*, municipality: int, today: date, by: Actor) -> int:
    """Let a synthetic municipality have out-of-hours duty, unless it has; return the district's key.

    The roster of the quarter is sent out, with an open shift and a swap that waits for an answer; that of
    the next is a draft whose last month nobody has yet. One doctor is exempt and one has applied.

    Args:
        municipality: Key of the municipality; its persons are made up.
        today: The day.
        by: Who loads it; needs all that a leader may.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: The persons of the municipality are not made up.
    """
    by.require(Permission.PLAN_ROSTERS, municipality=municipality)
    host = Municipality.objects.get(pk=municipality)
    there = DutyDistrict.objects.filter(host=host).first()
    if there is not None:
        return there.pk
    if not host.is_synthetic:
        raise ConflictError(
            Text(
                "Oppdiktet vakt kan bare legges i en syntetisk kommune.",
                "Made-up duty fits only a synthetic municipality.",
            ),
            where="demo",
            remedy=Text("Sett opp vaktdistriktet selv.", "Set up the district yourself."),
        )
    district = _district(host, by)
    doctors = _doctors(host, district, today, by)
    first = date(today.year, (today.month - 1) // _QUARTER * _QUARTER + 1, 1)
    second = add_months(first, _QUARTER)
    third = add_months(second, _QUARTER)
    _tell(doctors, first, second)
    let_two_be_exempt(doctors, second, third, today=today, by=by)
    published = _roster(district, first, second, by)
    _fill(published, None, by)
    preview = preview_publication(published, by=by)
    if not preview.in_the_way:  # a small municipality has too few doctors, and keeps a draft
        publish_roster(roster=published, version=preview.version, by=by, tell=False)
        let_shifts_be_offered(published, doctors, today=today, by=by)
    _fill(_roster(district, second, third, by), add_months(second, _QUARTER - 1), by)
    record(
        by=by.name,
        action="duty.load_demo",
        subject=f"duty district {district}",
        municipality=host.number,
        details={"doctors": len(doctors), "synthetic": True},
    )
    return district


def _district(host: Municipality, by: Actor) -> int:
    district = set_up_district(
        host=host.pk,
        name=f"Legevakta i {host.name}",
        short_name="legevakta",
        municipalities=[],
        by=by,
        settings={
            "duty_class": 3,
            "population": Resident.objects.filter(municipality=host).count(),
        },
    )
    for code, name, kind, hours in _STATIONS:
        add_station(district=district, code=code, name=name, kind=kind, opening_hours=hours, by=by)
    for shift_type in _TYPES:
        add_shift_type(district=district, shift_type=shift_type, by=by)
    return district


def _doctors(host: Municipality, district: int, today: date, by: Actor) -> list[DutyDoctor]:
    """Let GPs of the register take duty; the demo's own GP is the first."""
    held = (
        AgreementTerms.objects.on(host.data_as_of or today)
        .filter(agreement__municipality=host, holder__isnull=False)
        .order_by("agreement_id", "pk")
    )
    keys = list(dict.fromkeys(held.values_list("holder_id", flat=True)))[:_DOCTORS]
    known = Doctor.objects.in_bulk(keys)
    noted = [
        Competence(
            doctor=known[key],
            kind=course,
            valid_from=_BEGAN,
            valid_to=today + _SOON if place == _LAPSING and course == _COURSES[0] else None,
            evidence="Syntetisk",
            noted_by=by.name,
        )
        for place, key in enumerate(keys)
        if place < _DOCTORS - _WITHOUT_COURSES
        for course in _COURSES
    ]
    Competence.objects.bulk_create(noted)
    for place, key in enumerate(keys):
        is_experienced = known[key].competence in ("specialist", "approved_gp")
        add_doctor(
            district=district,
            doctor=key,
            municipality=host.pk,
            member_from=_BEGAN,
            fraction=Decimal("0.5") if place % 7 == 6 else Decimal(1),
            employment=Employment.EMPLOYED if place % 9 == 8 else Employment.SELF_EMPLOYED,
            roles=(Role.DOCTOR, Role.BACK_UP) if is_experienced else (Role.DOCTOR,),
            email=f"lege{place + 1}@example.org",
            by=by,
        )
    return list(
        DutyDoctor.objects.filter(district=district).select_related("doctor").order_by("pk")
    )


def _tell(doctors: list[DutyDoctor], first: date, second: date) -> None:
    """Let doctors be away, and wish."""
    away, wishes = [], []
    for place, doctor in enumerate(doctors):
        if place % 4 == 3:
            for begins in (first, second):
                day = begins + _WEEK * (1 + place % 11)
                starts, ends = (
                    datetime.combine(one, time(0), NORWAY) for one in (day, day + _WEEK)
                )
                away.append(
                    DutyAbsence(
                        duty_doctor=doctor,
                        starts=starts,
                        ends=ends,
                        cause="Ferie",
                        told_by="system:demo",
                    )
                )
        day = second + timedelta(days=5 * place % 80)
        wishes.append(
            DutyWish(
                duty_doctor=doctor,
                kind="on" if place % 5 == 4 else "off",
                first=day,
                last=day + timedelta(days=3),
                weight=1 + place % 5,
                told_by="system:demo",
            )
        )
    DutyAbsence.objects.bulk_create(away)
    DutyWish.objects.bulk_create(wishes)


def _roster(district: int, first: date, last: date, by: Actor) -> int:
    number = (first.month - 1) // _QUARTER + 1
    return make_roster(
        district=district,
        name=f"{number}. kvartal {first.year}",
        first=first,
        last=last,
        wishes_until=first - _WEEK * 4,
        by=by,
    )


def _fair(inputs: RosterInputs) -> frozenset[Assignment]:
    """Return a roster that a short search found fair; where shifts lack a doctor, as good as it gets."""
    try:
        found = run(inputs, effort=Effort(seconds=3, workers=2))
    except InputError:
        return fill(inputs)
    return fill(inputs) if found.uncovered() else frozenset(found.assignments)


def _fill(roster: int, before: date | None, by: Actor) -> None:
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    inputs = inputs_of(row)
    apply_changes(
        roster=row,
        put=_fair(inputs) if before is None else fill(inputs, before=before),
        off=(),
        by=by,
        origin="solver",
        inputs=inputs,
    )
