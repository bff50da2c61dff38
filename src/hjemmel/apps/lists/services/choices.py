"""What a municipality chooses for the running of its lists."""

from __future__ import annotations

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.models import ListPolicy
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed


@transaction.atomic
def choose_allocation(*, municipality: int, automatic: bool, by: Actor) -> None:
    """Choose whether who is without a GP gets a place by herself in each round.

    Args:
        municipality: Key of the municipality.
        automatic: Whether; without, only those who stand in the queue are given places.
        by: Who chooses; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    place = Municipality.objects.filter(pk=municipality).first()
    if place is None:
        raise not_there("municipality")
    ListPolicy.objects.update_or_create(
        municipality=place, defaults={"allocates_automatically": automatic}
    )
    mark_changed(municipality, people=False)
    record(
        by=by.name,
        action="lists.choose_allocation",
        subject=place.number,
        municipality=place.number,
        details={"automatic": automatic},
    )
