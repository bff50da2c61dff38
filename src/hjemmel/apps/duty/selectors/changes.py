"""What differs between two states of a roster, in words: of a search that may be taken in, of what would be
sent out, and of what was sent out before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import unknown
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of
from hjemmel.apps.duty.models import DutyDoctor, Publication, RosterRun
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import NORWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedShift:
    """A shift that changes hands; times in Norway.

    Args:
        key: Key of the shift.
        name: What people call it.
        station: The station.
        starts: When it starts.
        ends: When it ends.
        added: Names of those who are new on it.
        removed: Names of those who are no longer on it.
    """

    key: str
    name: str
    station: str
    starts: datetime
    ends: datetime
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return self.starts.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationView:
    """A roster as it was sent out.

    Args:
        number: Its number in the roster, from 1.
        of_version: The roster's version that it is of.
        digest: SHA-256 of who was on which shift.
        published_by: Who sent it out.
        published_at: When.
        added: How many were new on a shift.
        removed: How many were no longer on one.
        overrides: What a leader had set aside: sentence, reason and leader, as stored.
    """

    number: int
    of_version: int
    digest: str
    published_by: str
    published_at: datetime
    added: int
    removed: int
    overrides: tuple[Mapping[str, Any], ...]


def shifts_changed(
    roster: int, added: Collection[Assignment], removed: Collection[Assignment], *, by: Actor
) -> tuple[ChangedShift, ...]:
    """Return the shifts of a roster that change hands, by start; raises as ``get_roster``."""
    row = seen_roster(roster, by)
    doctors = {int(one.doctor) for one in (*added, *removed)}
    names = dict(
        DutyDoctor.objects.filter(pk__in=doctors, district=row.district_id).values_list(
            "pk", "doctor__name"
        )
    )
    new, gone = _by_shift(added, names), _by_shift(removed, names)
    keys = new.keys() | gone.keys()
    shifts = row.shifts.select_related("shift_type", "station").order_by("starts", "key")
    return tuple(
        ChangedShift(
            key=shift.key,
            name=shift.shift_type.name,
            station=shift.station.name,
            starts=shift.starts.astimezone(NORWAY),
            ends=shift.ends.astimezone(NORWAY),
            added=tuple(new.get(shift.key, ())),
            removed=tuple(gone.get(shift.key, ())),
        )
        for shift in shifts
        if shift.key in keys
    )


def _by_shift(
    assignments: Collection[Assignment], names: Mapping[int, str]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in sorted(assignments):
        found.setdefault(one.shift, []).append(names.get(int(one.doctor), one.doctor))
    return found


def run_changes(run: int, *, by: Actor) -> tuple[ChangedShift, ...]:
    """Return which shifts would change hands if what a search found were taken into its roster.

    Raises:
        UnknownIdError: There is no such search.
        NotAllowedError: The roles do not let ``by`` plan rosters there.
    """
    row = RosterRun.objects.select_related("roster__district").filter(pk=run).first()
    if row is None:
        raise unknown("run")
    by.require(Permission.PLAN_ROSTERS, municipality=row.roster.district.host_id)
    now = assignments_of(row.roster)
    wanted = {Assignment(shift, key_of(doctor)) for shift, doctor in row.assignments}
    return shifts_changed(row.roster_id, wanted - now, now - wanted, by=by)


def publications_of(roster: int, *, by: Actor) -> tuple[PublicationView, ...]:
    """Return each time that a roster was sent out, the newest first; raises as ``get_roster``."""
    row = seen_roster(roster, by)
    rows = Publication.objects.filter(roster=row).defer("assignments", "findings")
    return tuple(
        PublicationView(
            number=one.number,
            of_version=one.of_version,
            digest=one.digest,
            published_by=one.published_by,
            published_at=one.published_at,
            added=len(one.changes.get("added", ())),
            removed=len(one.changes.get("removed", ())),
            overrides=tuple(one.overrides),
        )
        for one in rows.order_by("-number")
    )
