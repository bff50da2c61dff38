"""``hjemmel plan``: plans of measures, those that come along and those on the register."""

from __future__ import annotations

import typer

from hjemmel.cli.commands.plan import document, documents, examples, indicators, writing

app = typer.Typer(
    help="Tiltaksplaner: tiltak, penger, indikatorer og virkning. "
    "¦ Plans of measures: measures, money, indicators and effect.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("list", help=examples.LIST_HELP)(examples.list_all)
app.command("show", help=examples.SHOW_HELP)(examples.show)
app.command("measures", help=examples.MEASURES_HELP)(examples.measures)
app.command("indicators", help=indicators.INDICATORS_HELP)(indicators.indicators)
app.command("make", help=writing.MAKE_HELP)(writing.make)
app.command("adopt", help=writing.ADOPT_HELP)(writing.adopt)
app.command("status", help=writing.STATUS_HELP)(writing.status)
app.command("evaluate", help=indicators.EVALUATE_HELP)(indicators.evaluate)
app.command("import", help=writing.IMPORT_HELP)(writing.import_file)
app.command("export", help=writing.EXPORT_HELP)(writing.export)
app.command("document", help=document.DOCUMENT_HELP)(document.document)
app.add_typer(documents.app, name="documents")
