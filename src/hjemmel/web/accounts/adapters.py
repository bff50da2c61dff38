"""How the sign-in library meets our users: nobody makes herself one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from hjemmel.apps.accounts.selectors import user_with_email
from hjemmel.kernel.errors import NotAllowedError
from hjemmel.kernel.text import Text
from hjemmel.web.errors import error_page


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local sign-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs herself up; an administrator makes users."""
        return False


class OpenIdAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with OpenID Connect: only for those who are users already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody becomes a user by signing in elsewhere."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the user by the address that the service vouches for; else say who to ask."""
        if sociallogin.is_existing:
            return
        verified = [e.email for e in sociallogin.email_addresses if e.verified]
        user = next(filter(None, map(user_with_email, verified)), None)
        if user is None:
            raise ImmediateHttpResponse(
                error_page(
                    request,
                    NotAllowedError(
                        Text(
                            "Du er ikke bruker av hjemmel, eller tjenesten bekreftet ikke e-postadressen din.",
                            "You are not a user of hjemmel, or the service did not confirm your e-mail address.",
                        ),
                        where="",
                        remedy=Text(
                            "Be administratoren i kommunen legge deg til med den e-postadressen.",
                            "Ask the municipality's administrator to add you with that address.",
                        ),
                    ),
                )
            )
        sociallogin.connect(request, user)
