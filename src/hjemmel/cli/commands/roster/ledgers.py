"""``hjemmel roster ledger``: what each doctor carries, of a roster or of a district across years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hjemmel.cli.actors import As, register_as
from hjemmel.cli.commands.lists.common import say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.roster.common import (
    DistrictKey,
    RosterKey,
    Sheet,
    Source,
    read_on_files,
    refuse_options,
    require_one,
)
from hjemmel.cli.commands.roster.present import present_bad, present_ledger
from hjemmel.cli.output import write_json
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.kernel.text import Language

if TYPE_CHECKING:
    from hjemmel.apps.duty.selectors.ledgers import LedgerPage

LEDGER_HELP = (
    "Vis regnskapet: hva hver lege har tatt, rettferdig andel og saldo. "
    "¦ Show the ledger: what each doctor took, her fair share and her balance."
)

First = Annotated[
    date | None,
    typer.Option(
        "--first",
        parser=day("--first"),
        metavar="DAY",
        help="Med --district: planer som slutter før dagen, er i inngående saldo. "
        "¦ With --district: rosters that end before the day are in the opening balance.",
    ),
]
Last = Annotated[
    date | None,
    typer.Option(
        "--last",
        parser=day("--last"),
        metavar="DAY",
        help="Med --district: planer som starter denne dagen eller senere, er ikke med. "
        "¦ With --district: rosters that begin on the day or later are left out.",
    ),
]


def ledger(
    context: typer.Context,
    source: Source = None,
    sheet: Sheet = None,
    roster: RosterKey = None,
    district: DistrictKey = None,
    first: First = None,
    last: Last = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show what each doctor carries."""
    require_one(source, roster=roster, district=district)
    language = language_of(context)
    if district is None:
        refuse_options(source or "--roster", first=first, last=last)
    if source is None:
        with register_as(user) as actor:
            from hjemmel.apps.duty.selectors.ledgers import district_ledger, roster_ledger

            page = (
                roster_ledger(roster, by=actor)
                if roster is not None
                else district_ledger(district or 0, by=actor, first=first, last=last)
            )
        rows, names = _of_register(page, language), list(page.rosters)
    else:
        from hjemmel.engines.rostering.ledger import Category
        from hjemmel.engines.rostering.plain import ledger_as_plain

        found = read_on_files(source, sheet)
        names = [found.file.name.in_language(language)]
        if not as_json:
            present_bad(found.bad, language)
        rows = [
            {**row, "category_name": Category(row["category"]).label.in_language(language)}
            for row in ledger_as_plain(found.file.inputs, found.roster.ledger)
        ]
    if as_json:
        write_json({"rosters": names, "rows": rows})
        return
    if not names:
        say(language, "Ingen vaktplan er publisert.", "No roster has been published.")
        return
    present_ledger(rows, language)
    say(
        language,
        "Saldo = inngående + tatt − andel. Over 0: mer enn sin andel.",
        "Balance = opening + taken − share. Above 0: more than her share.",
    )


def _of_register(page: LedgerPage, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "doctor": str(row.key),
            "name": row.name,
            "category": category.value,
            "category_name": category.label.in_language(language),
            **line.as_plain(),
        }
        for row in page.rows
        for category, line in row.lines.items()
    ]
