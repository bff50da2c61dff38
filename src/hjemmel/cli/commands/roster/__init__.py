"""``hjemmel roster``: duty rosters, on files of a district and on the register."""

from __future__ import annotations

import typer

from hjemmel.cli.commands.roster import files, judging, ledgers, solving

app = typer.Typer(
    help="Vaktplaner for legevakt: lag, kontroller, forklar, regnskap, Excel. "
    "¦ Duty rosters: make, check, explain, ledger, Excel.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("examples", help=files.EXAMPLES_HELP)(files.examples)
app.command("list", help=files.LIST_HELP)(files.show)
app.command("solve", help=solving.SOLVE_HELP)(solving.solve)
app.command("take", help=solving.TAKE_HELP)(solving.take)
app.command("check", help=judging.CHECK_HELP)(judging.check)
app.command("explain", help=judging.EXPLAIN_HELP)(judging.explain)
app.command("ledger", help=ledgers.LEDGER_HELP)(ledgers.ledger)
app.command("export", help=files.EXPORT_HELP)(files.export)
app.command("import", help=files.IMPORT_HELP)(files.import_file)
