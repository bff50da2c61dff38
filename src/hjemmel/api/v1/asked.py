"""What every address of the register starts with: who asks, the municipality, and the two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from hjemmel.api.actors import actor_for, actor_with_key
from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.v1.schemas.common import DayQuery, DaysQuery
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.places import (
    MunicipalityView,
    end_of,
    get_municipality,
    require_possible,
)


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """What an address of the register was asked for.

    Args:
        actor: Who asks.
        municipality: The municipality in the address.
        as_of: The day asked about.
        known_at: The moment whose knowledge is used; ``None`` is now.
    """

    actor: Actor
    municipality: MunicipalityView
    as_of: date
    known_at: datetime | None


def asked_of_register(
    request: HttpRequest, number: str, permission: Permission, query: Schema | None = None
) -> RegisterAsked:
    """Return what the address asks for.

    Args:
        request: The request.
        number: The municipality's number, of today or earlier.
        permission: What the answer needs.
        query: The parameters of the address, as they were read; ``None``: it has none.

    Raises:
        InputError: There is a parameter that the address does not have, or an impossible day.
        SignInNeededError: Nobody asks.
        UnknownIdError: There is no such municipality.
        NotAllowedError: The roles do not open it.
    """
    refuse_other_parameters(request, *(() if query is None else type(query).model_fields))
    actor = actor_for(request)
    place = get_municipality(number, by=actor, permission=permission)
    given = query.as_of if isinstance(query, DayQuery) else None
    known_on = query.known_on if isinstance(query, DaysQuery) else None
    as_of = given or place.usual_day(timezone.localdate())
    require_possible(as_of)
    return RegisterAsked(actor, place, as_of, None if known_on is None else end_of(known_on))


def asked_to_change(request: HttpRequest, number: str, permission: Permission) -> RegisterAsked:
    """Return who wants to change what: as ``asked_of_register``, but only with a key.

    Raises:
        InputError: There is a parameter; what changes something takes none.
        SignInNeededError: No key came with the request.
        UnknownIdError: There is no such municipality.
        NotAllowedError: The roles do not open it.
    """
    actor_with_key(request)
    return asked_of_register(request, number, permission)
