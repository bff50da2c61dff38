"""``hjemmel grants import``: applications from a file, looked at first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import at, require_there, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import Column, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

IMPORT_HELP = (
    "Hent inn søknader fra Excel eller CSV; uten --load bare vises de. "
    "¦ Load applications from Excel or CSV; without --load they are only shown."
)
_ACTIONS = {
    "new": Text("ny", "new"),
    "changed": Text("endres", "changed"),
    "same": Text("uendret", "unchanged"),
    "quarantine": Text("karantene", "quarantine"),
}

ADD_HELP = (
    "Ta egne ordninger i bruk, skrevet som TOML. ¦ Take schemes of your own into use, as TOML."
)
FileOfSchemes = Annotated[
    Path, typer.Argument(metavar="FILE", help="TOML-fil med ordninger. ¦ TOML file of schemes.")
]
FileOfApplications = Annotated[
    Path, typer.Argument(metavar="FILE", help="Excel eller CSV. ¦ Excel or CSV.")
]
OfScheme = Annotated[
    str,
    typer.Option(
        "--scheme", metavar="ID", help="Ordningens korte navn. ¦ The scheme's short name."
    ),
]
OfYear = Annotated[
    int | None,
    typer.Option(
        "--year",
        parser=str,
        callback=whole("--year"),
        help="Året; uten: i år. ¦ The year; without: this.",
    ),
]
Load = Annotated[
    bool, typer.Option("--load", help="Hent inn, ikke bare vis. ¦ Load, not only show.")
]


def load_file(
    context: typer.Context,
    file: FileOfApplications,
    municipality: Municipality,
    scheme: OfScheme,
    year: OfYear = None,
    load: Load = False,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Look at a file of applications, and load it."""
    language = language_of(context)
    require_there(file)
    with at(municipality, user) as asked:
        from django.utils import timezone

        from hjemmel.apps.grants.selectors.imports import get_import
        from hjemmel.apps.grants.selectors.schemes import years_of
        from hjemmel.apps.grants.services.imports import load_import, preview_import

        today = timezone.localdate()
        wanted = (scheme, year or today.year)
        known = {(one.scheme_id, one.year): one.key for one in years_of(asked.place.key)}
        if wanted not in known:
            raise UnknownIdError(
                Text(
                    f"Ordningen «{scheme}» er ikke åpnet for {wanted[1]}.",
                    f"The scheme “{scheme}” is not open for {wanted[1]}.",
                ),
                where="--scheme",
                remedy=Text("Se «hjemmel grants schemes».", "See “hjemmel grants schemes”."),
            )
        run = preview_import(scheme_year=known[wanted], file=file, name=file.name, by=asked.actor)
        if load:
            load_import(run=run, by=asked.actor, today=today, now=timezone.now())
        found = get_import(run, by=asked.actor)
    if as_json:
        write_json(
            {
                "counts": dict(found.counts),
                "rows": [
                    {
                        "row": one.row,
                        "applicant": one.applicant,
                        "sought": one.sought,
                        "action": one.action,
                        "reason": one.reason.in_language(language),
                    }
                    for one in found.lines
                ],
            }
        )
        return
    columns: list[Column] = [
        (Text("Rad", "Row"), "right"),
        (Text("Søker", "Applicant"), "left"),
        (Text("Søkt", "Sought"), "right"),
        (Text("Hva", "What"), "left"),
        (Text("Hvorfor", "Why"), "left"),
    ]
    rows = [
        (
            str(one.row),
            one.applicant,
            one.sought,
            _ACTIONS[one.action].in_language(language),
            one.reason.in_language(language),
        )
        for one in found.lines
    ]
    write_table(language, None, columns, rows)
    counts = found.counts
    if load:
        say(
            language,
            f"{counts['submitted']} sendt inn, {counts['drafts']} utkast, "
            f"{counts['left_out']} utelatt.",
            f"{counts['submitted']} submitted, {counts['drafts']} drafts, "
            f"{counts['left_out']} left out.",
        )


def add_schemes(
    context: typer.Context, file: FileOfSchemes, municipality: Municipality, user: As = None
) -> None:
    """Take a municipality's own schemes into use."""
    language = language_of(context)
    require_there(file)
    with at(municipality, user) as asked:
        from hjemmel.apps.grants.services.schemes import add_scheme

        made = add_scheme(municipality=asked.place.key, file=file, by=asked.actor)
    said = ", ".join(str(key) for key in made)
    say(language, f"Ordninger i bruk, nøkler: {said}.", f"Schemes in use, keys: {said}.")
