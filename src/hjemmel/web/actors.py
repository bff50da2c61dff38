"""Who asks for a page: the signed-in user with her roles, read once per request."""

from __future__ import annotations

from django.http import HttpRequest

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.selectors import actor_of
from hjemmel.kernel.errors import SignInNeededError
from hjemmel.kernel.text import Text


def find_actor(request: HttpRequest) -> Actor | None:
    """Return who asks, or ``None`` when nobody is signed in."""
    if not hasattr(request, "_actor"):
        user = request.user
        found = actor_of(user) if user.is_authenticated else None
        request._actor = found  # type: ignore[attr-defined]
    actor: Actor | None = request._actor  # type: ignore[attr-defined]
    return actor


def actor_for(request: HttpRequest) -> Actor:
    """Return who asks.

    Raises:
        SignInNeededError: Nobody is signed in.
    """
    actor = find_actor(request)
    if actor is None:
        raise SignInNeededError(
            Text("Denne siden er for dem som er logget inn.", "This page is for those signed in."),
            where=request.path_info,
            remedy=Text("Logg inn og prøv igjen.", "Sign in and try again."),
        )
    return actor
