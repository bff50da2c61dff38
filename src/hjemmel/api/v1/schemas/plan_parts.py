"""Shapes of what plans are made of: money, measures, indicators, predictions and scores."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from hjemmel.api.v1.schemas.common import Number

CostKindName = Literal["once", "yearly", "stated", "within_budget", "to_be_studied", "unstated"]
PayerName = Literal["municipality", "state", "county", "region", "practice", "other"]
PriorityName = Literal["first", "ordinary", "later", "unstated"]
StatusName = Literal["not_started", "in_progress", "delayed", "done", "stopped"]
UnitName = Literal["persons", "count", "share", "per_1000", "hours", "kroner", "ratio"]
DirectionName = Literal["at_least", "at_most", "rising", "falling", "watched"]
FrequencyName = Literal["monthly", "quarterly", "tertial", "yearly"]
OriginName = Literal["computed", "entered", "imported"]
LightName = Literal["green", "yellow", "red", "unknown"]
VerdictName = Literal["better", "as_predicted", "less", "nothing", "opposite", "unknown"]


class MoneyOut(Schema):
    """An amount."""

    oere: int = Field(description="Øre.")
    kroner: Number = Field(description="The same in kroner.")


class CostOut(Schema):
    """What a measure costs."""

    kind: CostKindName = Field(description="How the plan speaks of it.")
    kind_name: str = Field(description="The same in words.")
    oere: int | None = Field(description="Øre each time it falls; null: no amount is given.")
    kroner: Number | None = Field(description="The same in kroner.")
    years: list[int] = Field(description="The calendar years it falls in; empty: not said.")
    whole: MoneyOut = Field(description="Over all its years.")


class StatusChangeOut(Schema):
    """One step of a measure's history."""

    status: StatusName = Field(description="What it became.")
    status_name: str = Field(description="The same in words.")
    on: date = Field(description="The day.")
    reason: str = Field(description="Why.")


class MeasureOut(Schema):
    """A measure."""

    key: str | None = Field(description="The register's key; null in examples and public plans.")
    version: int = Field(description="Counts its changes.")
    number: int = Field(description="Its number in the plan.")
    label: str = Field(description="What the plan calls it.")
    title: str = Field(description="Short name.")
    text: str = Field(description="What shall be done.")
    focus_area: str = Field(description="Code of the focus area; empty: none.")
    owner: str = Field(description="The unit or role that sees to it.")
    deadline: date | None = Field(description="By when.")
    is_late: bool = Field(description="Whether the deadline has passed with something left to do.")
    cost: CostOut = Field(description="What it costs.")
    payer: PayerName = Field(description="Who pays.")
    payer_name: str = Field(description="The same in words.")
    priority: PriorityName = Field(description="When its turn comes.")
    priority_name: str = Field(description="The same in words.")
    indicator: str | None = Field(description="Id of the indicator that shows whether it works.")
    status: StatusName = Field(description="How it stands.")
    status_name: str = Field(description="The same in words.")
    history: list[StatusChangeOut] = Field(description="How it has stood, earliest first.")
    why_no_prediction: str = Field(description="The stated reason why no effect is predicted.")
    adopted_on: date | None = Field(description="The day it was adopted.")
    place: str = Field(description="Where in the source it stands.")
    note: str | None = Field(description="What a reader should know.")


class AreaSumOut(Schema):
    """The measures of a focus area."""

    focus_area: str = Field(description="Its code; empty: measures without one.")
    measures: int = Field(description="How many.")
    costed: int = Field(description="How many have an amount.")
    stated: MoneyOut = Field(description="Each amount once.")
    whole: MoneyOut = Field(description="Yearly amounts once for each of their years.")


class YearSumOut(Schema):
    """A calendar year."""

    year: int = Field(description="The year.")
    needed: MoneyOut = Field(description="What the measures say falls in it.")
    set_aside: MoneyOut = Field(description="What the budget sets aside.")
    missing: MoneyOut = Field(
        description="What is needed beyond that; negative: more is set aside."
    )


class PayerSumOut(Schema):
    """A payer."""

    payer: PayerName = Field(description="Who.")
    stated: MoneyOut = Field(description="Each amount once.")
    whole: MoneyOut = Field(description="Yearly amounts once for each of their years.")
    set_aside: MoneyOut = Field(description="What the budget sets aside.")


