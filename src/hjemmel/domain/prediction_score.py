"""Scoring a prediction: what happened, against what was promised by then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hjemmel.domain.plan_indicator import FollowedIndicator, IndicatorUnit, IndicatorValue
from hjemmel.domain.prediction import Prediction, Score, Verdict
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.numbers import format_date, format_percent
from hjemmel.kernel.text import Language, Text


def score(prediction: Prediction, indicator: FollowedIndicator, tertial: Tertial) -> Score:
    """Return a prediction's score at the end of a tertial.

    What happened is the latest known value within the tertial, and after the baseline's day; it is
    held against what the straight line from the baseline says for the same day.
    """
    found = _found(prediction, indicator, tertial)
    day = tertial.last_day if found is None else found.as_of
    low, high = prediction.interval_on(day)
    expected = prediction.expected_on(day)
    unit = indicator.definition.unit
    if found is None or found.value is None:
        return Score(
            prediction=prediction,
            tertial=tertial,
            expected=expected,
            low=low,
            high=high,
            happened=None,
            happened_on=None,
            achieved=None,
            achieved_of_expected=None,
            verdict=Verdict.UNKNOWN,
            text=_why_unknown(prediction, indicator, tertial),
        )
    moved = found.value - prediction.baseline
    due = expected - prediction.baseline
    verdict = _verdict(prediction, found.value, low, high)
    return Score(
        prediction=prediction,
        tertial=tertial,
        expected=expected,
        low=low,
        high=high,
        happened=found.value,
        happened_on=found.as_of,
        achieved=moved / prediction.change,
        achieved_of_expected=moved / due,
        verdict=verdict,
        text=_text(prediction, found.value, found.as_of, expected, verdict, unit),
    )


def _found(
    prediction: Prediction, indicator: FollowedIndicator, tertial: Tertial
) -> IndicatorValue | None:
    within = [
        value
        for value in indicator.values
        if value.value is not None
        and tertial.period.contains(value.as_of)
        and value.as_of > prediction.from_day
    ]
    return within[-1] if within else None


def _verdict(prediction: Prediction, value: Decimal, low: Decimal, high: Decimal) -> Verdict:
    moved = value - prediction.baseline
    if low <= value <= high:
        return Verdict.AS_PREDICTED
    if moved == 0:
        return Verdict.NOTHING
    if (moved > 0) != (prediction.change > 0):
        return Verdict.OPPOSITE
    beyond = value > high if prediction.change > 0 else value < low
    return Verdict.BETTER if beyond else Verdict.LESS


def _text(
    prediction: Prediction,
    value: Decimal,
    day: date,
    expected: Decimal,
    verdict: Verdict,
    unit: IndicatorUnit,
) -> Text:
    share = (value - prediction.baseline) / prediction.change

    def numbers(language: Language) -> tuple[str, str, str, str, str]:
        return (
            unit.words(prediction.baseline, language),
            unit.words(value, language),
            format_date(day, language),
            unit.words(expected, language),
            format_percent(share, language, decimals=0),
        )

    before, now, when, due, part = numbers("nb")
    nb = (
        f"Fra {before} til {now} ({when}); ventet til da: {due}. {part} av det som er lovet i alt: "
        f"{verdict.label.nb}."
    )
    before, now, when, due, part = numbers("en")
    en = (
        f"From {before} to {now} ({when}); expected by then: {due}. {part} of all that is promised: "
        f"{verdict.label.en}."
    )
    return Text(nb, en)


def _why_unknown(prediction: Prediction, indicator: FollowedIndicator, tertial: Tertial) -> Text:
    if prediction.from_day >= tertial.last_day:
        return Text(
            f"Den ventede virkningen regnes fra {format_date(prediction.from_day)}, etter at tertialet sluttet.",
            f"The predicted effect counts from {format_date(prediction.from_day, 'en')}, after the tertial ended.",
        )
    latest = indicator.latest(tertial.last_day)
    if latest is None:
        return Text(
            "Ingen verdi er ført for indikatoren.", "No value of the indicator has been recorded."
        )
    return Text(
        f"Siste verdi er fra {format_date(latest.as_of)}; ingen ny er ført i tertialet.",
        f"The latest value is from {format_date(latest.as_of, 'en')}; none is recorded in the tertial.",
    )
