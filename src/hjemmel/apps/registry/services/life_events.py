"""What happens in a resident's life: she dies, moves away, moves here."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import District, Membership
from hjemmel.apps.registry.selectors.places import require_possible
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.person import find_person, record_about, require_alive, unknown
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


@transaction.atomic
def note_death(*, resident: int, died_on: date, by: Actor, today: date) -> None:
    """Note that a resident died; from that day she is on no list and in no queue.

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
    row = person.row
    if not row.born <= died_on <= today:
        raise InputError(
            Text(
                "Dødsdagen må ligge mellom fødselsdagen og i dag.",
                "The day of death must be between the birth date and today.",
            ),
            where="died_on",
            remedy=Text("Rett dagen.", "Correct the day."),
        )
    row.died_on = died_on
    row.save(update_fields=["died_on"])
    end_from(Membership, {"resident": row}, died_on)
    for entry in row.waiting.filter(left_on__isnull=True):
        entry.left_on, entry.left_reason = max(died_on, entry.queued_on), "died"
        entry.save(update_fields=["left_on", "left_reason"])
    person.mark()
    record_about(person, "registry.note_death", by=by, details={})


@transaction.atomic
def take_back_death(*, resident: int, by: Actor) -> None:
    """Take back that a resident died; the list she was on and her place in the queue stay left.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No death is noted, or there is no such resident that ``by`` may know of.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    if person.row.died_on is None:
        raise unknown("died_on")
    person.row.died_on = None
    person.row.save(update_fields=["died_on"])
    person.mark()
    record_about(person, "registry.take_back_death", by=by, details={})


@transaction.atomic
def note_move_out(*, resident: int, moved_on: date, by: Actor) -> None:
    """Note that a resident no longer lives in her municipality from a day on.

    She keeps her list, as one who moves may, and her place in the queue until she leaves them.

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
    row = person.row
    by.require(Permission.EDIT_RESIDENTS, municipality=row.municipality_id)
    _require_after_arrival(moved_on, row.lived_here_from or row.born)
    row.lived_here_to = moved_on
    row.save(update_fields=["lived_here_to"])
    person.mark()
    record_about(person, "registry.note_move_out", by=by, details={}, place=row.municipality_id)


@transaction.atomic
def note_move_in(*, resident: int, district: str, moved_on: date, by: Actor) -> None:
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
    row = person.row
    target = District.objects.filter(number=district).first()
    if target is None:
        raise unknown("district")
    by.require(Permission.EDIT_RESIDENTS, municipality=target.municipality_id)
    require_alive(person, moved_on)
    stays = row.municipality_id == target.municipality_id and row.lived_here_to is None
    _require_after_arrival(
        moved_on, row.lived_here_to or row.lived_here_from or row.born, same=True
    )
    if not stays:
        row.lived_here_from, row.lived_here_to = moved_on, None
    row.municipality_id, row.district = target.municipality_id, target
    row.household = None
    row.save(
        update_fields=["municipality", "district", "household", "lived_here_from", "lived_here_to"]
    )
    person.mark(target.municipality_id)
    record_about(
        person,
        "registry.note_move_in",
        by=by,
        details={"within": stays},
        place=target.municipality_id,
    )


def _require_after_arrival(moved_on: date, first: date, *, same: bool = False) -> None:
    """Raise ``InputError`` unless the move is after ``first``, or on it where that is possible."""
    require_possible(moved_on)
    if moved_on < first or (moved_on == first and not same):
        raise InputError(
            Text(
                "Flyttedagen er før innbyggeren kunne flytte.",
                "The day of the move is before the resident could move.",
            ),
            where="moved_on",
            remedy=Text("Rett dagen.", "Correct the day."),
        )
