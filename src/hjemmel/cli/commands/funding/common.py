"""What the commands on money share: lists by month, from a file or the register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import register_as
from hjemmel.cli.commands.lists.common import require_there
from hjemmel.cli.commands.lists.rounds import SomeMunicipality
from hjemmel.cli.values import whole
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_kroner
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import Month

if TYPE_CHECKING:
    from hjemmel.engines.funding import FundingInputs
    from hjemmel.kernel.money import Money

__all__ = [
    "Inhabitants",
    "ListsFile",
    "Months",
    "Positions",
    "Since",
    "SomeMunicipality",
    "kroner",
    "lists_asked_for",
]

ListsFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        help="Lister per måned som Excel eller CSV (Liste, Måned, Personer, …); uten: registeret. "
        "¦ Lists by month as Excel or CSV (List, Month, Persons, …); without: the register.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="MONTH",
        help="Første måned i registeret, som 2023-07. ¦ First month of the register, as 2023-07.",
    ),
]
Months = Annotated[
    int,
    typer.Option(
        "--months",
        parser=str,
        callback=whole("--months"),
        help="Antall måneder. ¦ Number of months.",
    ),
]
Inhabitants = Annotated[
    int | None,
    typer.Option(
        "--inhabitants",
        parser=str,
        callback=whole("--inhabitants"),
        help="Innbyggere i kommunen, for utjamningstilskuddet. "
        "¦ Inhabitants of the municipality, for the equalisation grant.",
    ),
]
Positions = Annotated[
    int | None,
    typer.Option(
        "--positions",
        parser=str,
        callback=whole("--positions"),
        help="Legehjemler i kommunen; uten: listene i filen. "
        "¦ GP posts of the municipality; without: the lists of the file.",
    ),
]


@contextmanager
def lists_asked_for(
    file: Path | None,
    municipality: str | None,
    since: str | None,
    months: int,
    user: str | None,
    *,
    inhabitants: int | None,
    positions: int | None,
) -> Iterator[FundingInputs]:
    """Give the lists of a file, or of the register as a user, while the block runs.

    Raises:
        InputError: Neither a file nor a municipality with a first month is given.
    """
    if file is not None:
        from hjemmel.apps.exchange.funding_files import read_funding

        yield read_funding(require_there(file), inhabitants=inhabitants, positions=positions)
        return
    if municipality is None or since is None:
        missing = "--municipality" if municipality is None else "--from"
        raise InputError(
            Text("Hvilke lister?", "Which lists?"),
            where=missing,
            remedy=Text(f"Gi en fil, eller oppgi {missing}.", f"Give a file, or {missing}."),
        )
    with register_as(user) as actor:
        from django.utils import timezone

        from hjemmel.apps.registry.selectors.funding import funding_of
        from hjemmel.apps.registry.selectors.places import get_municipality

        place = get_municipality(municipality, by=actor)
        day = place.usual_day(timezone.localdate())
        yield funding_of(place, read_month(since), months, day, by=actor).inputs


def read_month(said: str) -> Month:
    """Read a month: 2023-07.

    Raises:
        InputError: It is not one.
    """
    year, _, number = said.partition("-")
    if year.isdecimal() and len(year) == 4 and number.isdecimal() and 1 <= int(number) <= 12:
        return Month(int(year), int(number))
    raise InputError(
        Text(f"«{said}» er ikke en måned.", f"“{said}” is not a month."),
        where="--from",
        remedy=Text("Skriv år-måned: 2023-07.", "Write year-month: 2023-07."),
    )


def kroner(amount: Money, language: Language) -> str:
    """Return an amount for people, whole kroner."""
    return format_kroner(amount.in_kroner, language)
