"""Who asks the API: the bearer of a key, or whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest

from hjemmel.api.throttling import count_request
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.selectors import actor_of, actor_of_token
from hjemmel.apps.accounts.services import digest_of
from hjemmel.kernel.errors import SignInNeededError
from hjemmel.kernel.text import Text

_SCHEME = "bearer"
_KEPT = "_hjemmel_actor"


def actor_for(request: HttpRequest) -> Actor:
    """Return who asks; a request is looked up, and counted against its key's limit, once.

    Raises:
        SignInNeededError: There is no key and nobody is signed in, or the key is not valid.
        TooManyRequestsError: The key has asked too often.
    """
    kept = getattr(request, _KEPT, None)
    if isinstance(kept, Actor):
        return kept
    actor = _actor(request)
    setattr(request, _KEPT, actor)
    return actor


def actor_with_key(request: HttpRequest) -> Actor:
    """Return whose key came with the request: what writes takes no session.

    A browser sends a session's cookie along with whatever another site makes it send; a key it
    never does.

    Raises:
        SignInNeededError: There is no key, or it is not valid.
        TooManyRequestsError: The key has asked too often.
    """
    if not _key(request):
        raise _sign_in_needed()
    return actor_for(request)


def _actor(request: HttpRequest) -> Actor:
    key = _key(request)
    if key:
        actor = actor_of_token(key)
        count_request(request, digest_of(key))
        return actor
    if request.user.is_authenticated:
        return actor_of(request.user)
    raise _sign_in_needed()


def _key(request: HttpRequest) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.casefold() == _SCHEME else ""


def _sign_in_needed() -> SignInNeededError:
    return SignInNeededError(
        Text("Dette er for brukere.", "This is for users."),
        where="Authorization",
        remedy=Text(
            "Send «Authorization: Bearer NØKKEL»; en nøkkel lages under Profil.",
            "Send “Authorization: Bearer KEY”; a key is made under Profile.",
        ),
    )
