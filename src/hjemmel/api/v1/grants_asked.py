"""What an address of one case starts with: who asks, and whether she sees cases or applies."""

from __future__ import annotations

from django.http import HttpRequest

from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission

_APPLICANT = Permission.APPLY_FOR_GRANTS


def asked_of_grants(request: HttpRequest, permission: Permission = Permission.SEE_GRANTS) -> Actor:
    """Return who asks; an applicant may too, and services and selectors ask whose it is.

    Raises:
        InputError: There is a parameter that the address does not have.
        SignInNeededError: Nobody asks.
        NotAllowedError: Neither is open to her anywhere.
    """
    return asked_of_duty(request, permission, _APPLICANT)


def asked_to_apply(
    request: HttpRequest, permission: Permission = Permission.HANDLE_GRANTS
) -> Actor:
    """Return who wants to change something, with a key: an applicant, or who handles cases."""
    return asked_to_change_duty(request, permission, _APPLICANT)


def asked_to_handle(request: HttpRequest, permission: Permission) -> Actor:
    """Return who wants to change something that no applicant does, with a key."""
    return asked_to_change_duty(request, permission)
