"""What is written about residents: which list they are on, and the queue."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import ListCeiling, Membership, PatientList, WaitingEntry
from hjemmel.apps.registry.selectors.places import require_possible
from hjemmel.apps.registry.services.history import replace_from
from hjemmel.apps.registry.services.locking import lock_list
from hjemmel.apps.registry.services.person import (
    Person,
    find_person,
    record_about,
    require_alive,
    unknown,
)
from hjemmel.apps.registry.services.rights import erase_person, export_person
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

__all__ = ["erase_person", "export_person", "leave_queue", "put_on_list", "queue_up"]


@transaction.atomic
def put_on_list(
    *, resident: int, patient_list: int, valid_from: date, by: Actor, exception: str = ""
) -> None:
    """Put a resident on a list from a day on; the list she was on is left then.

    Args:
        resident: Key of the resident.
        patient_list: Key of the list.
        valid_from: The first day.
        by: Who does it; needs ``EDIT_RESIDENTS`` in the list's municipality, and where the resident
            lives or is or was on a list or in the queue.
        exception: The rule that admits her to a full list; empty: there must be a place.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list, or no such resident that ``by`` may know of.
        ConflictError: The list is full or closed, or the resident is dead by then.
        InputError: No register tells of the day.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    require_possible(valid_from)
    target = lock_list(patient_list)
    by.require(Permission.EDIT_RESIDENTS, municipality=target.municipality_id)
    require_alive(person, valid_from)
    _require_place(person, target, valid_from, exception)
    facts = {
        "patient_list_id": target.pk,
        "is_elsewhere": False,
        "elsewhere": "",
        "reason": (exception or "case worker")[:40],
    }
    replace_from(Membership, {"resident": person.row}, facts, valid_from)
    entry = person.row.waiting.filter(left_on__isnull=True).first()
    if entry is not None and (
        entry.wanted_list_id == target.pk
        or (entry.wanted_list_id is None and entry.municipality_id == target.municipality_id)
    ):
        _leave(entry, valid_from, "placed")
    person.mark(target.municipality_id)
    record_about(
        person,
        "registry.put_on_list",
        by=by,
        details={"list": target.external_id, "valid_from": valid_from.isoformat()},
        place=target.municipality_id,
    )


@transaction.atomic
def queue_up(
    *,
    resident: int,
    wanted_list: int | None,
    waiting_class: WaitingClass,
    queued_on: date,
    by: Actor,
) -> None:
    """Put a resident in the queue for a list, or for any; nobody waits twice.

    Args:
        resident: Key of the resident.
        wanted_list: Key of the list; ``None`` is any in the municipality.
        waiting_class: Why she waits.
        queued_on: The first day in the queue.
        by: Who does it; needs ``EDIT_RESIDENTS`` where she lives or is or was on a list, and the
            list must be there. A resident herself waits by asking for a GP: why she waits, and so
            when her turn comes, is not for her to say.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list there, or no such resident that ``by`` may know of.
        ConflictError: She waits or waited then, or is dead, or the list is closed.
        InputError: No register tells of the day.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    require_possible(queued_on)
    require_alive(person, queued_on)
    place = person.place
    if wanted_list is not None:
        target = PatientList.objects.filter(
            pk=wanted_list, municipality__in=sorted(person.open_in)
        ).first()
        if target is None:
            raise unknown("list")
        _require_open(target, queued_on)
        place = target.municipality_id
    try:
        with transaction.atomic():
            WaitingEntry.objects.create(
                resident=person.row,
                municipality_id=place,
                wanted_list_id=wanted_list,
                waiting_class=waiting_class.value,
                queued_on=queued_on,
                known_from=timezone.now(),
            )
    except IntegrityError:
        raise ConflictError(
            Text(
                "Innbyggeren står eller stod i kø da.",
                "The resident is or was in the queue at that time.",
            ),
            where="waiting",
            remedy=Text(
                "Ta henne ut av køen først, eller velg dagen hun sist gikk ut eller senere.",
                "Take her out of the queue first, or choose the day that she last left or later.",
            ),
        ) from None
    person.mark(place, people=False)
    record_about(
        person, "registry.queue_up", by=by, details={"class": waiting_class.value}, place=place
    )


@transaction.atomic
def leave_queue(*, resident: int, left_on: date, by: Actor) -> None:
    """Take a resident out of the queue; she, or her parent, may do it herself.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: She does not wait, or there is no such resident that ``by`` may know of.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS, own=True)
    entry = person.row.waiting.filter(left_on__isnull=True).first()
    if entry is None:
        raise unknown("waiting")
    _leave(entry, left_on, "left")
    person.mark(people=False)
    record_about(person, "registry.leave_queue", by=by, details={})


def _leave(entry: WaitingEntry, left_on: date, reason: str) -> None:
    entry.left_on, entry.left_reason = max(left_on, entry.queued_on), reason
    entry.save(update_fields=["left_on", "left_reason"])


def _require_open(target: PatientList, day: date) -> None:
    if target.closed_on is not None and target.closed_on <= day:
        raise ConflictError(
            Text("Listen er lukket den dagen.", "The list is closed on that day."),
            where="list",
            remedy=Text("Velg en annen liste.", "Choose another list."),
        )


def _require_place(person: Person, target: PatientList, day: date, exception: str) -> None:
    """Raise ``ConflictError`` unless the list is open and has a place, or a rule admits her."""
    _require_open(target, day)
    ceiling = ListCeiling.objects.on(day).filter(patient_list=target).first()
    members = Membership.objects.on(day).filter(patient_list=target)
    length = members.exclude(resident=person.row).count()
    if ceiling is not None and length >= ceiling.ceiling and not exception:
        raise ConflictError(
            Text(
                f"Listen er full: {length} av {ceiling.ceiling} plasser er i bruk.",
                f"The list is full: {length} of {ceiling.ceiling} places are taken.",
            ),
            where="list",
            remedy=Text(
                "Velg en annen liste, eller oppgi regelen som gir plass på en full liste.",
                "Choose another list, or state the rule that admits to a full list.",
            ),
        )
