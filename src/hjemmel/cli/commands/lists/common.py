"""What the commands on lists share: keys, days, the municipality, new files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import register_as
from hjemmel.cli.output import write
from hjemmel.cli.values import day, whole
from hjemmel.kernel.errors import ConflictError, InputError, UnknownIdError
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.accounts.policies import Actor
    from hjemmel.apps.registry.selectors.places import MunicipalityView

PURPOSES = ("change", "queue", "question", "correction", "insight")
Purpose = Annotated[
    str,
    typer.Option(
        "--purpose",
        help="Hva oppslaget er til; det logges: change, queue, question, correction eller insight. "
        "¦ What the look-up is for; it is logged: change, queue, question, correction or insight.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day("--as-of"),
        metavar="DAY",
        help="Dagen; uten: i dag. ¦ The day; without: today.",
    ),
]
SomeResident = Annotated[
    int | None,
    typer.Option(
        "--resident",
        parser=str,
        callback=whole("--resident"),
        metavar="KEY",
        help="Bare denne innbyggeren, etter nøkkel. ¦ Only this resident, by key.",
    ),
]
Most = Annotated[
    int,
    typer.Option(
        "--most",
        parser=str,
        callback=whole("--most"),
        help="Hvor mange som vises. ¦ How many are shown.",
    ),
]
RoundKey = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til runden eller fordelingen. ¦ Key of the round or the distribution.",
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who runs a command, where, and what day it is there."""

    actor: Actor
    place: MunicipalityView
    today: date


@contextmanager
def at(municipality: str, user: str | None) -> Iterator[Asked]:
    """Open the register as a user in a municipality, while the block runs.

    Raises:
        SignInNeededError: No user is named, or no active user has that name.
        UnknownIdError: There is no such municipality.
        NotAllowedError: It is not open to the user.
    """
    with register_as(user) as actor:
        from django.utils import timezone

        from hjemmel.apps.registry.selectors.places import get_municipality

        place = get_municipality(municipality, by=actor)
        yield Asked(actor, place, place.usual_day(timezone.localdate()))


def chosen(option: str, value: str, among: tuple[str, ...]) -> str:
    """Return a value that is one of those there are.

    Raises:
        InputError: It is another.
    """
    if value in among:
        return value
    listed = ", ".join(among)
    raise InputError(
        Text(f"Ukjent verdi «{value}».", f"Unknown value “{value}”."),
        where=option,
        remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
    )


def require_new(file: Path) -> None:
    """Raise ``ConflictError`` when a file or a folder is there already."""
    if file.exists():
        raise ConflictError(
            Text("Filen finnes.", "The file exists."),
            where=str(file),
            remedy=Text("Velg et nytt navn.", "Choose a new name."),
        )


def require_there(file: Path) -> Path:
    """Return a file that is there.

    Raises:
        UnknownIdError: It is not.
    """
    if not file.exists():
        raise UnknownIdError(
            Text("Filen finnes ikke.", "The file does not exist."),
            where=str(file),
            remedy=Text("Kontroller stien.", "Check the path."),
        )
    return file


def write_private(file: Path, content: bytes) -> None:
    """Write a new file that only its owner can read: whole, or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.touch(mode=0o600)
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def say(language: Language, nb: str, en: str) -> None:
    """Write a line for people."""
    write(Text(nb, en).in_language(language))


def say_hidden(leaves_out: bool, language: Language) -> None:
    """Say that somebody is left out, when somebody may be."""
    if leaves_out:
        say(
            language,
            "Personer med gradert adresse er ikke tatt med.",
            "Persons with a protected address are left out.",
        )
