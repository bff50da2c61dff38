"""``hjemmel plan list`` and ``hjemmel plan show``: the plans that come along."""

from __future__ import annotations

from typing import Annotated

import typer

from hjemmel.cases.plans import load_plan, plan_examples
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.plan.present import kroner, write_plan
from hjemmel.cli.output import Column, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.domain.plan_sums import sums_of
from hjemmel.kernel.text import Text

LIST_HELP = "Vis planene. ¦ Show the plans."
SHOW_HELP = "Vis en plan: tiltak, beløp og summer. ¦ Show a plan: measures, amounts and sums."

PlanId = Annotated[
    str,
    typer.Argument(
        metavar="PLAN", help="For eksempel trondheim-2024. ¦ For example trondheim-2024."
    ),
]


def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List the plans that come along."""
    language = language_of(context)
    plans = [load_plan(name) for name in plan_examples()]
    if as_json:
        from hjemmel.cases.plan_plain import plan_head_as_plain

        write_json([plan_head_as_plain(plan, language) for plan in plans])
        return
    columns: list[Column] = [
        (Text("Plan", "Plan"), "left"),
        (Text("Kommune", "Municipality"), "left"),
        (Text("Tittel", "Title"), "left"),
        (Text("Status", "Status"), "left"),
        (Text("Tiltak", "Measures"), "right"),
        (Text("Sum", "Sum"), "right"),
    ]
    rows = [
        (
            plan.id,
            plan.municipality_name,
            plan.title.in_language(language),
            plan.status.label.in_language(language),
            str(len(plan.measures)),
            kroner(sums_of(plan, plan.period.start).stated, language),
        )
        for plan in plans
    ]
    write_table(language, None, columns, rows)


def show(context: typer.Context, plan_id: PlanId, as_json: Json = False) -> None:
    """Show one plan as its document has it."""
    language = language_of(context)
    plan = load_plan(plan_id)
    if as_json:
        from hjemmel.cases.plan_plain import plan_as_plain

        write_json(plan_as_plain(plan, plan.period.start, language))
        return
    write_plan(plan, plan.period.start, language)
