"""Shapes of the parts that are written into a plan: goals, focus areas, decisions, indicators, copies."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field

from hjemmel.api.v1.schemas.common import Body, PossibleDay, Words
from hjemmel.api.v1.schemas.plan_parts import DirectionName, FrequencyName, UnitName
from hjemmel.api.v1.schemas.plans import Long, Short, Title, Tolerance, Value, Version

Needed = Annotated[Words, Field(min_length=1, max_length=10_000)]
Code = Annotated[Words, Field(min_length=1, max_length=20)]


class GoalBody(Body):
    """A goal."""

    text: Needed = Field(description="The goal.")
    text_en: Long = Field("", description="In English.")
    is_main: bool = Field(False, description="Whether it is above all others.")
    carried_on: bool = Field(False, description="Whether it comes from the plan before.")
    version: Version | None = Field(None, description="The plan's version that was looked at.")


class GoalChangeBody(Body):
    """A goal as it shall be."""

    text: Needed = Field(description="The goal.")
    text_en: Long = Field("", description="In English; empty: as text.")
    is_main: bool = Field(False, description="Whether it is above all others.")
    order: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="Its place among the goals, 1 is first; null: as it is."
    )
    version: Version | None = Field(None, description="The plan's version that was looked at.")


class AreaBody(Body):
    """A focus area."""

    code: Code = Field(description="Its code, once in the plan.")
    title: Title = Field(description="Its name.")
    title_en: Short = Field("", description="In English.")
    goal: Long = Field("", description="What it shall lead to.")
    goal_en: Long = Field("", description="In English.")
    version: Version | None = Field(None, description="The plan's version that was looked at.")


class DecisionLineBody(Body):
    """One part of a political decision."""

    part: Literal["adoption", "addition", "remark"] = Field(description="What it is.")
    text: Needed = Field(description="What was decided or remarked.")
    text_en: Long = Field("", description="In English.")
    concerns: Short = Field("", description="The section or measure it is about.")


class PlanDecisionBody(Body):
    """A political decision."""

    body: Title = Field(description="Who decided.")
    body_en: Short = Field("", description="In English.")
    day: PossibleDay | None = Field(None, description="The day.")
    case_number: Annotated[Words, Field(max_length=50)] = Field(
        "", description="The case's number."
    )
    lines: Annotated[list[DecisionLineBody], Field(max_length=100)] = Field(
        [], description="Decision, additions and remarks."
    )
    version: Version | None = Field(None, description="The plan's version that was looked at.")


class TargetBody(Body):
    """What is aimed at."""

    direction: DirectionName = Field(description="What is asked of the values.")
    level: Value | None = Field(None, description="The level, in the indicator's unit.")
    tolerance: Tolerance = Field(
        Decimal(0), description="How far from the level still counts as near."
    )
    words: Annotated[Words, Field(max_length=500)] = Field("", description="The target in words.")


class FollowBody(Body):
    """An indicator that a plan shall follow: one that comes along, or one of its own."""

    code: Annotated[Words, Field(min_length=2, max_length=16)] = Field(
        description="I01 to I31, or an id of its own such as L01."
    )
    target: TargetBody | None = Field(
        None, description="The plan's own target; null: the one that comes along."
    )
    title: Short = Field("", description="Its name; only for an indicator of the plan's own.")
    title_en: Short = Field("", description="In English.")
    definition: Long = Field("", description="What is counted.")
    formula: Annotated[Words, Field(max_length=500)] = Field(
        "", description="How it is worked out."
    )
    unit: UnitName | None = Field(None, description="What it counts in.")
    source: Annotated[Words, Field(max_length=300)] = Field(
        "", description="Where values come from."
    )
    frequency: FrequencyName = Field("tertial", description="How often a value is wanted.")


class CopyBody(Body):
    """The plan of the next period."""

    name: Annotated[Words, Field(min_length=3, max_length=80)] = Field(
        description="Its id: small letters, digits and hyphens."
    )
    title: Title = Field(description="Its title.")
    title_en: Short = Field("", description="In English.")
    first: PossibleDay = Field(description="The first day of its period.")
    last: PossibleDay = Field(description="The first day after it.")
