"""From the id in an address to a picture: public, or of the register for who may see it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.api.actors import actor_for
from hjemmel.apps.coverage.attention import attention_of
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.coverage.register_attention import attention_in_register
from hjemmel.apps.coverage.register_quality import shortcomings_of
from hjemmel.apps.coverage.selectors import get_picture
from hjemmel.apps.coverage.shortcoming import Shortcoming
from hjemmel.apps.registry.selectors.places import end_of, get_municipality
from hjemmel.domain.attention import Attention
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


def is_of_register(case: str) -> bool:
    """Tell whether an id is a municipality's number: then the picture is of the register."""
    return len(case) == 4 and case.isdecimal()


def picture_for(
    request: HttpRequest, case: str, as_of: date | None, known_on: date | None = None
) -> MunicipalityOnDay:
    """Return a published or synthetic picture by id, or the register's by municipality number.

    Raises:
        UnknownIdError: There is no such picture or municipality.
        InputError: ``known_on`` is given, and the picture is not of the register.
        SignInNeededError: It is of the register, and nobody is signed in.
        NotAllowedError: The roles do not open it.
    """
    if not is_of_register(case):
        if known_on is not None:
            raise InputError(
                Text(
                    "Bare registeret husker hva som var kjent.",
                    "Only the register remembers what was known.",
                ),
                where="known_on",
                remedy=Text("Utelat known_on.", "Leave out known_on."),
            )
        return get_picture(case, as_of=as_of)
    actor = actor_for(request)
    place = get_municipality(case, by=actor)
    day = as_of or place.usual_day(timezone.localdate())
    return register_picture(place, day, _moment(known_on), by=actor)


def attention_for(
    request: HttpRequest, picture: MunicipalityOnDay, known_on: date | None
) -> tuple[Attention, ...]:
    """Return what needs attention in a picture that ``picture_for`` gave."""
    if picture.kind is not PictureKind.REGISTER:
        return attention_of(picture)
    actor = actor_for(request)
    place = get_municipality(picture.number, by=actor)
    return attention_in_register(place, picture.as_of, _moment(known_on), by=actor)


def shortcomings_for(
    request: HttpRequest, picture: MunicipalityOnDay, known_on: date | None
) -> tuple[Shortcoming, ...]:
    """Return what is missing or contradictory in the register; nothing of another picture."""
    if picture.kind is not PictureKind.REGISTER:
        return ()
    actor = actor_for(request)
    place = get_municipality(picture.number, by=actor)
    return shortcomings_of(place, picture.as_of, _moment(known_on), by=actor)


def _moment(known_on: date | None) -> datetime | None:
    return None if known_on is None else end_of(known_on)
