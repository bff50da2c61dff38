"""Putting somebody on a list by hand: not on a place that is promised to somebody else."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.places import days_of_change, places_on
from hjemmel.apps.lists.services.locking import lock_list
from hjemmel.apps.registry.services import residents
from hjemmel.apps.registry.services.person import find_person
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text


@transaction.atomic
def put_on_list(
    *, resident: int, patient_list: int, valid_from: date, by: Actor, exception: str = ""
) -> None:
    """Put a resident on a list from a day on; the list she was on is left then.

    There must be a place on that day and on every later day on which members or ceiling change, and
    places that are promised by a decided move are taken.

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
        ConflictError: The list is full or closed, or becomes so later, or the resident is dead by then.
        InputError: No register tells of the day.
    """
    find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    target = lock_list(patient_list)
    by.require(Permission.EDIT_RESIDENTS, municipality=target.municipality_id)
    if not exception:
        for day in days_of_change([patient_list], valid_from):
            places = places_on(patient_list, day, without=resident)
            if places.ceiling is not None and places.taken >= places.ceiling:
                raise _full(day, places.taken, places.ceiling)
    residents.put_on_list(
        resident=resident,
        patient_list=patient_list,
        valid_from=valid_from,
        exception=exception,
        by=by,
    )


def _full(day: date, taken: int, ceiling: int) -> ConflictError:
    return ConflictError(
        Text(
            f"Listen er full {format_date(day)}: {taken} av {ceiling} plasser er i bruk eller lovet bort.",
            f"The list is full on {format_date(day, 'en')}: {taken} of {ceiling} places are taken or "
            "promised.",
        ),
        where="list",
        remedy=Text(
            "Velg en annen liste, eller oppgi regelen som gir plass på en full liste.",
            "Choose another list, or state the rule that admits to a full list.",
        ),
    )
