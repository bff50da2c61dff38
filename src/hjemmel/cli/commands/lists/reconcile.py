"""The register beside the national register's contracts, on the command line."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import at, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import Column, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.domain.reconciliation import WHAT, WHY, Reconciliation, words
from hjemmel.kernel.digest import plain
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

RECONCILE_HELP = (
    "Sammenlign registeret med fastlegeregisterets avtaler. "
    "¦ Compare the register with the contracts of the national register."
)
FileDay = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day("--as-of"),
        metavar="DAY",
        help="Dagen til avtalefilen; uten: den nyeste. "
        "¦ The day of the file of contracts; without: the newest.",
    ),
]
_COLUMNS: tuple[Column, ...] = (
    (Text("Liste", "List"), "left"),
    (Text("Hva", "What"), "left"),
    (Text("Her", "Here"), "left"),
    (Text("I fastlegeregisteret", "In the national register"), "left"),
    (Text("Siden", "Since"), "left"),
    (Text("Grunn", "Reason"), "left"),
)


def reconcile(
    context: typer.Context,
    municipality: Municipality,
    as_of: FileDay = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Say on which lists the registers disagree, on what, since when, and why."""
    language = language_of(context)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.reconciliation import reconcile as compare

        found = compare(asked.place, by=asked.actor, today=asked.today, as_of=as_of)
    if as_json:
        write_json(None if found is None else plain(found))
    elif found is None:
        say(
            language,
            "Ingen avtalefil er hentet inn ennå; gjør det med «hjemmel import».",
            "No file of contracts has been imported yet; do so with “hjemmel import”.",
        )
    else:
        _present(found, language)


def _present(found: Reconciliation, language: Language) -> None:
    shown = format_date(found.as_of, language)
    say(
        language,
        f"Filen gjelder {shown}. {found.disagreeing} lister er ulike på {len(found.rows)} punkter.",
        f"The file is about {shown}. {found.disagreeing} lists differ on {len(found.rows)} points.",
    )
    if not found.rows:
        return
    write_table(
        language,
        None,
        list(_COLUMNS),
        (
            (
                row.patient_list or row.agreement,
                WHAT[row.what].in_language(language),
                words(row.what, row.ours, language),
                words(row.what, row.theirs, language),
                format_date(row.since, language),
                WHY[row.why].in_language(language),
            )
            for row in found.rows
        ),
    )
