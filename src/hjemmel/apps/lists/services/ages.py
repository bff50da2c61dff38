"""Who turns 16 and 18: found by the calendar, told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.services.event_locks import lock_reached
from hjemmel.apps.lists.services.events import take_event
from hjemmel.apps.registry.models import Municipality, Resident
from hjemmel.apps.registry.selectors.places import require_possible
from hjemmel.apps.registry.selectors.residents import living
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.domain.population_event import AGES, EventKind, Told
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_years, age_on

SOURCE = "sweep of ages"


@transaction.atomic
def turn_ages(
    *, municipality: int, since: date, day: date, by: Actor, today: date
) -> dict[EventKind, int]:
    """Tell of everybody in a municipality who turned 16 or 18 from a day to a day.

    Who was told of before is left as she is, so it may be run as often as one likes.

    Args:
        municipality: Key of the municipality.
        since: The first birthday.
        day: The last birthday; not after ``today``.
        by: Who runs it; needs ``RUN_LISTS`` there.
        today: Today.

    Returns:
        How many are new, by kind.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
        InputError: The days are in the wrong order, or have not come.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    require_possible(since)
    if not since <= day <= today:
        raise InputError(
            Text(
                "Dagene må stå i rekkefølge og ikke ligge fram i tid.",
                "The days must be in order and not in the future.",
            ),
            where="day",
            remedy=Text("Rett dagene.", "Correct the days."),
        )
    place = Municipality.objects.filter(pk=municipality).first()
    if place is None:
        raise not_there("municipality")
    lock_reached(_turned(municipality, since, day), municipality)
    turned = _turned(municipality, since, day)  # another may have told of some before the lock
    for one in turned:
        take_event(municipality, one, by=by, today=today, source=SOURCE)
    told = {kind: sum(one.kind is kind for one in turned) for kind in AGES}
    record(
        by=by.name,
        action="lists.turn_ages",
        subject=place.number,
        municipality=place.number,
        details={
            "since": since.isoformat(),
            "day": day.isoformat(),
            **{kind.value: count for kind, count in told.items()},
        },
    )
    return told


def _turned(municipality: int, since: date, day: date) -> list[Told]:
    """Return what is new of all ages."""
    return [told for kind in AGES for told in _of_age(municipality, kind, since, day)]


def _of_age(municipality: int, kind: EventKind, since: date, day: date) -> Iterator[Told]:
    age = AGES[kind]
    before = PopulationEvent.objects.filter(kind=kind.value).exclude(state="refused")
    turning = (
        Resident.objects.filter(
            living(day),
            municipality=municipality,
            born__gt=add_years(since, -age - 1),
            born__lte=add_years(day, -age),
            national_id__isnull=False,
        )
        .exclude(pk__in=before.values("resident"))
        .order_by("pk")
    )
    for row in turning:
        birthday = _birthday(row.born, age)
        if since <= birthday <= day:
            yield Told(kind=kind, happened_on=birthday, national_id=row.national_id or "")


def _birthday(born: date, age: int) -> date:
    """Return the first day of an age; who was born on 29 February has it on 1 March."""
    day = add_years(born, age)
    return day if age_on(born, day) == age else day + timedelta(days=1)
