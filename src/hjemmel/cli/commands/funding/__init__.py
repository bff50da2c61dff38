"""``hjemmel funding``: the money per list and month, a practice's economy, and a corrected rate."""

from __future__ import annotations

import typer

from hjemmel.cli.commands.funding import compare, practice, run

app = typer.Typer(
    help="Penger i fastlegeordningen: basistilskudd og tilskudd per liste, praksisøkonomi, ny beregning. "
    "¦ Money of the GP scheme: capitation and grants per list, practice economics, computing again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("run", help=run.RUN_HELP)(run.run_of)
app.command("practice", help=practice.PRACTICE_HELP)(practice.practice)
app.command("compare", help=compare.COMPARE_HELP)(compare.compare_of)
