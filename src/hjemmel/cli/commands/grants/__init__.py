"""``hjemmel grants``: rounds of grants, on files and on the register."""

from __future__ import annotations

import typer

from hjemmel.cli.commands.grants import files, register
from hjemmel.cli.commands.grants import round as grant_round

app = typer.Typer(
    help="Tilskudd: kjør en tilskuddsrunde med ramme, rekkefølge og begrunnelser. "
    "¦ Grants: run a round of grants with frame, order and reasons.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("round", help=grant_round.ROUND_HELP)(grant_round.round_of)
app.command("schemes", help=register.SCHEMES_HELP)(register.schemes)
app.command("add-scheme", help=files.ADD_HELP)(files.add_schemes)
app.command("cases", help=register.CASES_HELP)(register.cases)
app.command("payments", help=register.PAYMENTS_HELP)(register.payments)
app.command("watch", help=register.WATCH_HELP)(register.watch)
app.command("import", help=files.IMPORT_HELP)(files.load_file)
