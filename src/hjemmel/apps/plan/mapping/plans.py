"""Rows of a plan as the domain's picture of it."""

from __future__ import annotations

from collections.abc import Iterable

from hjemmel.apps.plan.models import (
    MeasureChange,
    Plan,
    PlanArea,
    PlanBudgetLine,
    PlanDecision,
    PlanGoal,
    PlanMeasure,
)
from hjemmel.domain import plan as pictures
from hjemmel.domain.figure import Source
from hjemmel.domain.measure import (
    Cost,
    CostKind,
    Measure,
    MeasureStatus,
    Payer,
    Priority,
    StatusChange,
)
from hjemmel.domain.plan_indicator import FollowedIndicator
from hjemmel.domain.prediction import Prediction, Score
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period


def text_of(nb: str, en: str) -> Text:
    """Return what is stored in one language or two; Norwegian stands where English is missing."""
    return Text(nb, en or nb)


def plan_of(
    row: Plan,
    *,
    indicators: Iterable[FollowedIndicator] = (),
    predictions: Iterable[Prediction] = (),
    scores: Iterable[Score] = (),
) -> pictures.Plan:
    """Return a plan with its parts; its related rows are read here.

    Args:
        row: The plan, with its municipality at hand.
        indicators: Those it follows, with what was found.
        predictions: Of its measures.
        scores: Of its predictions.
    """
    measures = row.measures.select_related("area").prefetch_related("changes").order_by("number")
    budget = row.budget.select_related("measure").order_by("year", "payer", "id")
    return pictures.Plan(
        id=row.name,
        municipality=row.municipality.number,
        municipality_name=row.municipality.name,
        title=text_of(row.title, row.title_en),
        period=Period(row.first, row.last),
        status=pictures.PlanStatus(row.status),
        language="nn" if row.language == "nn" else "nb",
        source=Source(text_of(row.source, row.source_en)) if row.source else None,
        notes=tuple(Text(note["nb"], note["en"]) for note in row.notes),
        printed_sums=tuple((code, Money(oere)) for code, oere in row.printed_sums),
        adopted_on=row.adopted_on,
        budget_reference=row.budget_reference,
        is_public=row.is_public,
        is_synthetic=row.is_synthetic,
        previous="" if row.previous is None else row.previous.name,
        key=str(row.pk),
        version=row.version,
        goals=tuple(goal_of(one) for one in row.goals.all()),
        focus_areas=tuple(area_of(one) for one in row.areas.all()),
        measures=tuple(measure_of(one) for one in measures),
        decisions=tuple(decision_of(one) for one in row.decisions.all()),
        budget=tuple(budget_line_of(one) for one in budget),
        indicators=tuple(indicators),
        predictions=tuple(predictions),
        scores=tuple(scores),
    )


def goal_of(row: PlanGoal) -> pictures.Goal:
    """Return a goal."""
    return pictures.Goal(
        number=row.number,
        text=text_of(row.text, row.text_en),
        is_main=row.is_main,
        carried_on=row.carried_on,
        place=row.place,
        key=str(row.pk),
    )


def area_of(row: PlanArea) -> pictures.FocusArea:
    """Return a focus area."""
    return pictures.FocusArea(
        code=row.code,
        title=text_of(row.title, row.title_en),
        goal=text_of(row.goal, row.goal_en),
        place=row.place,
        key=str(row.pk),
    )


def measure_of(row: PlanMeasure) -> Measure:
    """Return a measure with its history; area and changes are at hand."""
    return Measure(
        number=row.number,
        label=row.label,
        title=text_of(row.title, row.title_en),
        text=row.text,
        focus_area="" if row.area is None else row.area.code,
        owner=row.owner,
        deadline=row.deadline,
        cost=cost_of(row),
        payer=Payer(row.payer),
        priority=Priority(row.priority),
        indicator=row.indicator,
        statuses=tuple(change_of(one) for one in row.changes.all()),
        place=row.place,
        note=text_of(row.note, row.note_en) if row.note else None,
        why_no_prediction=row.why_no_prediction,
        adopted_on=row.adopted_on,
        key=str(row.pk),
        version=row.version,
    )


def cost_of(row: PlanMeasure) -> Cost:
    """Return what a measure costs."""
    amount = None if row.cost_oere is None else Money(row.cost_oere)
    return Cost(CostKind(row.cost_kind), amount, tuple(row.cost_years))


def change_of(row: MeasureChange) -> StatusChange:
    """Return a change of how a measure stands."""
    return StatusChange(MeasureStatus(row.status), row.on, row.reason)


def decision_of(row: PlanDecision) -> pictures.PoliticalDecision:
    """Return a political decision."""
    return pictures.PoliticalDecision(
        body=text_of(row.body, row.body_en),
        day=row.day,
        case_number=row.case_number,
        lines=tuple(
            pictures.DecisionLine(
                part=pictures.DecisionPart(line["part"]),
                text=text_of(line["nb"], line.get("en", "")),
                concerns=line.get("concerns", ""),
                place=line.get("place", ""),
            )
            for line in row.lines
        ),
        key=str(row.pk),
    )


def budget_line_of(row: PlanBudgetLine) -> pictures.BudgetLine:
    """Return money set aside; its measure is at hand."""
    return pictures.BudgetLine(
        year=row.year,
        payer=Payer(row.payer),
        amount=Money(row.oere),
        measure=None if row.measure is None else row.measure.number,
        reference=row.reference,
        note=row.note,
        key=str(row.pk),
    )
