"""A municipality's plan of measures as it stands: goals, focus areas, measures, money, effects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

from hjemmel.domain.figure import Source
from hjemmel.domain.measure import Measure, Payer
from hjemmel.domain.plan_indicator import FollowedIndicator
from hjemmel.domain.prediction import Prediction, Score
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period

PlanLanguage = Literal["nb", "nn"]
_NOTHING = Text("", "")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,79}")


class PlanStatus(Enum):
    """How far a plan has come."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    ENDED = "ended"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _STATUSES[self]


_STATUSES = {
    PlanStatus.DRAFT: Text("utkast", "draft"),
    PlanStatus.ADOPTED: Text("vedtatt", "adopted"),
    PlanStatus.ENDED: Text("avsluttet", "ended"),
}


class DecisionPart(Enum):
    """What a line of a political decision is."""

    ADOPTION = "adoption"
    ADDITION = "addition"
    REMARK = "remark"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _PARTS[self]


_PARTS = {
    DecisionPart.ADOPTION: Text("vedtak", "decision"),
    DecisionPart.ADDITION: Text("tillegg", "addition"),
    DecisionPart.REMARK: Text("merknad", "remark"),
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the plan.

    Args:
        number: Its order, 1 and up.
        text: The goal.
        is_main: Whether it is the one above all others.
        carried_on: Whether it is carried on from the plan before.
        place: Where in the source it stands.
        key: Where it is stored; empty in examples.
    """

    number: int
    text: Text
    is_main: bool = False
    carried_on: bool = False
    place: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class FocusArea:
    """A focus area (satsingsområde), or a strategy.

    Args:
        code: Short code, unique in the plan: ``RB``, ``8.1``.
        title: Its name.
        goal: What it shall lead to; empty: not said.
        place: Where in the source it stands.
        key: Where it is stored; empty in examples.
    """

    code: str
    title: Text
    goal: Text = _NOTHING
    place: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One part of a political decision.

    Args:
        part: Adoption, addition or remark.
        text: What was decided or remarked.
        concerns: The section or measure it is about; empty: the plan.
        place: Where in the source it stands.
    """

    part: DecisionPart
    text: Text
    concerns: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class PoliticalDecision:
    """What a political body decided about the plan.

    Args:
        body: The body: the council, the executive committee.
        day: The day; ``None``: the source does not say.
        case_number: The case's number; empty: not known.
        lines: The decision, its additions and remarks.
        key: Where it is stored; empty in examples.
    """

    body: Text
    day: date | None = None
    case_number: str = ""
    lines: tuple[DecisionLine, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money set aside in a year.

    Args:
        year: Calendar year.
        payer: Who pays.
        amount: Øre.
        measure: Number of the measure it is for; ``None``: the plan as a whole.
        reference: Where in the yearly budget or the action plan (handlings- og økonomiplan) it stands.
        note: What a reader should know.
        key: Where it is stored; empty in examples.
    """

    year: int
    payer: Payer
    amount: Money
    measure: int | None = None
    reference: str = ""
    note: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan with everything that belongs to it.

    Args:
        id: Name for programs, unique within the municipality: ``trondheim-2024``.
        municipality: Four digits.
        municipality_name: Its name.
        title: Its title.
        period: The days it is for.
        status: Draft, adopted or ended.
        language: The written language of its documents: bokmål or nynorsk.
        goals: In order.
        focus_areas: In order.
        measures: In order of their numbers.
        decisions: Earliest first.
        budget: By year, payer and measure.
        indicators: Those that the plan follows, by id.
        predictions: By measure and indicator.
        scores: By tertial and measure.
        source: The document it was read from; ``None``: written here.
        notes: What a reader should know about the plan's own figures.
        printed_sums: Sums as the document prints them, by focus area; ``""`` is the whole.
        adopted_on: The day it was adopted.
        budget_reference: Name of the action plan (økonomiplan) it is tied to.
        is_public: Whether its page is open to everybody.
        is_synthetic: Whether it is made up.
        previous: Id of the plan before it; empty: none.
        key: Where it is stored; empty in examples.
        version: Counts the changes, for whoever edits.

    Raises:
        InputError: Two parts share a number or a code, or one names something that the plan lacks.
    """

    id: str
    municipality: str
    municipality_name: str
    title: Text
    period: Period
    status: PlanStatus = PlanStatus.DRAFT
    language: PlanLanguage = "nb"
    goals: tuple[Goal, ...] = ()
    focus_areas: tuple[FocusArea, ...] = ()
    measures: tuple[Measure, ...] = ()
    decisions: tuple[PoliticalDecision, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    indicators: tuple[FollowedIndicator, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    scores: tuple[Score, ...] = ()
    source: Source | None = None
    notes: tuple[Text, ...] = ()
    printed_sums: tuple[tuple[str, Money], ...] = ()
    adopted_on: date | None = None
    budget_reference: str = ""
    is_public: bool = False
    is_synthetic: bool = False
    previous: str = ""
    key: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise _refuse(
                f"«{self.id}» er ikke en id for en plan.",
                f"“{self.id}” is not the id of a plan.",
                "plan",
                "Bruk små bokstaver, tall og bindestrek, som trondheim-2024.",
                "Use small letters, digits and hyphens, like trondheim-2024.",
            )
        self._once("measures", (measure.number for measure in self.measures))
        self._once("focus_areas", (area.code for area in self.focus_areas))
        self._once("indicators", (one.definition.id for one in self.indicators))
        codes = {area.code for area in self.focus_areas}
        numbers = {measure.number for measure in self.measures}
        for measure in self.measures:
            self._known(measure.focus_area, codes | {""}, f"measure {measure.number}")
        for line in self.budget:
            self._known(line.measure, numbers | {None}, f"budget {line.year}")
        for prediction in self.predictions:
            self._known(prediction.measure, numbers, "prediction")

    def measure(self, number: int) -> Measure:
        """Return a measure by its number.

        Raises:
            UnknownIdError: The plan has none of that number.
        """
        for measure in self.measures:
            if measure.number == number:
                return measure
        raise UnknownIdError(
            Text(f"Planen har ikke noe tiltak {number}.", f"The plan has no measure {number}."),
            where="measure",
            remedy=Text("Velg et av planens tiltak.", "Choose one of the plan's measures."),
        )

    def area(self, code: str) -> FocusArea | None:
        """Return a focus area by its code; ``None`` where the plan has none."""
        return next((area for area in self.focus_areas if area.code == code), None)

    def indicator(self, indicator_id: str) -> FollowedIndicator | None:
        """Return an indicator that the plan follows; ``None`` where it does not."""
        return next((one for one in self.indicators if one.definition.id == indicator_id), None)

    def years(self) -> tuple[int, ...]:
        """Return the calendar years that the plan touches and has an end to."""
        if self.period.end is None:
            return (self.period.start.year,)
        last = self.period.end.year - (self.period.end == date(self.period.end.year, 1, 1))
        return tuple(range(self.period.start.year, last + 1))

    @staticmethod
    def _once(where: str, names: Iterable[object]) -> None:
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise _refuse(
                f"«{twice[0]}» står to ganger i planen.",
                f"“{twice[0]}” stands twice in the plan.",
                where,
                "Gi hver sin egen.",
                "Give each its own.",
            )

    @staticmethod
    def _known(name: object, known: Iterable[object], where: str) -> None:
        if name not in known:
            raise _refuse(
                f"«{name}» finnes ikke i planen.",
                f"“{name}” is not in the plan.",
                where,
                "Legg det til, eller rett henvisningen.",
                "Add it, or correct the reference.",
            )


def _refuse(nb: str, en: str, where: str, remedy_nb: str, remedy_en: str) -> InputError:
    return InputError(Text(nb, en), where=where, remedy=Text(remedy_nb, remedy_en))
