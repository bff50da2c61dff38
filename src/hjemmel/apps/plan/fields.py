"""What people fill in when they write a plan: one value per form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hjemmel.domain.measure import Cost, CostKind, Payer, Priority
from hjemmel.domain.plan import DecisionLine, PlanLanguage
from hjemmel.domain.plan_indicator import Direction, Frequency, IndicatorUnit
from hjemmel.domain.prediction import PredictionOrigin

_NO_COST = Cost(CostKind.UNSTATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFields:
    """A plan's head.

    Args:
        name: Its id within the municipality: small letters, digits, hyphens.
        title: Its title.
        title_en: In English; empty: as ``title``.
        first: The first day of its period.
        last: The first day after it.
        language: The written language of its documents.
        budget_reference: Name of the action plan (økonomiplan) it is tied to.
        reminders_to: The unit's e-mail address, for reminders of deadlines without an address of their own.
    """

    name: str
    title: str
    title_en: str = ""
    first: date
    last: date
    language: PlanLanguage = "nb"
    budget_reference: str = ""
    reminders_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFields:
    """A measure.

    Args:
        number: Its number; ``None``: the next one.
        label: What the plan calls it; empty: its number.
        title: Short name.
        title_en: In English.
        text: What shall be done.
        area: Code of the focus area; empty: none.
        owner: The unit or role that sees to it, never a person's name.
        owner_email: The unit's e-mail address.
        deadline: By when.
        cost: What it costs.
        payer: Who pays.
        priority: When its turn comes.
        indicator: Id of the indicator that shows whether it works.
        place: Where in the source it stands.
        note: What a reader should know.
        note_en: In English.
    """

    number: int | None = None
    label: str = ""
    title: str
    title_en: str = ""
    text: str = ""
    area: str = ""
    owner: str = ""
    owner_email: str = ""
    deadline: date | None = None
    cost: Cost = _NO_COST
    payer: Payer = Payer.MUNICIPALITY
    priority: Priority = Priority.UNSTATED
    indicator: str = ""
    place: str = ""
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFields:
    """A goal.

    Args:
        text: The goal.
        text_en: In English; empty: as ``text``.
        is_main: Whether it is above all others.
        carried_on: Whether it comes from the plan before; ``None``: as it is, a new one does not.
        place: Where in the source it stands; ``None``: as it is, a new one stands nowhere.
        order: Its place among the goals, 1 is first; ``None``: as it is, a new one comes last.
    """

    text: str
    text_en: str = ""
    is_main: bool = False
    carried_on: bool | None = None
    place: str | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFields:
    """A focus area."""

    code: str
    title: str
    title_en: str = ""
    goal: str = ""
    goal_en: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFields:
    """What a political body decided: its decision, additions and remarks."""

    body: str
    body_en: str = ""
    day: date | None = None
    case_number: str = ""
    lines: tuple[DecisionLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFields:
    """Money set aside in a year.

    Args:
        year: Calendar year.
        oere: Øre.
        payer: Who pays.
        measure: Number of the measure; ``None``: the plan as a whole.
        reference: Where in the yearly budget or the action plan it stands.
        note: What a reader should know.
    """

    year: int
    oere: int
    payer: Payer = Payer.MUNICIPALITY
    measure: int | None = None
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionFields:
    """What a measure is predicted to do; see ``domain.prediction.Prediction``."""

    indicator: str
    baseline: Decimal
    from_day: date
    expected: Decimal
    by_day: date
    low: Decimal
    high: Decimal
    origin: PredictionOrigin = PredictionOrigin.ENTERED
    scenario: str = ""
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFields:
    """A plan's own target for an indicator that comes along."""

    direction: Direction
    level: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIndicatorFields:
    """An indicator of the municipality's own.

    Args:
        code: Capital letters and digits, not one of I01 to I31.
        title: Its name.
        title_en: In English.
        definition: What is counted.
        formula: How it is worked out.
        unit: What it counts in.
        source: Where its values come from.
        frequency: How often a new value is wanted.
        target: What is aimed at.
    """

    code: str
    title: str
    title_en: str = ""
    definition: str = ""
    formula: str = ""
    unit: IndicatorUnit
    source: str = ""
    frequency: Frequency = Frequency.TERTIAL
    target: TargetFields


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFields:
    """A value of an indicator that is entered by hand.

    Args:
        code: Id of the indicator.
        as_of: The day the value is about.
        value: In the indicator's unit; ``None``: it cannot be told, and ``note`` says why.
        source: Where it was read.
        district: Six digits; empty: the whole municipality.
        note: What a reader should know.
    """

    code: str
    as_of: date
    value: Decimal | None
    source: str
    district: str = ""
    note: str = ""
