"""Events of the population: told, applied once, and left to a case worker where a person must judge."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, system
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import stored
from hjemmel.apps.lists.models import PopulationEvent
from hjemmel.apps.lists.services.event_effects import Happened, apply
from hjemmel.apps.lists.services.event_locks import lock_reached
from hjemmel.apps.registry.models import District, Resident
from hjemmel.apps.registry.selectors.residents import places_of
from hjemmel.apps.registry.services.newcomers import note_newcomer
from hjemmel.apps.registry.services.person import (
    Person,
    find_person,
    record_about,
    require_alive,
    unknown,
)
from hjemmel.domain.population_event import (
    BY_HAND,
    GRADINGS,
    MOVES,
    TAKEN_BACK,
    EventKind,
    Told,
)
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_ONCE = (EventKind.BIRTH, EventKind.TURNED_16, EventKind.TURNED_18)
_NEWCOMERS = (EventKind.BIRTH, EventKind.MOVED_IN)


@transaction.atomic
def tell_event(
    *, municipality: int, told: Told, by: Actor, today: date, source: str = BY_HAND
) -> PopulationEvent:
    """Tell of an event in a resident's life; it has its effect at once, and only once.

    Args:
        municipality: Key of the municipality that it is told to.
        told: The event.
        by: Who tells it; needs ``EDIT_RESIDENTS`` there, and must be able to know of the resident.
        today: Today.
        source: Where it is from.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        ConflictError: It does not agree with what the register has, or was told otherwise before.
        InputError: A fact is missing, or the day has not come.
    """
    by.require(Permission.EDIT_RESIDENTS, municipality=municipality)
    lock_reached([told], municipality)
    known = Resident.objects.filter(national_id=told.national_id).first()
    if known is not None:
        find_person(known.pk, by=by, permission=Permission.EDIT_RESIDENTS)
    return take_event(municipality, told, by=by, today=today, source=source)


def take_event(
    municipality: int,
    told: Told,
    *,
    by: Actor,
    today: date,
    source: str,
    row: int | None = None,
) -> PopulationEvent:
    """Store an event and let it have its effect; the caller has asked whether ``by`` may, and locked.

    The population register is what tells it, so its effects need no role of their own: who brought
    it stands in the log.

    Raises:
        HjemmelError: It cannot be applied; the caller takes back what was written.
    """
    acting = Actor(by.name, system("population").grants, user=by.user)
    resident, is_new = _whom(municipality, told, acting, today)
    person = find_person(resident.pk, by=acting, permission=Permission.EDIT_RESIDENTS)
    event = _before(told, person, source)
    if event is not None and not _tells_more(event, told, source):
        return event
    _require_order(told, person)
    if event is None:
        event = PopulationEvent(
            municipality_id=municipality,
            resident=person.row,
            kind=told.kind.value,
            happened_on=told.happened_on,
        )
    event.facts, event.source, event.row, event.state = told.facts, source, row, "received"
    event.told_by, event.told_at = by.name, timezone.now()
    event.save()
    happened = Happened(event, person.row, is_new, acting, today)
    effect = apply(happened)
    event.state = "needs_judgement" if effect.needs_judgement else "applied"
    event.reason, event.effects = effect.reason, dict(effect.details)
    event.findings = stored(effect.findings)
    event.save()
    record_about(
        person,
        "lists.tell_event",
        by=by,
        details={"kind": event.kind, "state": event.state, "reason": event.reason},
        place=municipality,
    )
    return event


@transaction.atomic
def settle_event(*, event: int, note: str, by: Actor) -> PopulationEvent:
    """Note that what an event left to a case worker is done.

    Args:
        event: Key of the event.
        note: What was done, if there is more to say.
        by: Who settles it; needs ``EDIT_RESIDENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such event, or not for ``by`` to know of.
        ConflictError: Nothing is left to do.
    """
    found = PopulationEvent.objects.filter(pk=event).values_list("resident_id", flat=True).first()
    if found is None:
        raise unknown("event")
    person = find_person(found, by=by, permission=Permission.EDIT_RESIDENTS)
    row = PopulationEvent.objects.select_for_update().get(pk=event)
    if row.state != "needs_judgement":
        raise ConflictError(
            Text("Hendelsen er ferdig behandlet.", "The event is settled."),
            where="event",
            remedy=Text("Last siden på nytt.", "Load the page again."),
        )
    row.state, row.note = "applied", note.strip()[:500]
    row.settled_by, row.settled_at = by.name, timezone.now()
    row.save(update_fields=["state", "note", "settled_by", "settled_at"])
    record_about(
        person, "lists.settle_event", by=by, details={"event": row.pk, "reason": row.reason}
    )
    return row


def _whom(municipality: int, told: Told, acting: Actor, today: date) -> tuple[Resident, bool]:
    """Return whom an event is about; somebody born or moved here may be new."""
    if told.happened_on > today:
        raise InputError(
            Text("Dagen er ikke kommet ennå.", "The day has not come yet."),
            where="in_the_future",
            remedy=Text("Rett dagen, eller vent.", "Correct the day, or wait."),
        )
    if told.kind in (*_NEWCOMERS, EventKind.MOVED_WITHIN):
        _require_district(municipality, told)
    known = Resident.objects.filter(national_id=told.national_id).first()
    if known is not None:
        if told.kind not in _NEWCOMERS and municipality not in places_of(known):
            raise unknown("resident")
        return known, False
    if told.kind not in _NEWCOMERS:
        raise unknown("resident")
    born = told.happened_on if told.kind is EventKind.BIRTH else told.born
    if born is None or not told.sex:
        raise InputError(
            Text(
                "Innbyggeren er ny, og fødselsdato eller kjønn mangler.",
                "The resident is new, and birth date or sex is missing.",
            ),
            where="facts_missing",
            remedy=Text("Legg til opplysningene.", "Add the facts."),
        )
    key = note_newcomer(
        national_id=told.national_id,
        name=told.name,
        born=born,
        sex=told.sex,
        district=told.district,
        lived_here_from=told.happened_on,
        mother=_key(told.mother),
        father=_key(told.father),
        protection=told.protection or "none",
        by=acting,
    )
    return Resident.objects.get(pk=key), True


def _key(national_id: str) -> int | None:
    if not national_id:
        return None
    found = Resident.objects.filter(national_id=national_id).values_list("pk", flat=True)
    return found.first()


def _require_district(municipality: int, told: Told) -> None:
    if not District.objects.filter(number=told.district, municipality=municipality).exists():
        raise InputError(
            Text("Bydelen mangler, eller er ukjent.", "The district is missing or unknown."),
            where="district",
            remedy=Text("Oppgi en bydel i kommunen.", "Give a district of the municipality."),
        )


def _before(told: Told, person: Person, source: str) -> PopulationEvent | None:
    """Return the same event if it was told before.

    Raises:
        ConflictError: It was told otherwise, and not by hand, or has been taken back by hand.
    """
    of_kind = PopulationEvent.objects.filter(resident=person.row, kind=told.kind.value)
    found = of_kind.filter(happened_on=told.happened_on).first()
    other = of_kind.exclude(happened_on=told.happened_on).exclude(state="refused")
    if found is not None and found.reason == TAKEN_BACK and source != BY_HAND:
        raise _taken_back()
    told_otherwise = (
        found is not None and found.facts != told.facts and not _tells_more(found, told, source)
    ) or (told.kind in _ONCE and other.exists())
    if told_otherwise:
        raise _told_otherwise()
    return found


def _tells_more(event: PopulationEvent, told: Told, source: str) -> bool:
    """Tell whether an event that is told again has its effect once more.

    It had none the first time, or it was noted by hand and the population register now tells it with
    other facts, as of the household.
    """
    by_hand = event.source == BY_HAND and source != BY_HAND and event.facts != told.facts
    return event.state == "refused" or by_hand


def _require_order(told: Told, person: Person) -> None:
    """Raise ``ConflictError`` for an event that comes after, or before, what makes it impossible."""
    died_on = person.row.died_on
    if told.kind is not EventKind.DEATH:
        require_alive(person, told.happened_on)
    elif died_on not in (None, told.happened_on):
        raise _told_otherwise()
    series = next((kinds for kinds in (MOVES, GRADINGS) if told.kind in kinds), ())
    later = PopulationEvent.objects.filter(
        resident=person.row,
        kind__in=[kind.value for kind in series],
        happened_on__gt=told.happened_on,
        state__in=("applied", "needs_judgement"),
    )
    if series and later.exists():
        raise ConflictError(
            Text(
                "Registeret har en senere hendelse av samme slag.",
                "The register has a later event of the same sort.",
            ),
            where="later_known",
            remedy=Text(
                "Hendelsen er eldre enn det registeret vet; kontroller den.",
                "The event is older than what the register knows; check it.",
            ),
        )


def _taken_back() -> ConflictError:
    return ConflictError(
        Text("Hendelsen er tatt tilbake for hånd.", "The event was taken back by hand."),
        where=TAKEN_BACK,
        remedy=Text(
            "Er den riktig likevel, noter den på innbyggerens side.",
            "If it is right after all, note it on the resident's page.",
        ),
    )


def _told_otherwise() -> ConflictError:
    return ConflictError(
        Text(
            "Hendelsen er fortalt før, med andre opplysninger.",
            "The event was told before, with other facts.",
        ),
        where="told_otherwise",
        remedy=Text("Rett innbyggerens side for hånd.", "Correct the resident's page by hand."),
    )
