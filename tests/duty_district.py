"""A small duty district in the register, for tests: one station, evening, night and weekend shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role as UserRole
from hjemmel.apps.duty.models import Competence, DutyDoctor
from hjemmel.apps.duty.services.districts import (
    add_doctor,
    add_shift_type,
    add_station,
    set_up_district,
)
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.domain.shift import PayForm, Role

BY = system("test")
COURSES = ("course_emergency_medicine", "course_violence_and_abuse")


@dataclass(frozen=True, slots=True)
class District:
    """Keys of a district and its doctors."""

    key: int
    host: int
    doctors: tuple[int, ...]

    def actor(self, role: UserRole, doctor: int | None = None) -> Actor:
        """Return somebody with a role in the host municipality."""
        return Actor(f"{role.value}-1", (Grant(role, municipality=self.host, doctor=doctor),))


def made_district(
    doctors: int = 8, *, unqualified: Sequence[int] = (), number: str = "5001", types: int = 3
) -> District:
    """Set up a district whose doctors may all be on duty alone, but for some."""
    host, _ = Municipality.objects.get_or_create(
        number=number,
        defaults={"name": "Trondheim", "is_synthetic": True, "set_up_on": date(2024, 1, 1)},
    )
    key = set_up_district(
        host=host.pk, name="Legevakta", short_name="legevakta", municipalities=[], by=BY
    )
    add_station(district=key, code="main", name="Legevaktstasjonen", by=BY)
    for one in (
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
            code="weekend",
            name="Helgedag",
            station="main",
            starts=time(8),
            ends=time(16),
            weekdays=(5, 6),
            on_red_days=True,
        ),
    )[:types]:
        add_shift_type(district=key, shift_type=one, by=BY)
    keys = tuple(
        made_doctor(key, host.pk, place, place not in unqualified) for place in range(doctors)
    )
    return District(key, host.pk, keys)


def made_doctor(district: int, host: int, place: int, is_qualified: bool = True) -> int:
    """Add a doctor to a district."""
    doctor = Doctor.objects.create(
        hpr_number=str(880_000_000 + host * 1000 + place),
        name=f"Lege {place:02}",
        competence="specialist" if is_qualified else "neither",
        is_synthetic=True,
    )
    for course in COURSES if is_qualified else ():
        Competence.objects.create(
            doctor=doctor, kind=course, valid_from=date(2020, 1, 1), noted_by="test"
        )
    return add_doctor(
        district=district,
        doctor=doctor.pk,
        municipality=host,
        member_from=date(2024, 1, 1),
        email=f"lege{place}@example.org",
        roles=(Role.DOCTOR, Role.BACK_UP) if is_qualified else (Role.DOCTOR,),
        by=BY,
    )


def register_key(duty_doctor: int) -> int:
    """Return the register's key of a doctor in a district."""
    return DutyDoctor.objects.get(pk=duty_doctor).doctor_id


def days_after(first: date, days: int) -> date:
    """Return the first day after so many days."""
    return first + timedelta(days=days)
