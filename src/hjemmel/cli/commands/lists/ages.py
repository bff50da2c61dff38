"""Who has turned 16 and 18, on the command line."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import AsOf, at, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write_json
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day

AGES_HELP = (
    "Noter hvem som har fylt 16 og 18 år, og hva som følger av det. "
    "¦ Note who has turned 16 and 18, and what follows from it."
)
Since = Annotated[
    date,
    typer.Option(
        "--since",
        parser=day("--since"),
        metavar="DAY",
        help="Den første fødselsdagen som tas med. ¦ The first birthday that is included.",
    ),
]


def ages(
    context: typer.Context,
    municipality: Municipality,
    since: Since,
    as_of: AsOf = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Find the birthdays from a day to a day; who was noted before is left as she is."""
    language = language_of(context)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.services.ages import turn_ages

        told = turn_ages(
            municipality=asked.place.key,
            since=since,
            day=as_of or asked.today,
            by=asked.actor,
            today=asked.today,
        )
    if as_json:
        write_json({kind.value: count for kind, count in told.items()})
        return
    for kind, count in told.items():
        said, n = kind.label, shown(count, language)
        say(language, f"{said.nb}: {n} nye.", f"{said.en}: {n} new.")
