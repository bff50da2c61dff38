"""From what stands after ``--case`` to the picture of a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hjemmel.cases.published import load_case, load_case_file
from hjemmel.cli import database
from hjemmel.cli.actors import register_as
from hjemmel.domain.attention import Attention
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Text

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """Which picture a command is asked about.

    Args:
        case: A published case, a file of one's own, a stored picture, or a municipality's number.
        as_of: The day; the picture's own, or the register's usual one, when not given.
        known_on: The day whose knowledge is used, in the register.
        user: Who asks, in the register.
    """

    case: str
    as_of: date | None = None
    known_on: date | None = None
    user: str | None = None

    @property
    def is_of_register(self) -> bool:
        """Whether the case is a municipality's number."""
        return len(self.case) == _DIGITS and self.case.isdecimal()


def find_picture(asked: CaseAsked) -> MunicipalityOnDay:
    """Return a published case, a file of one's own, a stored picture, or the register's.

    Raises:
        UnknownIdError: There is no such case, file or municipality.
        MissingDataError: There are no figures on that day.
        DataFileError: The file breaks the format.
        SignInNeededError: It is of the register, and no user is named.
        NotAllowedError: It is of the register, and the roles do not open it.
    """
    return picture_with_attention(asked, attention=False)[0]


def picture_with_attention(
    asked: CaseAsked, *, attention: bool = True
) -> tuple[MunicipalityOnDay, tuple[Attention, ...]]:
    """Return a picture and what needs attention in it; the same errors as ``find_picture``."""
    if asked.is_of_register:
        return _in_register(asked, attention=attention)
    if asked.known_on is not None:
        raise InputError(
            Text("Bare registeret husker hva som var kjent.", "Only the register remembers that."),
            where="--known-on",
            remedy=Text(
                "Utelat --known-on, eller oppgi en kommunes nummer: --case 4601.",
                "Leave out --known-on, or give a municipality's number: --case 4601.",
            ),
        )
    picture = _outside_register(asked.case, asked.as_of)
    if not attention:
        return picture, ()
    from hjemmel.apps.coverage.attention import attention_of

    return picture, attention_of(picture)


def _outside_register(case: str, as_of: date | None) -> MunicipalityOnDay:
    if case.endswith(".toml") or "/" in case or "\\" in case:
        return load_case_file(Path(case), as_of=as_of)
    try:
        return load_case(case, as_of=as_of)
    except UnknownIdError as error:
        stored = database.stored_picture(case, as_of)
        if stored is None:
            raise error
        return stored


def _in_register(
    asked: CaseAsked, *, attention: bool
) -> tuple[MunicipalityOnDay, tuple[Attention, ...]]:
    with register_as(asked.user) as actor:
        from django.utils import timezone

        from hjemmel.apps.coverage.register import register_picture
        from hjemmel.apps.coverage.register_attention import attention_in_register
        from hjemmel.apps.registry.selectors.places import end_of, get_municipality

        place = get_municipality(asked.case, by=actor)
        day = asked.as_of or place.usual_day(timezone.localdate())
        known_at = None if asked.known_on is None else end_of(asked.known_on)
        picture = register_picture(place, day, known_at, by=actor)
        if not attention:
            return picture, ()
        return picture, attention_in_register(place, day, known_at, by=actor)
