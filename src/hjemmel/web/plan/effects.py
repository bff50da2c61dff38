"""What a measure was promised to do, beside what happened, tertial by tertial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import FollowedIndicator, IndicatorUnit
from hjemmel.domain.prediction import Prediction, Score, Verdict
from hjemmel.domain.prediction_score import score
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text
from hjemmel.web.charts.plan import EffectPoint, effect
from hjemmel.web.plan.tiles import factor_of

_KINDS = {Verdict.BETTER: "kept", Verdict.AS_PREDICTED: "kept", Verdict.UNKNOWN: "open"}
_MOST_TERTIALS = 30


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One tertial: what was promised for its last day, and what was found.

    Args:
        tertial: The tertial.
        expected: What was promised.
        low: The lowest that counts as promised.
        high: The highest.
        happened: What was found; ``None``: nothing.
        verdict: How they stand; ``None``: the tertial has not ended.
    """

    tertial: Tertial
    expected: Decimal
    low: Decimal
    high: Decimal
    happened: Decimal | None
    verdict: Verdict | None

    @property
    def kind(self) -> str:
        """The kind of tag that the verdict gets."""
        return _KINDS.get(self.verdict, "broken") if self.verdict else "open"


@dataclass(frozen=True, slots=True)
class EffectShown:
    """A prediction with its tertials and its chart."""

    prediction: Prediction
    unit: IndicatorUnit
    sentence: Text
    lines: tuple[EffectLine, ...]
    chart: SafeString


def effects_of(plan: Plan, number: int, today: date, language: Language) -> tuple[EffectShown, ...]:
    """Return what a measure was promised to do and what happened, by indicator."""
    return tuple(
        _shown(plan, prediction, indicator, today, language)
        for prediction in plan.predictions
        if prediction.measure == number
        and (indicator := plan.indicator(prediction.indicator)) is not None
    )


def _shown(
    plan: Plan,
    prediction: Prediction,
    indicator: FollowedIndicator,
    today: date,
    language: Language,
) -> EffectShown:
    lines = tuple(
        _line(plan, prediction, indicator, tertial, today) for tertial in _tertials(prediction)
    )
    definition = indicator.definition
    factor = factor_of(definition.unit)

    def drawn(value: Decimal | None) -> float | None:
        return None if value is None else float(value) * factor

    points = tuple(
        EffectPoint(
            f"{line.tertial.number}. {line.tertial.year}"
            if language == "nb"
            else f"{line.tertial.number}/{line.tertial.year}",
            drawn(line.expected),
            drawn(line.low),
            drawn(line.high),
            drawn(line.happened),
        )
        for line in lines
    )
    chart = effect(
        definition.title.in_language(language),
        points,
        definition.unit.label.in_language(language),
        definition.unit.decimals,
        language,
    )
    return EffectShown(
        prediction, definition.unit, sentence_of(plan, prediction, today), lines, chart
    )


def _tertials(prediction: Prediction) -> list[Tertial]:
    """Return the tertials from the baseline's to the one the effect is promised for."""
    found: list[Tertial] = []
    tertial = Tertial.of(prediction.by)
    while tertial.last_day > prediction.from_day and len(found) < _MOST_TERTIALS:
        found.append(tertial)
        tertial = tertial.before
    return found[::-1]


def _line(
    plan: Plan,
    prediction: Prediction,
    indicator: FollowedIndicator,
    tertial: Tertial,
    today: date,
) -> EffectLine:
    if tertial.last_day > today:
        low, high = prediction.interval_on(tertial.last_day)
        expected = prediction.expected_on(tertial.last_day)
        return EffectLine(tertial, expected, low, high, None, None)
    found = _kept(plan, prediction, tertial) or score(prediction, indicator, tertial)
    return EffectLine(tertial, found.expected, found.low, found.high, found.happened, found.verdict)


def _kept(plan: Plan, prediction: Prediction, tertial: Tertial) -> Score | None:
    """Return the score that was kept for a tertial, if it was."""
    for one in plan.scores:
        same = (one.prediction.measure, one.prediction.indicator, one.tertial)
        if same == (prediction.measure, prediction.indicator, tertial):
            return one
    return None


def _inside(title: str) -> str:
    """Return a title as it stands inside a sentence; one that begins with an abbreviation stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def sentence_of(plan: Plan, prediction: Prediction, today: date) -> Text:
    """Say what was promised, and how it has gone so far."""
    indicator = plan.indicator(prediction.indicator)
    assert indicator is not None
    unit, title = indicator.definition.unit, indicator.definition.title
    words = Text("Lovet", "Promised") if prediction.locked_on else Text("Ventet", "Expected")
    nb = (
        f"{words.nb}: {_inside(title.nb)} fra "
        f"{unit.words(prediction.baseline)} til {unit.words(prediction.expected)} innen "
        f"{format_date(prediction.by)}."
    )
    en = (
        f"{words.en}: {_inside(title.en)} from "
        f"{unit.words(prediction.baseline, 'en')} to {unit.words(prediction.expected, 'en')} by "
        f"{format_date(prediction.by, 'en')}."
    )
    ended = [t for t in _tertials(prediction) if t.last_day <= today]
    if not ended:
        return Text(
            f"{nb} Måles første gang etter {Tertial.of(today).words.nb}.",
            f"{en} First measured after {Tertial.of(today).words.en}.",
        )
    last = _kept(plan, prediction, ended[-1]) or score(prediction, indicator, ended[-1])
    return Text(
        f"{nb} Etter {last.tertial.words.nb}: {last.verdict.label.nb}. {last.text.nb}",
        f"{en} After {last.tertial.words.en}: {last.verdict.label.en}. {last.text.en}",
    )
