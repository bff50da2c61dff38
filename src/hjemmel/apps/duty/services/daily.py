"""The work of a day on duty: who is reminded of what ends soon, and which offers are past."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.access import district_for
from hjemmel.apps.duty.mailing import tell_doctor
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, DutyReminder
from hjemmel.apps.duty.selectors.reminders import ReminderView, reminders_of
from hjemmel.apps.duty.services.lapsing import lapse_past
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    """What the work of a day did, in counts.

    Args:
        reminded: Days that a doctor was reminded of by e-mail.
        lapsed: Open offers of shifts that have started.
    """

    reminded: int
    lapsed: int


@transaction.atomic
def do_duty_day(*, district: int, by: Actor, now: datetime) -> DutyDay:
    """Do the work of a day in a district; done again, nobody is reminded twice of the same day.

    A doctor without an address is not reminded; she stands among the reminders that planners see.

    Args:
        district: Key of the district.
        by: Who does it; needs ``PLAN_ROSTERS`` in the host municipality.
        now: When.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district.
    """
    district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    row = (
        DutyDistrict.objects.select_related("host")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=district)
    )
    new = _new(reminders_of(row, now.astimezone(NORWAY).date()))
    doctors = DutyDoctor.objects.in_bulk(new)
    for key, found in new.items():
        _remind(doctors[key], found)
    done = DutyDay(
        reminded=sum(len(found) for found in new.values()), lapsed=lapse_past(row.pk, now)
    )
    if done.reminded or done.lapsed:
        record(
            by=by.name,
            action="duty.do_day",
            subject=f"duty district {row.pk}",
            municipality=row.host.number,
            details={"reminded": done.reminded, "lapsed": done.lapsed},
        )
    return done


def do_duty_days(*, by: Actor, now: datetime) -> int:
    """Do the work of a day in all districts of real doctors where ``by`` plans; return how many."""
    rows = DutyDistrict.objects.filter(is_synthetic=False).order_by("pk")
    keys = by.municipalities(Permission.PLAN_ROSTERS)
    if keys is not None:
        rows = rows.filter(host__in=keys)
    found = list(rows.values_list("pk", flat=True))
    for key in found:
        do_duty_day(district=key, by=by, now=now)
    return len(found)


def _new(found: tuple[ReminderView, ...]) -> dict[int, list[ReminderView]]:
    """Return what doctors with an address have not been reminded of, by doctor."""
    with_address = set(
        DutyDoctor.objects.filter(pk__in={one.doctor for one in found})
        .exclude(email="")
        .values_list("pk", flat=True)
    )
    sent = set(
        DutyReminder.objects.filter(duty_doctor__in=with_address).values_list(
            "duty_doctor", "subject", "due"
        )
    )
    new: dict[int, list[ReminderView]] = defaultdict(list)
    for one in found:
        if one.doctor in with_address and (one.doctor, one.subject, one.due) not in sent:
            new[one.doctor].append(one)
    return dict(new)


def _remind(doctor: DutyDoctor, found: list[ReminderView]) -> None:
    DutyReminder.objects.bulk_create(
        DutyReminder(duty_doctor=doctor, subject=one.subject, due=one.due) for one in found
    )
    lines_nb = "\n".join(f"- {one.sentence.nb}" for one in found)
    lines_en = "\n".join(f"- {one.sentence.en}" for one in found)
    tell_doctor(
        doctor,
        Text("Noe på legevakt går ut snart", "Something on duty ends soon"),
        Text(
            f"Dette går ut snart. Ta kontakt med vaktplanleggeren om noe skal fornyes.\n{lines_nb}",
            f"This ends soon. Contact the roster planner if something is to be renewed.\n{lines_en}",
        ),
    )
