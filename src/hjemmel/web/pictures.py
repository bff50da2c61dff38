"""From an address to the picture that a page is about: published, synthetic, or of the register."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.coverage.selectors import get_picture
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.web.context import day_asked_for, refuse_what_is_ignored
from hjemmel.web.register import asked_of_register


def is_of_register(case: str) -> bool:
    """Tell whether an address names a municipality of the register by its number."""
    return len(case) == 4 and case.isdecimal()


def picture_for(request: HttpRequest, case: str, known: Collection[str] = ()) -> MunicipalityOnDay:
    """Return the picture that the address names, and let the menus follow it to another day.

    Args:
        request: The request.
        case: Id of a published or synthetic picture, or a municipality's number.
        known: What the address may say beside the days.

    Raises:
        InputError: The address says something that the page would have to ignore, or says it twice.
        SignInNeededError: The picture is of the register, and nobody is signed in.
        NotAllowedError: The roles do not open it.
    """
    if is_of_register(case):
        asked = asked_of_register(request, case, Permission.SEE_FIGURES, known)
        return register_picture(asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    refuse_what_is_ignored(request, {"per", *known})
    picture = get_picture(case, as_of=day_asked_for(request))
    request.case = picture.id  # type: ignore[attr-defined]
    return picture
