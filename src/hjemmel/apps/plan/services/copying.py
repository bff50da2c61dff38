"""A plan that begins from another: an example that comes along, or the one of the last period."""

from __future__ import annotations

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.models import (
    MeasureChange,
    Plan,
    PlanArea,
    PlanDecision,
    PlanGoal,
    PlanIndicator,
    PlanMeasure,
)
from hjemmel.apps.plan.services.plans import new_plan, note
from hjemmel.cases.plans import load_plan
from hjemmel.domain import plan as pictures
from hjemmel.domain.measure import Measure
from hjemmel.kernel.text import Text

_CARRIED_ON = "Videreført fra forrige plan."


@transaction.atomic
def make_from_example(*, municipality: int, example: str, fields: PlanFields, by: Actor) -> int:
    """Make a draft with the goals, focus areas, measures and indicators of an example; return its key.

    In the example's own municipality its political decisions and statuses come along; elsewhere they
    are another council's, and are left out.

    Args:
        municipality: Key of the municipality.
        example: ``trondheim-2024`` or ``bergen-2024``.
        fields: The new plan's head.
        by: Who makes it; needs ``WRITE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such example or municipality.
        InputError: Something in the head is missing, too long or impossible.
        ConflictError: The municipality has a plan of that name.
    """
    by.require(Permission.WRITE_PLANS, municipality=municipality)
    picture = load_plan(example)
    row = new_plan(municipality, fields, by)
    is_own = row.municipality.number == picture.municipality
    if picture.source is not None:
        row.source, row.source_en = picture.source.text("nb"), picture.source.text("en")
    row.notes = [{"nb": one.nb, "en": one.en} for one in picture.notes]
    row.printed_sums = [[code, amount.oere] for code, amount in picture.printed_sums]
    row.save(update_fields=["source", "source_en", "notes", "printed_sums"])
    PlanGoal.objects.bulk_create(_goal(row, goal) for goal in picture.goals)
    areas = _areas(row, picture)
    measures = PlanMeasure.objects.bulk_create(
        _measure(row, measure, areas) for measure in picture.measures
    )
    PlanIndicator.objects.bulk_create(
        PlanIndicator(plan=row, code=one.definition.id) for one in picture.indicators
    )
    if is_own:
        PlanDecision.objects.bulk_create(_decision(row, one, by) for one in picture.decisions)
        MeasureChange.objects.bulk_create(
            MeasureChange(
                measure=stored,
                status=change.status.value,
                on=change.on,
                reason=change.reason,
                by=by.name,
            )
            for stored, measure in zip(measures, picture.measures, strict=True)
            for change in measure.statuses
        )
    note(by, "plan.make_from_example", row, example=example, measures=len(measures))
    return row.pk


@transaction.atomic
def copy_for_next_period(*, plan: int, fields: PlanFields, by: Actor) -> int:
    """Copy a plan into a draft for the next period; return its key.

    Goals, focus areas and the indicators it follows come along, and the measures that are not done or
    stopped, without deadlines, costs' years, decisions, budget and predictions: those are promised anew.

    Args:
        plan: Key of the plan that is carried on.
        fields: The new plan's head.
        by: Who copies; needs ``WRITE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        InputError: Something in the head is missing, too long or impossible.
        ConflictError: The municipality has a plan of that name.
    """
    old = plan_for(plan, by=by, permission=Permission.WRITE_PLANS)
    row = new_plan(old.municipality_id, fields, by)
    row.previous = old
    row.save(update_fields=["previous"])
    for goal in old.goals.all():
        goal.pk, goal.plan, goal.carried_on = None, row, True
        goal._state.adding = True
        goal.save()
    areas = {}
    for area in old.areas.all():
        code = area.code
        area.pk, area.plan = None, row
        area._state.adding = True
        area.save()
        areas[code] = area
    for indicator in old.indicators.all():
        indicator.pk, indicator.plan = None, row
        indicator._state.adding = True
        indicator.save()
    carried = _carry_on(old, row, areas)
    note(by, "plan.copy", row, of=old.name, measures=carried)
    return row.pk


def _carry_on(old: Plan, row: Plan, areas: dict[str, PlanArea]) -> int:
    """Copy the measures that are still open, numbered anew; return how many."""
    number = 0
    for measure in old.measures.select_related("area").prefetch_related("changes"):
        changes = list(measure.changes.all())
        if changes and changes[-1].status in ("done", "stopped"):
            continue
        number += 1
        code = None if measure.area is None else measure.area.code
        measure.pk, measure.plan, measure.number = None, row, number
        measure.area = None if code is None else areas[code]
        measure.deadline, measure.cost_years = None, []
        measure.adopted_on, measure.why_no_prediction, measure.version = None, "", 1
        measure._state.adding = True
        measure.save()
        if changes:
            MeasureChange.objects.create(
                measure=measure,
                status=changes[-1].status,
                on=row.first,
                reason=_CARRIED_ON,
                by=row.made_by,
            )
    return number


def _areas(row: Plan, picture: pictures.Plan) -> dict[str, PlanArea]:
    made = PlanArea.objects.bulk_create(
        PlanArea(
            plan=row,
            order=order,
            code=area.code,
            title=area.title.nb,
            title_en=area.title.en,
            goal=area.goal.nb,
            goal_en=area.goal.en,
            place=area.place,
        )
        for order, area in enumerate(picture.focus_areas, 1)
    )
    return {area.code: area for area in made}


def _goal(row: Plan, goal: pictures.Goal) -> PlanGoal:
    return PlanGoal(
        plan=row,
        number=goal.number,
        text=goal.text.nb,
        text_en=goal.text.en,
        is_main=goal.is_main,
        carried_on=goal.carried_on,
        place=goal.place,
    )


def _measure(row: Plan, measure: Measure, areas: dict[str, PlanArea]) -> PlanMeasure:
    said = measure.note or Text("", "")
    return PlanMeasure(
        plan=row,
        number=measure.number,
        label=measure.label,
        title=measure.title.nb,
        title_en=measure.title.en,
        text=measure.text,
        area=areas.get(measure.focus_area),
        owner=measure.owner,
        deadline=measure.deadline,
        cost_kind=measure.cost.kind.value,
        cost_oere=None if measure.cost.amount is None else measure.cost.amount.oere,
        cost_years=list(measure.cost.years),
        payer=measure.payer.value,
        priority=measure.priority.value,
        indicator=measure.indicator,
        place=measure.place,
        note=said.nb,
        note_en=said.en,
    )


def _decision(row: Plan, decision: pictures.PoliticalDecision, by: Actor) -> PlanDecision:
    return PlanDecision(
        plan=row,
        body=decision.body.nb,
        body_en=decision.body.en,
        day=decision.day,
        case_number=decision.case_number,
        made_by=by.name,
        lines=[
            {
                "part": line.part.value,
                "nb": line.text.nb,
                "en": line.text.en,
                "concerns": line.concerns,
                "place": line.place,
            }
            for line in decision.lines
        ],
    )