class SumsOut(Schema):
    """What a plan comes to."""

    measures: int = Field(description="How many measures.")
    costed: int = Field(description="How many have an amount.")
    within_budget: int = Field(description="How many are within budget.")
    to_be_studied: int = Field(description="How many are to be studied.")
    unstated: int = Field(description="How many say nothing of cost.")
    late: int = Field(description="How many are past their deadline.")
    stated: MoneyOut = Field(description="Each amount once, as a plan prints it.")
    whole: MoneyOut = Field(description="Yearly amounts once for each of their years.")
    without_year: MoneyOut = Field(description="Amounts that no year is given for.")
    set_aside: MoneyOut = Field(description="What the budget sets aside.")
    by_area: list[AreaSumOut] = Field(description="By focus area.")
    by_year: list[YearSumOut] = Field(description="By calendar year.")
    by_payer: list[PayerSumOut] = Field(description="By payer.")
    by_status: dict[str, int] = Field(description="How many measures stand at each status.")


class TargetOut(Schema):
    """What is aimed at."""

    direction: DirectionName = Field(description="What is asked of the values.")
    level: Number | None = Field(description="The level, in the indicator's unit.")
    tolerance: Number = Field(description="How far from the level still counts as near.")
    text: str = Field(description="The target as its source says it.")
    place: str = Field(description="Where it is said.")


class DefinitionOut(Schema):
    """What an indicator is."""

    id: str = Field(description="Its id.")
    title: str = Field(description="Its name.")
    definition: str = Field(description="What is counted.")
    formula: str = Field(description="How it is worked out.")
    unit: UnitName = Field(description="What it counts in; a share of 0.05 is five per cent.")
    source: str = Field(description="Where its values come from.")
    frequency: FrequencyName = Field(description="How often a value is wanted.")
    frequency_name: str = Field(description="The same in words.")
    origin: OriginName = Field(description="How its values come to be.")
    target: TargetOut = Field(description="What is aimed at.")


class ValueInputOut(Schema):
    """One number that a value was worked out from."""

    label: str = Field(description="What it is.")
    value: Number = Field(description="The number.")


class ValueOut(Schema):
    """What was found of an indicator."""

    as_of: date = Field(description="The day it is about.")
    value: Number | None = Field(description="The value; null: it cannot be told.")
    district: str | None = Field(description="Six digits; null: the whole municipality.")
    origin: OriginName = Field(description="How it came to be.")
    origin_name: str = Field(description="The same in words.")
    source: str = Field(description="Where it was read.")
    formula: str | None = Field(description="How it was worked out.")
    inputs: list[ValueInputOut] = Field(description="What it was worked out from.")
    note: str | None = Field(description="What a reader should know.")
    frozen: str | None = Field(description="The tertial it is kept for; null: none.")


class IndicatorStandingOut(DefinitionOut):
    """An indicator with its light and its history."""

    value: Number | None = Field(description="The latest value.")
    as_of: date | None = Field(description="The day it is about.")
    light: LightName = Field(description="How it stands against its target.")
    light_name: str = Field(description="The same in words.")
    light_text: str = Field(description="Why.")
    overdue: bool = Field(description="Whether a new value should have been there.")
    wanted_by: date | None = Field(description="When a new value is wanted.")
    history: list[ValueOut] = Field(description="Values of the whole municipality.")
    districts: list[ValueOut] = Field(description="The latest value of each district.")


class PredictionOut(Schema):
    """What a measure was predicted to do."""

    measure: int = Field(description="Number of the measure.")
    indicator: str = Field(description="Id of the indicator.")
    baseline: Number = Field(description="Its value when it was predicted.")
    from_day: date = Field(description="The day of the baseline.")
    expected: Number = Field(description="The value predicted.")
    by_day: date = Field(description="The day it is predicted for.")
    low: Number = Field(description="The lowest that counts as predicted.")
    high: Number = Field(description="The highest.")
    origin: Literal["entered", "scenario"] = Field(description="Judged, or computed.")
    origin_name: str = Field(description="The same in words.")
    scenario: str | None = Field(description="Which scenario.")
    assumption: str = Field(description="What must hold for it.")
    locked_on: date | None = Field(description="The day from which it stands as a promise.")


class ScoreOut(Schema):
    """What had happened by a tertial's end, against what was predicted by then."""

    measure: int = Field(description="Number of the measure.")
    indicator: str = Field(description="Id of the indicator.")
    tertial: str = Field(description="The tertial: 2025-T2.")
    expected: Number = Field(description="What was predicted by then.")
    low: Number = Field(description="The lowest that counts as predicted.")
    high: Number = Field(description="The highest.")
    happened: Number | None = Field(description="The value found; null: none.")
    happened_on: date | None = Field(description="The day that value is about.")
    achieved: Number | None = Field(description="Share of the whole promise that has happened.")
    achieved_of_expected: Number | None = Field(description="Share of what was due by then.")
    verdict: VerdictName = Field(description="In one word, for programs.")
    verdict_name: str = Field(description="The same in words.")
    text: str = Field(description="As one sentence.")
