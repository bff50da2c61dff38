"""Changes, ends and removes shift types.

A roster keeps its shifts as its types were when it was made: what is changed here is of rosters made
later, so that nothing that was sent out becomes another in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import locked_in_district, unknown
from hjemmel.apps.duty.district_words import require_named
from hjemmel.apps.duty.mapping.inputs import CYCLES
from hjemmel.apps.duty.models import DutyWish, ShiftType
from hjemmel.apps.duty.recording import record_of_district
from hjemmel.apps.duty.seen_versions import require_unchanged
from hjemmel.apps.duty.shift_type_fields import NewShiftType, fields_of, put_on, require_possible
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

CHANGEABLE = tuple(one.name for one in fields(NewShiftType) if one.name != "code")
"""Fields of a shift type that may be changed; its code stands in keys of shifts and in sheets."""


@transaction.atomic
def change_shift_type(
    *, shift_type: int, changes: Mapping[str, Any], by: Actor, version: str | None = None
) -> None:
    """Change a shift type for the rosters that are made from now on; those that are made stay.

    Its name is shown in all of them.

    Args:
        shift_type: Key of the shift type.
        changes: New values by name, of ``CHANGEABLE``; what is left out stays.
        by: Who changes it; needs ``PLAN_ROSTERS`` in the host municipality.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such shift type, or no such station in its district.
        InputError: It could not be held as it would be.
        ConflictError: It has changed since.
    """
    row = _locked(shift_type, by)
    require_unchanged(row, version)
    was = fields_of(row)
    wanted = replace(was, **{name: changes[name] for name in CHANGEABLE if name in changes})
    require_named(wanted.name, row.code)
    if wanted.station != was.station:
        station = row.district.stations.filter(code=wanted.station).first()
        if station is None:
            raise unknown("station")
        row.station = station
    others = row.district.shift_types.exclude(pk=row.pk).values_list("code", flat=True)
    require_possible(wanted, row.district, set(others))
    put_on(row, wanted)
    now = fields_of(row)
    changed = [name for name in CHANGEABLE if getattr(was, name) != getattr(now, name)]
    if not changed:
        return
    row.save()
    record_of_district(
        by, "duty.change_shift_type", row.district, shift_type=row.code, fields=changed
    )


@transaction.atomic
def end_shift_type(
    *, shift_type: int, valid_to: date | None, by: Actor, version: str | None = None
) -> None:
    """Say from which day a shift type is held no more; shifts that rosters hold stay.

    Args:
        shift_type: Key of the shift type.
        valid_to: The first day without it; ``None``: no end.
        by: Who says; needs ``PLAN_ROSTERS`` in the host municipality.
        version: What ``version_of`` said when it was looked at; ``None``: whatever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such shift type.
        InputError: It would end before it begins.
        ConflictError: It has changed since.
    """
    row = _locked(shift_type, by)
    require_unchanged(row, version)
    require_possible(
        replace(fields_of(row), valid_to=valid_to, backs_up=(), municipalities=()), row.district, ()
    )
    if row.valid_to == valid_to:
        return
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    record_of_district(
        by,
        "duty.end_shift_type",
        row.district,
        shift_type=row.code,
        valid_to=valid_to.isoformat() if valid_to else "",
    )


@transaction.atomic
def remove_shift_type(*, shift_type: int, by: Actor) -> None:
    """Take away a shift type that nothing uses.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such shift type.
        ConflictError: Rosters, wishes, other types or an agreed cycle use it.
    """
    row = _locked(shift_type, by)
    used = _uses(row)
    if used:
        raise ConflictError(
            Text(
                f"Vakttypen er i bruk: {', '.join(one.nb for one in used)}.",
                f"The shift type is in use: {', '.join(one.en for one in used)}.",
            ),
            where="shift_type",
            remedy=Text("Sett en siste dag for den i stedet.", "Give it a last day instead."),
        )
    record_of_district(by, "duty.remove_shift_type", row.district, shift_type=row.code)
    row.delete()


def _uses(row: ShiftType) -> list[Text]:
    """Return what uses a shift type, in words."""
    found = []
    shifts = row.shifts.count()
    if shifts:
        found.append(Text(f"vakter i vaktplaner ({shifts})", f"shifts in rosters ({shifts})"))
    wishes = DutyWish.objects.filter(shift_type=row).count()
    if wishes:
        found.append(Text(f"ønsker fra leger ({wishes})", f"wishes of doctors ({wishes})"))
    others = row.district.shift_types.exclude(pk=row.pk).values_list("name", "backs_up")
    found += [
        Text(f"«{name}» er bakvakt for den", f"“{name}” stands behind it")
        for name, codes in others
        if row.code in codes
    ]
    if any(_names(cycle, row.code) for cycle in row.district.settings.get(CYCLES, [])):
        found.append(Text("en avtalt syklus", "an agreed cycle"))
    return found


def _names(cycle: Mapping[str, Any], code: str) -> bool:
    return any(code in day for day in cycle.get("days") or [])


def _locked(key: int, by: Actor) -> ShiftType:
    rows = ShiftType.objects.select_related("station")
    return locked_in_district(rows, key, "shift type", by=by)
