"""Loads the tables of a file into the register: all or nothing, and twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import DatabaseError, DataError, IntegrityError, OperationalError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry import bulk
from hjemmel.apps.registry.loading import people, posts
from hjemmel.apps.registry.loading.frames import Day, LoadCounts, RegisterFrames, TableCounts
from hjemmel.apps.registry.loading.refusals import refused
from hjemmel.apps.registry.loading.touched import residents_touched
from hjemmel.apps.registry.models import (
    Agreement,
    Centre,
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.locking import (
    lock_lists,
    lock_municipalities,
    lock_residents,
)
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import HjemmelError, UnavailableError
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text


def load_register(
    *,
    frames: RegisterFrames,
    municipality: int,
    as_of: date,
    complete: bool,
    by: Actor,
    progress: Progress | None = None,
) -> LoadCounts:
    """Lay the tables of a file into the register.

    What is new is added, what differs is corrected, and of what has two times the old is kept. The
    same tables once more change nothing.

    Args:
        frames: Validated tables.
        municipality: Key of the municipality they are about.
        as_of: The day they are about.
        complete: Whether they have everybody: who is missing is no longer on a list or in the queue.
        by: Who loads; needs ``IMPORT_REGISTER`` there.
        progress: Is told how far the work has come.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: A row points at something that does not exist.
        DataFileError: The database refuses a value, and says which rule it breaks; nothing was written.
        UnavailableError: The database does not answer, or the disk is full; nothing was written.
        CancelledError: ``progress`` stopped the work; nothing was written.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    watch = progress or NoProgress()
    try:
        with transaction.atomic(), bulk.watched(watch):
            return _load(frames, municipality, as_of, complete, by, watch)
    except (OperationalError, IntegrityError, DataError) as error:
        raise not_taken(error) from error


def not_taken(error: DatabaseError) -> HjemmelError:
    """Return the error of a database that refuses a value of a file, or does not answer."""
    return refused(error) if isinstance(error, IntegrityError | DataError) else unavailable(error)


def unavailable(error: DatabaseError) -> UnavailableError:
    """Return the error of a database that does not answer, is locked, or has no room left."""
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return UnavailableError(
        Text(
            f"Databasen tok ikke imot: {said}. Ingenting er lagret.",
            f"The database did not take it: {said}. Nothing was stored.",
        ),
        where="database",
        remedy=Text(
            "Kontroller disken og databasen, og prøv igjen.",
            "Check the disk and the database, and try again.",
        ),
    )


def _load(
    frames: RegisterFrames,
    municipality: int,
    as_of: date,
    complete: bool,
    by: Actor,
    watch: Progress,
) -> LoadCounts:
    day = Day(municipality, as_of, timezone.now())
    lock_residents(residents_touched(frames, day, complete=complete))
    lock_lists(
        list(PatientList.objects.filter(municipality=municipality).values_list("pk", flat=True))
    )
    lock_municipalities([municipality])
    place = Municipality.objects.get(pk=municipality)
    counts = LoadCounts(before=_count(day))
    steps: dict[str, Callable[[], dict[str, TableCounts | None]]] = {
        "centres": lambda: {"centres": posts.load_centres(frames, day)},
        "doctors": lambda: {"doctors": posts.load_doctors(frames, day)},
        "agreements": lambda: dict(
            zip(("agreements", "vacancies"), posts.load_agreements(frames, day), strict=True)
        ),
        "lists": lambda: {"lists": posts.load_lists(frames, day)},
        "reports": lambda: {"reports": posts.load_reports(frames, day)},
        "residents": lambda: dict(
            zip(
                ("residents", "memberships"),
                people.load_residents(frames, day, complete=complete),
                strict=True,
            )
        ),
        "waiting": lambda: {"waiting": people.load_waiting(frames, day, complete=complete)},
    }
    for number, name in enumerate(frames.given, start=1):
        watch.start(_label(name, number, len(frames.given)), 0)
        done = steps[name]()
        counts.tables |= {table: found for table, found in done.items() if found is not None}
        watch.advance(0)
    watch.start(Text("Teller opp", "Counting"), 0)
    counts.after = _count(day)
    if place.data_as_of is None or place.data_as_of < as_of:
        Municipality.objects.filter(pk=municipality).update(data_as_of=as_of)
    if counts.changed_anything:
        mark_changed(municipality)
        bulk.analyse(Membership._meta.db_table, Resident._meta.db_table)
    record(
        by=by.name,
        action="registry.load",
        subject=place.number,
        municipality=place.number,
        details={"as_of": as_of.isoformat(), "complete": complete, **counts.as_plain()},
    )
    watch.advance(0)
    return counts


_NAMES = {
    "centres": Text("Legesentre", "Centres"),
    "doctors": Text("Leger", "Doctors"),
    "agreements": Text("Avtaler", "Agreements"),
    "lists": Text("Lister", "Lists"),
    "reports": Text("Listelengder", "List lengths"),
    "residents": Text("Innbyggere", "Residents"),
    "waiting": Text("Venteliste", "Waiting list"),
}


def _label(name: str, number: int, of: int) -> Text:
    named = _NAMES[name]
    return Text(f"{named.nb}, tabell {number} av {of}", f"{named.en}, table {number} of {of}")


def _count(day: Day) -> dict[str, int]:
    """Count what the municipality has on the day."""
    here = {"municipality": day.municipality}
    members = Membership.objects.on(day.as_of).filter(patient_list__municipality=day.municipality)
    ceilings = ListCeiling.objects.on(day.as_of)
    return {
        "centres": Centre.objects.filter(**here).count(),
        "agreements": Agreement.objects.filter(**here).count(),
        "lists": PatientList.objects.filter(**here).count(),
        "ceilings": ceilings.filter(patient_list__municipality=day.municipality).count(),
        "residents": Resident.objects.filter(**here).count(),
        "memberships": members.count(),
        "waiting": WaitingEntry.objects.filter(**here, left_on__isnull=True).count(),
    }
