"""Persons on the pages of the work: hidden until somebody says what she looks at them for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from hjemmel.apps.accounts.roles import Permission
from hjemmel.web.register import RegisterAsked
from hjemmel.web.residents.purposes import PURPOSES, purpose_in, remember, remembered


@dataclass(frozen=True, slots=True)
class Look:
    """Whether persons are shown.

    Args:
        purpose: What for; empty shows none.
        may: Whether the roles open them.
    """

    purpose: str
    may: bool

    @property
    def purposes(self) -> object:
        """What can be chosen."""
        return PURPOSES


def look_of(request: HttpRequest, asked: RegisterAsked) -> Look:
    """Return whether persons are shown: for an hour after a purpose was given."""
    may = asked.actor.may(Permission.SEE_RESIDENTS, municipality=asked.municipality.key)
    return Look(remembered(request, _about(asked)) if may else "", may)


def remember_look(request: HttpRequest, asked: RegisterAsked) -> None:
    """Keep the purpose that the form gives.

    Raises:
        InputError: None is chosen.
    """
    remember(request, [_about(asked)], purpose_in(request))


def _about(asked: RegisterAsked) -> str:
    return f"work {asked.municipality.number}"
