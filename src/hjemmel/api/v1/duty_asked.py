"""What every address of duty starts with: who asks, and whether anything of it is open to her."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Schema

from hjemmel.api.actors import actor_for, actor_with_key
from hjemmel.api.application import refuse_other_parameters
from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission


def asked_of_duty(
    request: HttpRequest, *permissions: Permission, query: Schema | None = None
) -> Actor:
    """Return who asks; where a district is, services and selectors ask for more.

    Args:
        request: The request.
        permissions: One of these must be open to her somewhere.
        query: The parameters of the address, as they were read; ``None``: it has none.

    Raises:
        InputError: There is a parameter that the address does not have.
        SignInNeededError: Nobody asks.
        NotAllowedError: None of the permissions is open to her anywhere.
    """
    refuse_other_parameters(request, *(() if query is None else type(query).model_fields))
    actor = actor_for(request)
    if all(actor.municipalities(one) == frozenset() for one in permissions):
        raise not_allowed(permissions[0])
    return actor


def asked_to_change_duty(request: HttpRequest, *permissions: Permission) -> Actor:
    """Return who wants to change something: as ``asked_of_duty``, but only with a key.

    Raises:
        InputError: There is a parameter; what changes something takes none.
        SignInNeededError: No key came with the request.
        NotAllowedError: None of the permissions is open to her anywhere.
    """
    actor_with_key(request)
    return asked_of_duty(request, *permissions)
