"""Changes a duty district after it was set up: its name, municipalities, stations and agreed limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for, locked_in_district, unknown
from hjemmel.apps.duty.agreed_limits import (
    AgreedLimit,
    as_kept,
    require_limit,
    require_weight,
)
from hjemmel.apps.duty.district_words import require_kind, require_named, require_room
from hjemmel.apps.duty.mapping.inputs import LIMITS, PRICES
from hjemmel.apps.duty.models import DutyDistrict, Station
from hjemmel.apps.duty.recording import record_of_district
from hjemmel.apps.duty.seen_versions import require_unchanged
from hjemmel.apps.duty.services.districts import require_limits
from hjemmel.apps.registry.models import Municipality
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

_STATION = ("name", "kind", "address", "opening_hours")


@transaction.atomic
def change_district(
    *,
    district: int,
    by: Actor,
    today: date,
    name: str | None = None,
    municipalities: Collection[int] | None = None,
    version: str | None = None,
) -> None:
    """Change what a district is called and who shares the duty; what is ``None`` stays.

    Args:
        district: Key of the district.
        by: Who changes it; needs ``PLAN_ROSTERS`` in the host municipality.
        today: The day.
        name: What people call it.
        municipalities: Keys of all that share the duty; the host is always among them.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district or municipality.
        InputError: The name is empty or too long.
        ConflictError: It has changed since, or a municipality has doctors or shift types in it.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_unchanged(row, version)
    changed: dict[str, object] = {}
    if name is not None and name.strip() != row.name:
        require_named(name, row.short_name)
        row.name = name.strip()
        row.save(update_fields=["name"])
        changed["fields"] = ["name"]
    if municipalities is not None:
        joined, left = _share(row, {row.host_id, *municipalities}, today)
        changed |= {"joined": joined} if joined else {}
        changed |= {"left": left} if left else {}
    if changed:
        record_of_district(by, "duty.change_district", row, **changed)


@transaction.atomic
def change_station(
    *, station: int, changes: Mapping[str, Any], by: Actor, version: str | None = None
) -> None:
    """Change a station: what it is called, its kind, where it is, when it is open.

    Shifts that rosters hold stay at it. Its code stays: sheets and shift types name it by that.

    Args:
        station: Key of the station.
        changes: New values by name: ``name``, ``kind``, ``address``, ``opening_hours``.
        by: Who changes it; needs ``PLAN_ROSTERS`` in the host municipality.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such station.
        InputError: A name or text is empty or too long, or the kind is not known.
        ConflictError: It has changed since.
    """
    row = locked_in_district(Station.objects.all(), station, "station", by=by)
    require_unchanged(row, version)
    given = {name: str(changes[name]).strip() for name in _STATION if name in changes}
    changed = [name for name, value in given.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, given[name])
    require_named(row.name, row.code)
    require_kind(row.kind)
    require_room(row.address, row.opening_hours)
    if not changed:
        return
    row.save(update_fields=changed)
    record_of_district(by, "duty.change_station", row.district, station=row.code, fields=changed)


@transaction.atomic
def remove_station(*, station: int, by: Actor) -> None:
    """Take away a station that nothing uses.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such station.
        ConflictError: Shift types, shifts of rosters or doctors use it.
    """
    row = locked_in_district(Station.objects.all(), station, "station", by=by)
    types = list(row.shift_types.values_list("name", flat=True))
    if types:
        raise _is_used(
            Text(
                f"Stasjonen har vakttyper: {', '.join(types)}.",
                f"The station has shift types: {', '.join(types)}.",
            ),
            Text(
                "Flytt dem til en annen stasjon, eller ta dem bort først.",
                "Move them to another station, or remove them first.",
            ),
        )
    shifts = row.shifts.count()
    if shifts:
        raise _is_used(
            Text(
                f"Stasjonen har vakter i vaktplaner: {shifts}.",
                f"The station has shifts in rosters: {shifts}.",
            ),
            Text(
                "La stasjonen stå. Uten vakttyper får den ingen nye vakter.",
                "Leave it. Without shift types it gets no new shifts.",
            ),
        )
    bound = sum(
        row.code in codes for codes in row.district.doctors.values_list("stations", flat=True)
    )
    if bound:
        raise _is_used(
            Text(
                f"Leger er bundet til stasjonen: {bound}.",
                f"Doctors are bound to the station: {bound}.",
            ),
            Text(
                "Endre hvilke stasjoner legene går vakt ved først.",
                "Change the stations at which the doctors take duty first.",
            ),
        )
    record_of_district(by, "duty.remove_station", row.district, station=row.code)
    row.delete()


