"""The work of a day: what the calendar brings, done once however often it is asked for.

Who turns 16 and 18 is the work there is today. Days on which nobody did it are caught up with.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import DailyRun
from hjemmel.apps.lists.services.ages import turn_ages
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.services.missing import not_there


@transaction.atomic
def do_days_work(*, municipality: int, by: Actor, today: date) -> DailyRun:
    """Do the work of a day in a municipality, and of the days since it was last done.

    The first time it is that day's only: whoever starts with a register of an earlier day tells of
    the birthdays since then by ``turn_ages``. Done again the same day, only what is new is added.

    Args:
        municipality: Key of the municipality.
        by: Who does it; needs ``RUN_LISTS`` there.
        today: The day.

    Returns:
        That it was done; ``result`` counts what the day has brought so far, by kind of event.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    place = Municipality.objects.filter(pk=municipality).first()
    if place is None:
        raise not_there("municipality")
    before = DailyRun.objects.filter(municipality=place, day__lte=today).order_by("-day").first()
    since = today if before is None else before.day
    told = turn_ages(municipality=municipality, since=since, day=today, by=by, today=today)
    run, _ = DailyRun.objects.select_for_update(no_key=True).get_or_create(
        municipality=place,
        day=today,
        defaults={"run_by": by.name, "run_at": timezone.now()},
    )
    new = {kind.value: count for kind, count in told.items()}
    run.result = {name: run.result.get(name, 0) + count for name, count in new.items()}
    run.run_by, run.run_at = by.name, timezone.now()
    run.save(update_fields=["result", "run_by", "run_at"])
    record(
        by=by.name,
        action="lists.do_days_work",
        subject=place.number,
        municipality=place.number,
        details={"day": today.isoformat(), "since": since.isoformat(), **new},
    )
    return run
