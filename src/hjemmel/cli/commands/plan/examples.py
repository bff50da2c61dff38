"""``hjemmel plan list``, ``show`` and ``measures``: plans that come along, and those on the register."""

from __future__ import annotations

from datetime import date

import typer

from hjemmel.cases.plans import load_plan, plan_examples
from hjemmel.cli.actors import As
from hjemmel.cli.commands.lists.common import at
from hjemmel.cli.commands.lists.rounds import SomeMunicipality
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.plan.common import PlanId, plan_at
from hjemmel.cli.commands.plan.present import stated, write_measures, write_plan
from hjemmel.cli.output import Column, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_sums import sums_of
from hjemmel.kernel.text import Text

LIST_HELP = (
    "Vis planene som følger med, eller en kommunes egne. "
    "¦ Show the plans that come along, or a municipality's own."
)
SHOW_HELP = "Vis en plan: tiltak, beløp og summer. ¦ Show a plan: measures, amounts and sums."
MEASURES_HELP = "Vis tiltakene i en plan. ¦ Show the measures of a plan."


def list_all(
    context: typer.Context,
    municipality: SomeMunicipality = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """List the plans that come along, or those of a municipality."""
    language = language_of(context)
    plans = _plans(municipality, user)
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
            stated(sums_of(plan, plan.period.start), language),
        )
        for plan in plans
    ]
    write_table(language, None, columns, rows)


def show(
    context: typer.Context,
    plan_id: PlanId,
    municipality: SomeMunicipality = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show one plan: as its document has it, or as it stands in a municipality."""
    language = language_of(context)
    plan, day = _one(plan_id, municipality, user)
    if as_json:
        from hjemmel.cases.plan_plain import plan_as_plain

        write_json(plan_as_plain(plan, day, language))
        return
    write_plan(plan, day, language)


def measures(
    context: typer.Context,
    plan_id: PlanId,
    municipality: SomeMunicipality = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show the measures of a plan alone."""
    language = language_of(context)
    plan, day = _one(plan_id, municipality, user)
    if as_json:
        from hjemmel.cases.plan_plain import measure_as_plain

        write_json([measure_as_plain(one, day, language) for one in plan.measures])
        return
    write_measures(plan, day, language)


def _plans(municipality: str | None, user: str | None) -> list[Plan]:
    if municipality is None:
        return [load_plan(name) for name in plan_examples()]
    with at(municipality, user) as asked:
        from hjemmel.apps.plan.selectors.plans import list_plans, plan_picture

        heads = list_plans(municipality=asked.place.key, by=asked.actor)
        return [plan_picture(head.key, by=asked.actor) for head in heads]


def _one(plan_id: str, municipality: str | None, user: str | None) -> tuple[Plan, date]:
    if municipality is None:
        plan = load_plan(plan_id)
        return plan, plan.period.start
    with plan_at(plan_id, municipality, user) as asked:
        return asked.picture, asked.today
