"""What there is to give and who wants it, before anything is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.models import Move
from hjemmel.apps.lists.selectors.applicants import without_gp
from hjemmel.apps.lists.selectors.open_lists import lists_with_places
from hjemmel.apps.registry.models import WaitingEntry
from hjemmel.apps.registry.selectors.places import MunicipalityView


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Persons who want a place on a day, and the places that are free then.

    Args:
        without_gp: Residents without a GP who have no decided move to one.
        waiting: Entries in the queues whose residents have no decided move to a list.
        lists: Lists with a doctor and a ceiling.
        open_lists: Lists of those that have a place.
        places: Free places on them, after promises to others.
    """

    without_gp: int
    waiting: int
    lists: int
    open_lists: int
    places: int


def standing(municipality: MunicipalityView, day: date, *, by: Actor) -> Standing:
    """Return who wants a place on a day, and how many places there are.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    planned = Move.objects.filter(
        resident=OuterRef("resident"), state="planned", to_list__isnull=False
    )
    queue = WaitingEntry.objects.filter(
        municipality=municipality.key, left_on__isnull=True, queued_on__lte=day
    ).exclude(Exists(planned))
    free = [row.free for row in lists_with_places(municipality.key, day)]
    return Standing(
        without_gp=without_gp(municipality.key, day).count(),
        waiting=queue.count(),
        lists=len(free),
        open_lists=sum(places > 0 for places in free),
        places=sum(free),
    )
