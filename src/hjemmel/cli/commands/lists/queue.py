"""Who stands where in the queue, and why, on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import (
    PURPOSES,
    AsOf,
    Most,
    Purpose,
    SomeResident,
    at,
    chosen,
    say,
    say_hidden,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.kernel.digest import plain

QUEUE_HELP = (
    "Vis hvem som står hvor i køen, og hvorfor. ¦ Show who stands where in the queue, and why."
)

SomeList = Annotated[
    int | None,
    typer.Option(
        "--list",
        parser=str,
        callback=whole("--list"),
        metavar="KEY",
        help="Bare de som venter på denne listen, etter nøkkel. "
        "¦ Only those who wait for this list, by key.",
    ),
]


def queue(
    context: typer.Context,
    municipality: Municipality,
    purpose: Purpose,
    wanted: SomeList = None,
    resident: SomeResident = None,
    as_of: AsOf = None,
    most: Most = 50,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show those who want a place in the order they are served; each one shown is logged."""
    said = chosen("--purpose", purpose, PURPOSES)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.queue_places import queue_places

        found = queue_places(
            asked.place,
            as_of or asked.today,
            by=asked.actor,
            purpose=said,
            wanted_list=wanted,
            resident=resident,
            most=most,
        )
    language = language_of(context)
    if as_json:
        write_json(
            {
                "total": found.total,
                "leaves_out": found.leaves_out,
                "rules": [rule.sentence.in_language(language) for rule in found.rules],
                "rows": plain(list(found.rows)),
            }
        )
        return
    for row in found.rows:
        write(f"{row.resident}: {' '.join(text.in_language(language) for text in row.why)}")
    for rule in found.rules:
        cited = "; ".join(citation.text(language) for citation in rule.citations)
        write(f"{rule.sentence.in_language(language)} ({cited})")
    total = shown(found.total, language)
    say(language, f"{len(found.rows)} av {total} vist.", f"{len(found.rows)} of {total} shown.")
    say_hidden(found.leaves_out, language)
