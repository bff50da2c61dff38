"""What was decided for somebody who is no longer there to have it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.models import ChangeRequest, Move, PopulationEvent
from hjemmel.apps.lists.models.requests import OPEN
from hjemmel.apps.lists.services.locking import lock_municipalities
from hjemmel.apps.registry.services import life_events
from hjemmel.apps.registry.services.person import find_person, record_about


@transaction.atomic
def note_death(*, resident: int, died_on: date, by: Actor, today: date) -> dict[str, int]:
    """Note that a resident died; what was planned, asked for or left to judgement falls away.

    Args:
        resident: Key of the resident.
        died_on: The day.
        by: Who notes it; needs ``EDIT_RESIDENTS`` where she lives or is or was on a list.
        today: Today; nobody is noted dead ahead of it.

    Returns:
        How many planned moves were cancelled and how many open requests were withdrawn.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        InputError: The day is before her birth, or has not come.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    planned = Move.objects.filter(resident=resident, state="planned")
    places = set(planned.values_list("municipality_id", flat=True).order_by())
    asked = ChangeRequest.objects.filter(resident=resident, state__in=OPEN)
    places |= set(asked.values_list("municipality_id", flat=True).order_by())
    lock_municipalities({*person.places, *places})
    life_events.note_death(resident=resident, died_on=died_on, by=by, today=today)
    done = {
        "moves": planned.update(state="cancelled"),
        "requests": asked.update(
            state="withdrawn",
            reason="died",
            counts=False,
            version=F("version") + 1,
            decided_by=by.name,
            decided_at=timezone.now(),
        ),
    }
    PopulationEvent.objects.filter(resident=resident, state="needs_judgement").update(
        state="applied", settled_by=by.name, settled_at=timezone.now()
    )
    if any(done.values()):
        person.mark(*sorted(places), people=False)
        record_about(person, "lists.let_go", by=by, details=dict(done))
    return done
