"""``hjemmel snapshot``: store the picture of a month, never to be changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from hjemmel.cli.actors import As, Municipality, register_as
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import write, write_json
from hjemmel.cli.session import language_of
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, read_day

HELP = "Ta vare på bildet av en måned i registeret. ¦ Store the picture of a month of the register."
MonthAsked = Annotated[
    str | None,
    typer.Option(
        "--month",
        metavar="YYYY-MM",
        help="Måneden, for eksempel 2024-01; uten: den som er begynt. "
        "¦ The month, for example 2024-01; without: the one that has begun.",
    ),
]


def snapshot(
    context: typer.Context,
    municipality: Municipality,
    month: MonthAsked = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Store the picture of the first of a month; once more changes nothing."""
    first = None if month is None else _first_of(month)
    language = language_of(context)
    with register_as(user) as actor:
        from django.utils import timezone

        from hjemmel.apps.coverage.services import take_snapshot
        from hjemmel.apps.registry.selectors.places import get_municipality

        place = get_municipality(municipality, by=actor)
        day = first or Month.of(place.usual_day(timezone.localdate())).first_day
        taken = take_snapshot(municipality=place, as_of=day, by=actor)
    if as_json:
        write_json(
            {
                "id": taken.id,
                "as_of": taken.as_of.isoformat(),
                "is_new": taken.is_new,
                "is_as_then": taken.is_as_then,
                "digest": taken.digest,
            }
        )
        return
    shown = Text(format_date(taken.as_of), format_date(taken.as_of, "en"))
    if taken.is_new:
        said = Text(f"Tatt vare på: {shown.nb}.", f"Stored: {shown.en}.")
    elif taken.is_as_then:
        said = Text(
            f"{shown.nb} er tatt vare på fra før, og registeret sier det samme.",
            f"{shown.en} is stored already, and the register says the same.",
        )
    else:
        said = Text(
            f"{shown.nb} er tatt vare på fra før. Registeret er rettet siden; bildet står som det var.",
            f"{shown.en} is stored already. The register was corrected since; the picture stays.",
        )
    write(said.in_language(language))


def _first_of(month: str) -> date:
    try:
        return read_day(f"{month.strip()}-01")
    except ValueError:
        raise InputError(
            Text(f"«{month[:20]}» er ikke en måned.", f"“{month[:20]}” is not a month."),
            where="--month",
            remedy=Text("Skriv den som 2024-01.", "Write it as 2024-01."),
        ) from None
