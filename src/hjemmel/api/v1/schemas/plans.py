"""Shapes of plans, and of what is written into them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, PathEx, Schema
from pydantic import AfterValidator, WithJsonSchema

from hjemmel.api.v1.schemas.common import Body, DayQuery, PossibleDay, Words
from hjemmel.api.v1.schemas.plan_parts import (
    CostKindName,
    IndicatorStandingOut,
    MeasureOut,
    MoneyOut,
    PayerName,
    PredictionOut,
    PriorityName,
    ScoreOut,
    StatusName,
    SumsOut,
)

PlanKey = Annotated[int, PathEx(description="The register's key of the plan.", ge=1, le=2**53)]
GoalKey = Annotated[int, PathEx(description="The register's key of the goal.", ge=1, le=2**53)]
MeasureKey = Annotated[
    int, PathEx(description="The register's key of the measure.", ge=1, le=2**53)
]
ExampleId = Annotated[str, PathEx(description="Id of a plan, for example trondheim-2024.")]
PlanName = Annotated[str, PathEx(description="Id of the plan in its municipality.")]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Title = Annotated[Words, Field(min_length=1, max_length=200)]
Long = Annotated[Words, Field(max_length=10_000)]
Short = Annotated[Words, Field(max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Oere = Annotated[int, Field(ge=0, le=10**14)]
_MOST = 10**12


def _six_decimals(value: Decimal) -> Decimal:
    """Return a value as it is stored."""
    return round(value, 6)


def _number(least: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "number", "minimum": least, "maximum": _MOST})


Value = Annotated[
    Decimal, Field(ge=-_MOST, le=_MOST), AfterValidator(_six_decimals), _number(-_MOST)
]
Tolerance = Annotated[Decimal, Field(ge=0, le=_MOST), AfterValidator(_six_decimals), _number(0)]


class PlanHeadOut(Schema):
    """A plan without its parts."""

    id: str = Field(description="Its id in the municipality.")
    key: str | None = Field(description="The register's key; null in examples.")
    version: int = Field(description="Counts its changes.")
    municipality: str = Field(description="Four digits.")
    municipality_name: str = Field(description="The municipality's name.")
    title: str = Field(description="Its title.")
    first: date = Field(description="The first day of its period.")
    last: date | None = Field(description="The first day after it.")
    status: Literal["draft", "adopted", "ended"] = Field(description="How far it has come.")
    status_name: str = Field(description="The same in words.")
    adopted_on: date | None = Field(description="The day it was adopted; null: not known.")
    language: Literal["nb", "nn"] = Field(description="The language of its documents.")
    is_public: bool = Field(description="Whether everybody may see it.")
    is_synthetic: bool = Field(description="Whether it is made up.")
    previous: str | None = Field(description="Id of the plan before it.")
    budget_reference: str = Field(description="The action plan it is tied to.")
    source: str | None = Field(description="The document it was read from.")
    measure_count: int = Field(description="How many measures it has.")


class PrintedSumOut(MoneyOut):
    """A sum as the document prints it."""

    focus_area: str = Field(description="Code of the focus area; empty: the whole.")


class GoalOut(Schema):
    """A goal."""

    key: str | None = Field(description="The register's key; null in examples and public plans.")
    number: int = Field(description="Its order.")
    text: str = Field(description="The goal.")
    is_main: bool = Field(description="Whether it is above all others.")
    carried_on: bool = Field(description="Whether it comes from the plan before.")
    place: str = Field(description="Where in the source it stands.")


class FocusAreaOut(Schema):
    """A focus area."""

    code: str = Field(description="Its code.")
    title: str = Field(description="Its name.")
    goal: str = Field(description="What it shall lead to.")
    place: str = Field(description="Where in the source it stands.")


class DecisionLineOut(Schema):
    """One part of a political decision."""

    part: Literal["adoption", "addition", "remark"] = Field(description="What it is.")
    part_name: str = Field(description="The same in words.")
    text: str = Field(description="What was decided or remarked.")
    concerns: str = Field(description="The section or measure it is about.")
    place: str = Field(description="Where in the source it stands.")


class DecisionOut(Schema):
    """A political decision."""

    body: str = Field(description="Who decided.")
    day: date | None = Field(description="The day; null: not said.")
    case_number: str = Field(description="The case's number.")
    lines: list[DecisionLineOut] = Field(description="Decision, additions and remarks.")


class BudgetLineOut(Schema):
    """Money set aside in a year."""

    key: str | None = Field(description="The register's key.")
    year: int = Field(description="Calendar year.")
    payer: PayerName = Field(description="Who pays.")
    payer_name: str = Field(description="The same in words.")
    amount: MoneyOut = Field(description="How much.")
    measure: int | None = Field(description="Number of the measure; null: the plan as a whole.")
    reference: str = Field(description="Where in the budget it stands.")
    note: str = Field(description="What a reader should know.")


class PlanOut(PlanHeadOut):
    """A plan with everything in it."""

    sum: MoneyOut = Field(description="The sum of the measures' amounts, each once.")
    sums: SumsOut = Field(description="By focus area, year, payer and status.")
    printed_sums: list[PrintedSumOut] = Field(description="Sums as the document prints them.")
    notes: list[str] = Field(description="What a reader should know of the plan's own figures.")
    goals: list[GoalOut] = Field(description="Goals.")
    focus_areas: list[FocusAreaOut] = Field(description="Focus areas.")
    measures: list[MeasureOut] = Field(description="Measures.")
    decisions: list[DecisionOut] = Field(description="Political decisions.")
    budget: list[BudgetLineOut] = Field(description="Money set aside.")
    indicators: list[IndicatorStandingOut] = Field(description="Indicators that it follows.")
    predictions: list[PredictionOut] = Field(description="What its measures are predicted to do.")
    scores: list[ScoreOut] = Field(description="What happened, by tertial.")


class PlanQuery(DayQuery):
    """The day that statuses and lights are about."""


class PlanWaitingOut(Schema):
    """What a plan waits for."""

    late: list[MeasureOut] = Field(description="Measures past their deadline.")
    soon: list[MeasureOut] = Field(description="Measures due within thirty days.")
    overdue: list[str] = Field(description="Ids of indicators that lack a value.")
    without_prediction: list[int] = Field(
        description="Numbers of measures with neither a predicted effect nor a reason why none."
    )


class PlanBody(Body):
    """A plan to make."""

    name: Annotated[Words, Field(min_length=3, max_length=80)] = Field(
        description="Its id: small letters, digits and hyphens."
    )
    title: Title = Field(description="Its title.")
    title_en: Short = Field("", description="In English.")
    first: PossibleDay = Field(description="The first day of its period.")
    last: PossibleDay = Field(description="The first day after it.")
    language: Literal["nb", "nn"] = Field("nb", description="The language of its documents.")
    budget_reference: Short = Field("", description="The action plan it is tied to.")
    example: Annotated[Words, Field(max_length=80)] = Field(
        "", description="Id of a plan to begin from; empty: begin with nothing."
    )


class MeasureBody(Body):
    """A measure."""

    number: Annotated[int, Field(ge=1, le=9999)] | None = Field(
        None, description="Its number; null: the next one, or the one it has."
    )
    label: Annotated[Words, Field(max_length=20)] = Field("", description="What the plan calls it.")
    title: Title = Field(description="Short name.")
    title_en: Short = Field("", description="In English.")
    text: Long = Field("", description="What shall be done.")
    area: Annotated[Words, Field(max_length=20)] = Field(
        "", description="Code of the focus area; empty: none."
    )
    owner: Annotated[Words, Field(max_length=120)] = Field(
        "", description="The unit or role that sees to it; never a person."
    )
    deadline: PossibleDay | None = Field(None, description="By when.")
    cost_kind: CostKindName = Field("unstated", description="How its cost is spoken of.")
    cost_oere: Oere | None = Field(None, description="Øre each time it falls.")
    cost_years: Annotated[list[Year], Field(max_length=50)] = Field(
        [], description="The calendar years it falls in, rising."
    )
    payer: PayerName = Field("municipality", description="Who pays.")
    priority: PriorityName = Field("unstated", description="When its turn comes.")
    indicator: Annotated[Words, Field(max_length=16)] = Field("", description="Id of an indicator.")
    note: Long = Field("", description="What a reader should know.")
    version: Version | None = Field(None, description="The version that was looked at.")


class PlanVersionOut(Schema):
    """What was written."""

    version: int = Field(description="The version it has now.")


class StatusBody(Body):
    """How a measure stands."""

    status: StatusName = Field(description="How.")
    on: PossibleDay = Field(description="Since which day.")
    reason: Annotated[Words, Field(max_length=1000)] = Field("", description="Why.")
    version: Version | None = Field(None, description="The version that was looked at.")


class PredictionBody(Body):
    """What a measure is predicted to do."""

    indicator: Annotated[Words, Field(max_length=16)] = Field(description="Id of the indicator.")
    baseline: Value = Field(description="Its value now, in its unit.")
    from_day: PossibleDay = Field(description="The day of that value.")
    expected: Value = Field(description="The value predicted.")
    by_day: PossibleDay = Field(description="The day it is predicted for.")
    low: Value = Field(description="The lowest that counts as predicted.")
    high: Value = Field(description="The highest.")
    scenario: Annotated[Words, Field(max_length=500)] = Field(
        "", description="The scenario it was computed in; empty: it is judged."
    )
    assumption: Long = Field("", description="What must hold for it.")


class MeasureReasonBody(Body):
    """A stated reason."""

    reason: Annotated[Words, Field(min_length=1, max_length=500)] = Field(description="Why.")


class PlanAdoptionBody(Body):
    """That something was adopted."""

    on: PossibleDay = Field(description="The day of the decision.")
    version: Version | None = Field(None, description="The version that was looked at.")


class AdoptedOut(Schema):
    """What was adopted."""

    predictions: int = Field(description="How many predictions stand from now on.")


class PlanPublicationBody(Body):
    """Whether a plan is open to everybody."""

    is_public: bool = Field(description="Whether it shall be.")


class ReadingBody(Body):
    """A value of an indicator."""

    code: Annotated[Words, Field(max_length=16)] = Field(description="Id of the indicator.")
    as_of: PossibleDay = Field(description="The day it is about.")
    value: Value | None = Field(description="In the indicator's unit; null: it cannot be told.")
    source: Annotated[Words, Field(min_length=1, max_length=300)] = Field(
        description="Where it was read."
    )
    district: Annotated[Words, Field(max_length=6)] = Field("", description="Six digits.")
    note: Annotated[Words, Field(max_length=500)] = Field("", description="What to know of it.")


class ComputationBody(Body):
    """Which day indicators are worked out for."""

    as_of: PossibleDay = Field(description="The day.")


class UnknownIndicatorOut(Schema):
    """An indicator that cannot be told."""

    id: str = Field(description="Its id.")
    why: str = Field(description="Why.")


class ComputedOut(Schema):
    """What working out the indicators did."""

    stored: list[str] = Field(description="Ids of values that were new or had changed.")
    unchanged: int = Field(description="How many stood already.")
    unknown: list[UnknownIndicatorOut] = Field(description="Those that cannot be told.")
    frozen: list[str] = Field(description="Ids of those that a tertial holds.")
    entered: list[str] = Field(description="Ids of those that people wrote down for the day.")


class EvaluationBody(Body):
    """A tertial to evaluate."""

    tertial: Annotated[Words, Field(max_length=8)] = Field(description="The tertial: 2025-T2.")


class EvaluatedOut(Schema):
    """What an evaluation did."""

    key: int = Field(description="The register's key.")
    tertial: str = Field(description="The tertial.")
    digest: str = Field(description="SHA-256 of the indicators as they were frozen.")
    scored: int = Field(description="How many promises were scored now.")
    scored_before: int = Field(description="How many had been scored already.")
    is_new: bool = Field(description="Whether the tertial had not been evaluated before.")
    missing: str | None = Field(
        description="Why the register could not tell anything; null: it could."
    )


class BudgetBody(Body):
    """Money to set aside."""

    year: Year = Field(description="Calendar year.")
    oere: Oere = Field(description="Øre.")
    payer: PayerName = Field("municipality", description="Who pays.")
    measure: Annotated[int, Field(ge=1, le=9999)] | None = Field(
        None, description="Number of the measure; null: the plan as a whole."
    )
    reference: Short = Field("", description="Where in the budget it stands.")
    note: Annotated[Words, Field(max_length=500)] = Field("", description="What to know of it.")


class PlanSheetForm(Body):
    """How a file is taken in."""

    what: Literal["measures", "values"] = Field("measures", description="What the file holds.")
    preview: bool = Field(True, description="Whether nothing is written.")


class PlanBadRowOut(Schema):
    """A row that is put aside."""

    row: int = Field(description="Its number in the file.")
    where: str = Field(description="Which column.")
    what: str = Field(description="What is wrong.")
    remedy: str = Field(description="What to do.")


class PlanSheetOut(Schema):
    """What a file does to a plan."""

    version: int = Field(description="The plan's version.")
    rows: int = Field(description="How many rows were read.")
    added: list[str] = Field(description="What is new.")
    changed: list[str] = Field(description="What becomes another.")
    unchanged: int = Field(description="How many rows say what stands already.")
    bad: list[PlanBadRowOut] = Field(description="Rows that are put aside.")
    is_written: bool = Field(description="Whether the plan was changed.")
