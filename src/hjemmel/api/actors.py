"""Who asks the API: the bearer of a key, or whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.selectors import actor_of, actor_of_token
from hjemmel.kernel.errors import SignInNeededError
from hjemmel.kernel.text import Text

_SCHEME = "bearer"


def actor_for(request: HttpRequest) -> Actor:
    """Return who asks.

    Raises:
        SignInNeededError: There is no key and nobody is signed in, or the key is not valid.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() == _SCHEME and secret.strip():
        return actor_of_token(secret.strip())
    if request.user.is_authenticated:
        return actor_of(request.user)
    raise SignInNeededError(
        Text("Dette er for brukere.", "This is for users."),
        where="Authorization",
        remedy=Text(
            "Send «Authorization: Bearer NØKKEL»; en nøkkel lages under Profil.",
            "Send “Authorization: Bearer KEY”; a key is made under Profile.",
        ),
    )
