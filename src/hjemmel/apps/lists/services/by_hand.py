"""What happens in a resident's life, noted by hand: kept as an event, like what the population register tells.

The same day told again by hand is a correction. The register's own telling of it is kept as it was, so
that its file, loaded once more, does not undo what was corrected.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import stored
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.services import letting_go
from hjemmel.apps.lists.services.event_effects import Effect, Happened, apply
from hjemmel.apps.registry.models import District
from hjemmel.apps.registry.services import life_events
from hjemmel.apps.registry.services.person import Person, find_person, unknown
from hjemmel.domain.population_event import BY_HAND, CORRECTED, MOVES, TAKEN_BACK, EventKind


@transaction.atomic
def note_death(*, resident: int, died_on: date, by: Actor, today: date) -> PopulationEvent:
    """Note that a resident died; what was planned, asked for or left to judgement falls away.

    Another day than was noted before is a correction of it.

    Args:
        resident: Key of the resident.
        died_on: The day.
        by: Who notes it; needs ``EDIT_RESIDENTS`` where she lives or is or was on a list.
        today: Today; nobody is noted dead ahead of it.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        InputError: The day is before her birth, or has not come.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    done = letting_go.note_death(resident=resident, died_on=died_on, by=by, today=today)
    _of(person, EventKind.DEATH).exclude(happened_on=died_on).update(
        state="refused", reason=CORRECTED
    )
    event = _event(person, EventKind.DEATH, died_on, person.place, {}, by)
    return _settled(event, Effect(details=done))


@transaction.atomic
def take_back_death(*, resident: int, by: Actor) -> None:
    """Take back that a resident died; a file that tells of the same death is refused from then on.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No death is noted, or there is no such resident that ``by`` may know of.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    life_events.take_back_death(resident=resident, by=by)
    _of(person, EventKind.DEATH).update(
        state="refused", reason=TAKEN_BACK, settled_by=by.name, settled_at=timezone.now()
    )


@transaction.atomic
def note_move_out(*, resident: int, moved_on: date, by: Actor) -> PopulationEvent:
    """Note that a resident no longer lives in her municipality from a day on.

    Another day than was noted before, without her having moved in between, is a correction of it.

    Args:
        resident: Key of the resident.
        moved_on: The first day that she does not live there.
        by: Who notes it; needs ``EDIT_RESIDENTS`` in the municipality she moves from.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        InputError: She came to live there on that day or later, or no register tells of the day.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    event = _event(person, EventKind.MOVED_OUT, moved_on, person.row.municipality_id, {}, by)
    made = _settled(event, apply(Happened(event, person.row, False, by, moved_on)))
    for other in _of(person, EventKind.MOVED_OUT).exclude(pk=made.pk):
        first, last = sorted((other.happened_on, moved_on))
        between = _of(person, *MOVES).filter(happened_on__gte=first, happened_on__lte=last)
        if not between.exclude(kind=EventKind.MOVED_OUT.value).exists():
            other.state, other.reason = "refused", CORRECTED
            other.save(update_fields=["state", "reason"])
    return made


@transaction.atomic
def note_move_in(*, resident: int, district: str, moved_on: date, by: Actor) -> PopulationEvent:
    """Note that a resident lives in a district from a day on: moved here, back, or within.

    Args:
        resident: Key of the resident.
        district: Number of the district; the municipality is the one it lies in.
        moved_on: The first day there.
        by: Who notes it; needs ``EDIT_RESIDENTS`` in that municipality, and where she lived or is or
            was on a list.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district, or no such resident that ``by`` may know of.
        ConflictError: She is dead by then.
        InputError: She moved out on that day or later, or no register tells of the day.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    target = District.objects.filter(number=district).first()
    if target is None:
        raise unknown("district")
    stays = (
        person.row.municipality_id == target.municipality_id and person.row.lived_here_to is None
    )
    kind = EventKind.MOVED_WITHIN if stays else EventKind.MOVED_IN
    facts = {"district": district}
    event = _event(person, kind, moved_on, target.municipality_id, facts, by)
    return _settled(event, apply(Happened(event, person.row, False, by, moved_on)))


def _of(person: Person, *kinds: EventKind) -> QuerySet[PopulationEvent]:
    """Return the events of some kinds that hold."""
    return PopulationEvent.objects.filter(
        resident=person.row, kind__in=[kind.value for kind in kinds]
    ).exclude(state="refused")


def _event(
    person: Person, kind: EventKind, day: date, municipality: int, facts: dict[str, str], by: Actor
) -> PopulationEvent:
    """Return the event of a day, new or noted again; what the register told of it is kept."""
    found = PopulationEvent.objects.filter(
        resident=person.row, kind=kind.value, happened_on=day
    ).first()
    event = found or PopulationEvent(resident=person.row, kind=kind.value, happened_on=day)
    if found is None or found.state == "refused" or found.source == BY_HAND:
        event.municipality_id, event.facts = municipality, facts
        event.source, event.row = BY_HAND, None
        event.told_by, event.told_at = by.name, timezone.now()
    event.note, event.settled_by, event.settled_at = "", "", None
    event.state = "received"
    event.save()
    event.facts = facts  # what has its effect; what is stored may be the register's
    return event


def _settled(event: PopulationEvent, effect: Effect) -> PopulationEvent:
    event.state = "needs_judgement" if effect.needs_judgement else "applied"
    event.reason, event.effects = effect.reason, dict(effect.details)
    event.findings = stored(effect.findings)
    event.save(update_fields=["state", "reason", "effects", "findings"])
    return event