@transaction.atomic
def set_agreed_limits(
    *,
    district: int,
    limits: Mapping[str, AgreedLimit | None],
    by: Actor,
    version: str | None = None,
) -> None:
    """Set limits that a district has agreed; they hold at once, also when published rosters are judged.

    Args:
        district: Key of the district.
        limits: What is agreed, by the name of the limit; ``None``: law's and agreement's own holds.
            What is not named stays.
        by: Who sets it; needs ``PLAN_ROSTERS`` in the host municipality.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district.
        InputError: There is no such limit, or it is not possible, or lacks the source that it needs.
        ConflictError: It has changed since.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_unchanged(row, version)
    kept = dict(row.settings.get(LIMITS, {}))
    for name, limit in limits.items():
        require_limit(name, limit)
        before = kept.pop(name, None)
        if limit is not None:
            kept[name] = as_kept(limit, before)
    was = row.settings.get(LIMITS, {})
    changed = sorted(name for name in limits if was.get(name) != kept.get(name))
    if not changed:
        return
    row.settings = {**row.settings, LIMITS: kept}
    require_limits(row)
    row.save(update_fields=["settings"])
    record_of_district(by, "duty.set_agreed_limits", row, fields=changed)


@transaction.atomic
def set_weights(
    *, district: int, weights: Mapping[str, int | None], by: Actor, version: str | None = None
) -> None:
    """Say what searches of a district weigh, from the next one on.

    Args:
        district: Key of the district.
        weights: Points by the name of what is weighed; ``None``: the usual. What is not named stays.
        by: Who says; needs ``PLAN_ROSTERS`` in the host municipality.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district.
        InputError: A search does not weigh that, or not by so much.
        ConflictError: It has changed since.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS, locked=True)
    require_unchanged(row, version)
    was = row.settings.get(PRICES, {})
    for name, value in weights.items():
        require_weight(name, value)
    wanted = {**was, **weights}
    kept = {name: value for name, value in wanted.items() if value is not None}
    changed = sorted(name for name in weights if was.get(name) != kept.get(name))
    if not changed:
        return
    row.settings = {**row.settings, PRICES: kept}
    row.save(update_fields=["settings"])
    record_of_district(by, "duty.set_weights", row, fields=[f"weight_{name}" for name in changed])


def _share(row: DutyDistrict, wanted: set[int], today: date) -> tuple[list[str], list[str]]:
    """Let municipalities share the duty; return the numbers of those that joined and that left."""
    members = dict(row.municipalities.values_list("pk", "number"))
    others = Municipality.objects.filter(pk__in=wanted - members.keys())
    joining = dict(others.values_list("pk", "number"))
    if wanted - members.keys() - joining.keys():
        raise unknown("municipality")
    leaving = list(row.municipalities.filter(pk__in=members.keys() - wanted).order_by("number"))
    for place in leaving:
        _require_free(row, place, today)
    row.municipalities.add(*joining)
    row.municipalities.remove(*leaving)
    return sorted(joining.values()), [place.number for place in leaving]


def _require_free(row: DutyDistrict, place: Municipality, today: date) -> None:
    """Raise ``ConflictError`` while a municipality has doctors or shift types in a district."""
    now = Q(member_to__isnull=True) | Q(member_to__gt=today)
    doctors = row.doctors.filter(now, municipality=place).count()
    if doctors:
        raise ConflictError(
            Text(
                f"{place.name} har leger i vaktdistriktet: {doctors}.",
                f"{place.name} has doctors in the duty district: {doctors}.",
            ),
            where="municipalities",
            remedy=Text("La dem slutte her først.", "Let them leave it first."),
        )
    asked = dict(row.shift_types.values_list("name", "municipalities"))
    types = [name for name, numbers in asked.items() if place.number in numbers]
    if types:
        raise ConflictError(
            Text(
                f"Vakttyper er for leger fra {place.name}: {', '.join(types)}.",
                f"Shift types are for doctors of {place.name}: {', '.join(types)}.",
            ),
            where="municipalities",
            remedy=Text("Endre vakttypene først.", "Change the shift types first."),
        )


def _is_used(what: Text, remedy: Text) -> ConflictError:
    return ConflictError(what, where="station", remedy=remedy)
