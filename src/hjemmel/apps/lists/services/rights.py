"""A person's own rights: all that is stored about her, also of daily operation, handed out or erased."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.lists.models import (
    ChangeRequest,
    Letter,
    Move,
    PopulationEvent,
    RoundPlace,
    StruckOff,
)
from hjemmel.apps.registry.services import rights
from hjemmel.apps.registry.services.rights import all_of

_ABOUT_A_PERSON: tuple[tuple[str, Any], ...] = (
    ("requests", ChangeRequest),
    ("moves", Move),
    ("rounds", RoundPlace),
    ("struck_off", StruckOff),
    ("events", PopulationEvent),
    ("letters", Letter),
)


@transaction.atomic
def export_person(*, resident: int, purpose: str, by: Actor) -> dict[str, Any]:
    """Return everything that is stored about a resident, for her to have; that it was is logged.

    What the register has, and her wishes, moves, places in rounds, events and letters.

    Args:
        resident: Key of the resident.
        purpose: What it is for; logged.
        by: Who hands it out; needs ``EXPORT_PERSON`` where she lives or is or was on a list.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        InputError: No purpose is given.
    """
    data = rights.export_person(resident=resident, purpose=purpose, by=by)
    rows = {
        name: [all_of(row) for row in model.objects.filter(resident=resident).order_by("pk")]
        for name, model in _ABOUT_A_PERSON
    }
    return {**data, **rows}


@transaction.atomic
def erase_person(*, resident: int, by: Actor, today: date) -> None:
    """Erase who a resident was, where the law allows; what was written freely about her goes too.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: The data are still needed.
        MissingDataError: Nobody has said how long the municipality keeps such data.
    """
    rights.erase_person(resident=resident, by=by, today=today)
    ChangeRequest.objects.filter(resident=resident).update(note="")
    Letter.objects.filter(resident=resident).update(facts={})
    PopulationEvent.objects.filter(resident=resident).update(facts={})
