"""What a wish does to the queue: a place in it, for one list or for any, and none in another."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from hjemmel.apps.lists.models import ChangeRequest
from hjemmel.apps.lists.selectors.waiting_class import waiting_class_of
from hjemmel.apps.registry.models import Resident
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text


def join_queue(request: ChangeRequest, resident: Resident) -> None:
    """Put her in the queue that she asked for; an older place in another is given up for it.

    Who stands in that queue already keeps her place. Nobody waits in two at once, so her time starts
    no earlier than she last left one.
    """
    request.state = "queued"
    request.save(update_fields=["state"])
    before = resident.waiting.filter(left_on__isnull=True).first()
    if before is not None:
        if (before.wanted_list_id, before.municipality_id) == (
            request.wanted_list_id,
            request.municipality_id,
        ):
            return
        before.left_on = max(request.asked_on, before.queued_on)
        before.left_reason = "other_list"
        before.save(update_fields=["left_on", "left_reason"])
    last_left = resident.waiting.aggregate(day=Max("left_on"))["day"]
    resident.waiting.create(
        municipality_id=request.municipality_id,
        wanted_list_id=request.wanted_list_id,
        waiting_class=waiting_class_of(
            resident.pk, request.municipality_id, request.asked_on
        ).value,
        queued_on=max(request.asked_on, last_left or request.asked_on),
        known_from=timezone.now(),
    )


def require_not_waiting_for_any(resident: Resident, municipality: int) -> None:
    """Raise ``ConflictError`` when somebody waits for any list in a municipality already."""
    waits = resident.waiting.filter(
        left_on__isnull=True, wanted_list__isnull=True, municipality=municipality
    )
    if waits.exists():
        raise ConflictError(
            Text(
                "Innbyggeren står i køen for første ledige plass fra før.",
                "The resident is in the queue for the first free place already.",
            ),
            where="waiting",
            remedy=Text(
                "Plassen beholdes. Velg en liste for å bytte kø.",
                "The place is kept. Choose a list to change queues.",
            ),
        )
