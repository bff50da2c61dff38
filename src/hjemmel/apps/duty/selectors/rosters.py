"""Rosters as a calendar and as a matrix, with what they break; a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import own_doctors, require_seeing, unknown
from hjemmel.apps.duty.findings import DutyFinding
from hjemmel.apps.duty.judging import findings_of
from hjemmel.apps.duty.mapping.doctors import doctors_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, law_of, published_of
from hjemmel.apps.duty.models import DutyAssignment, DutyDoctor, DutyRoster
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import NORWAY, PayForm, Role
from hjemmel.engines.rostering.legal_terms import red_days_between

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterView:
    """A roster.

    Args:
        key: Its key.
        district: Key of the district.
        district_name: Its name.
        host: Key of the host municipality.
        name: What people call it.
        first: The first day.
        last: The first day after.
        wishes_until: The last day for wishes.
        state: draft, published or closed.
        version: Grows with each change.
        may_plan: Whether who asked may change it.
        may_decide: Whether who asked may set rules of the law aside.
    """

    key: int
    district: int
    district_name: str
    host: int
    name: str
    first: date
    last: date
    wishes_until: date | None
    state: str
    version: int
    may_plan: bool
    may_decide: bool

    @property
    def last_day(self) -> date:
        """The last day, which is within it."""
        return self.last - _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShift:
    """A doctor on a shift: her key in the district, and whether she is locked to it."""

    doctor: int
    is_fixed: bool
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftCell:
    """A shift with who is on it; times in Norway."""

    key: str
    code: str
    name: str
    station: str
    day: date
    starts: datetime
    ends: datetime
    needs: int
    role: Role
    pay_form: PayForm
    on: tuple[OnShift, ...]

    @property
    def lacks(self) -> int:
        """How many doctors it lacks; below 0: it has too many."""
        return self.needs - len(self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorRow:
    """A doctor's row of the matrix: her shifts by day."""

    key: int
    doctor: int
    name: str
    cells: Mapping[date, tuple[ShiftCell, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPage:
    """A roster, or some days of it, as a matrix and as a calendar.

    Args:
        roster: The roster.
        days: The days that are shown.
        red_days: Those among them that are public holidays.
        doctors: A row for each doctor, by name.
        shifts: The shifts of the days, by start.
    """

    roster: RosterView
    days: tuple[date, ...]
    red_days: frozenset[date]
    doctors: tuple[DoctorRow, ...]
    shifts: tuple[ShiftCell, ...]

    @property
    def calendar(self) -> Mapping[date, tuple[ShiftCell, ...]]:
        """The shifts by the day on which they start."""
        return _by_day(self.shifts)

    @property
    def last_day(self) -> date | None:
        """The last day that is shown; ``None``: none is."""
        return self.days[-1] if self.days else None

    @property
    def names(self) -> Mapping[int, str]:
        """The doctors' names by key."""
        return {row.key: row.name for row in self.doctors}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationPreview:
    """What would be sent out now.

    Args:
        version: The roster's version that it is of.
        number: Which number it would get.
        added: Who is new on which shift since last.
        removed: Who is no longer on which shift.
        findings: What the roster breaks.
    """

    version: int
    number: int
    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    findings: tuple[DutyFinding, ...]

    @property
    def in_the_way(self) -> tuple[DutyFinding, ...]:
        """Rules of the law that are broken and that nobody has set aside."""
        return tuple(one for one in self.findings if one.stops_publishing)


def list_rosters(district: int, *, by: Actor) -> tuple[RosterView, ...]:
    """Return a district's rosters, the newest first; a doctor sees only those that were sent out.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    found = DutyRoster.objects.select_related("district__host").filter(district=district)
    rows = list(found.order_by("-first"))
    if rows:
        require_seeing(rows[0].district, by)
    return tuple(_view(row, by) for row in rows if _may_see(row, by))


def get_roster(key: int, *, by: Actor) -> RosterView:
    """Return a roster.

    Raises:
        UnknownIdError: There is no such roster, or it is a draft that is not for ``by`` to see.
        NotAllowedError: The roles do not open it.
    """
    return _view(seen_roster(key, by), by)


def roster_page(
    key: int, *, by: Actor, first: date | None = None, last: date | None = None
) -> RosterPage:
    """Return a roster, or its days from ``first`` to before ``last``; raises as ``get_roster``."""
    row = seen_roster(key, by)
    first = max(first or row.first, row.first)
    last = min(last or row.last, row.last)
    shifts = _cells(row, first, last)
    mine: dict[int, list[ShiftCell]] = defaultdict(list)
    for shift in shifts:
        for one in shift.on:
            mine[one.doctor].append(shift)
    doctors = tuple(
        DoctorRow(
            key=doctor.pk,
            doctor=doctor.doctor_id,
            name=doctor.doctor.name,
            cells=_by_day(mine[doctor.pk]),
        )
        for doctor in sorted(doctors_of(row), key=lambda one: (one.doctor.name, one.pk))
    )
    days = tuple(first + _DAY * number for number in range(max(0, (last - first).days)))
    return RosterPage(
        roster=_view(row, by),
        days=days,
        red_days=red_days_between(row.first, row.last, law_of(row)) & frozenset(days),
        doctors=doctors,
        shifts=shifts,
    )


def roster_findings(key: int, *, by: Actor) -> tuple[DutyFinding, ...]:
    """Return what a roster breaks now, the law's first, with what leaders set aside.

    Why a colleague may not have a shift is for those who plan: others are told of shifts that lack
    somebody, and of themselves. Raises as ``get_roster``.
    """
    row = seen_roster(key, by)
    return _told_to(row, by, findings_of(row))


def doctors_told_of(row: DutyRoster, by: Actor) -> frozenset[int] | None:
    """Return the doctors of whom somebody is told what they may not: herself; ``None``: all of them."""
    if by.may(Permission.PLAN_ROSTERS, municipality=row.district.host_id):
        return None
    mine = DutyDoctor.objects.filter(district=row.district_id, doctor__in=own_doctors(by))
    return frozenset(mine.values_list("pk", flat=True))


def _told_to(
    row: DutyRoster, by: Actor, findings: tuple[DutyFinding, ...]
) -> tuple[DutyFinding, ...]:
    own = doctors_told_of(row, by)
    if own is None:
        return findings
    return tuple(one for one in findings if one.doctor is None or one.doctor in own)


def preview_publication(key: int, *, by: Actor) -> PublicationPreview:
    """Return what would be sent out now, with what ``roster_findings`` tells; raises as ``get_roster``."""
    row = seen_roster(key, by)
    now, before = assignments_of(row), published_of(row)
    return PublicationPreview(
        version=row.version,
        number=row.publications.count() + 1,
        added=tuple(sorted(now - before)),
        removed=tuple(sorted(before - now)),
        findings=_told_to(row, by, findings_of(row, assignments=now)),
    )


def seen_roster(key: int, by: Actor) -> DutyRoster:
    """Return a roster's row for other selectors; raises as ``get_roster``."""
    row = DutyRoster.objects.select_related("district__host").filter(pk=key).first()
    if row is None:
        raise unknown("roster")
    require_seeing(row.district, by)
    if not _may_see(row, by):
        raise unknown("roster")
    return row


def _may_see(row: DutyRoster, by: Actor) -> bool:
    """Tell whether somebody may see a roster: a draft is for those who plan, and read all."""
    return row.state != "draft" or not _is_only_a_doctor(row, by)


def _is_only_a_doctor(row: DutyRoster, by: Actor) -> bool:
    host = row.district.host_id
    if by.may(Permission.PLAN_ROSTERS, municipality=host):
        return False
    reads_all = by.may(Permission.SEE_ROSTERS, municipality=host)
    return not reads_all or by.may(Permission.OWN_DUTY, municipality=host)


def _view(row: DutyRoster, by: Actor) -> RosterView:
    host = row.district.host_id
    return RosterView(
        key=row.pk,
        district=row.district_id,
        district_name=row.district.name,
        host=host,
        name=row.name,
        first=row.first,
        last=row.last,
        wishes_until=row.wishes_until,
        state=row.state,
        version=row.version,
        may_plan=row.state != "closed" and by.may(Permission.PLAN_ROSTERS, municipality=host),
        may_decide=by.may(Permission.DECIDE_DUTY, municipality=host),
    )


def _cells(roster: DutyRoster, first: date, last: date) -> tuple[ShiftCell, ...]:
    on: dict[int, list[OnShift]] = defaultdict(list)
    rows = DutyAssignment.objects.filter(
        shift__roster=roster, shift__day__gte=first, shift__day__lt=last, ended_at__isnull=True
    ).order_by("pk")
    for shift, doctor, is_fixed, origin in rows.values_list(
        "shift_id", "duty_doctor_id", "is_fixed", "origin"
    ):
        on[shift].append(OnShift(doctor=doctor, is_fixed=is_fixed, origin=origin))
    types = {row.pk: row for row in roster.district.shift_types.all()}
    stations = {row.pk: row.name for row in roster.district.stations.all()}
    shifts = roster.shifts.filter(day__gte=first, day__lt=last).order_by("starts", "key")
    return tuple(
        ShiftCell(
            key=key,
            code=types[kind].code,
            name=types[kind].name,
            station=stations[station],
            day=day,
            starts=starts.astimezone(NORWAY),
            ends=ends.astimezone(NORWAY),
            needs=needs,
            role=Role(role),
            pay_form=PayForm(pay_form),
            on=tuple(on[pk]),
        )
        for pk, key, kind, station, day, starts, ends, needs, role, pay_form in shifts.values_list(
            "pk",
            "key",
            "shift_type_id",
            "station_id",
            "day",
            "starts",
            "ends",
            "doctors",
            "role",
            "pay_form",
        )
    )


def _by_day(shifts: tuple[ShiftCell, ...] | list[ShiftCell]) -> dict[date, tuple[ShiftCell, ...]]:
    found: dict[date, list[ShiftCell]] = defaultdict(list)
    for shift in shifts:
        found[shift.day].append(shift)
    return {day: tuple(cells) for day, cells in found.items()}
