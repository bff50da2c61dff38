"""``hjemmel plan``: plans of measures, those that come along and those on the register."""

from __future__ import annotations

import typer

from hjemmel.cli.commands.plan import document, examples

app = typer.Typer(
    help="Tiltaksplaner: tiltak, penger, indikatorer og virkning. "
    "¦ Plans of measures: measures, money, indicators and effect.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("list", help=examples.LIST_HELP)(examples.list_all)
app.command("show", help=examples.SHOW_HELP)(examples.show)
app.command("document", help=document.DOCUMENT_HELP)(document.document)
