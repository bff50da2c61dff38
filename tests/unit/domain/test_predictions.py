"""Lights of indicators, and predictions scored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hjemmel.domain.indicator_light import Light, light_of
from hjemmel.domain.plan_indicator import (
    Direction,
    FollowedIndicator,
    Frequency,
    IndicatorDefinition,
    IndicatorTarget,
    IndicatorUnit,
    IndicatorValue,
    ValueOrigin,
)
from hjemmel.domain.prediction import Prediction, Verdict
from hjemmel.domain.prediction_score import score
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

DAY = date(2025, 9, 1)


def indicator(target: IndicatorTarget, *values: tuple[date, str | None]) -> FollowedIndicator:
    definition = IndicatorDefinition(
        id="I02",
        title=Text("Venteliste", "Waiting list"),
        definition=Text("Antall", "Count"),
        formula=Text("sum", "sum"),
        unit=IndicatorUnit.PERSONS,
        source=Text("Registeret", "The register"),
        target=target,
        frequency=Frequency.TERTIAL,
        origin=ValueOrigin.ENTERED,
    )
    found = tuple(
        IndicatorValue(
            as_of=day,
            value=None if value is None else Decimal(value),
            origin=ValueOrigin.ENTERED,
            source=Text("", ""),
        )
        for day, value in values
    )
    return FollowedIndicator(definition, found)


AT_MOST = IndicatorTarget(Direction.AT_MOST, Decimal(200), Decimal(50))
FALLING = IndicatorTarget(Direction.FALLING)


@pytest.mark.parametrize(
    ("value", "light"),
    [("200", Light.GREEN), ("201", Light.YELLOW), ("250", Light.YELLOW), ("251", Light.RED)],
)
def test_a_level_is_met_nearly_met_or_not(value: str, light: Light) -> None:
    assert light_of(indicator(AT_MOST, (DAY, value)), DAY).light is light


@pytest.mark.parametrize(
    ("before", "now", "light"),
    [("4000", "3900", Light.GREEN), ("4000", "4000", Light.YELLOW), ("4000", "4001", Light.RED)],
)
def test_a_direction_is_judged_by_the_two_latest_values(
    before: str, now: str, light: Light
) -> None:
    both = indicator(FALLING, (date(2025, 4, 30), before), (DAY, now))
    assert light_of(both, DAY).light is light


def test_without_a_value_or_an_earlier_one_the_light_is_unknown_and_says_why() -> None:
    assert light_of(indicator(AT_MOST), DAY).text.nb == "Ingen verdi er kjent."
    alone = light_of(indicator(FALLING, (DAY, "4000")), DAY)
    assert alone.light is Light.UNKNOWN
    assert "ingen tidligere verdi" in alone.text.nb
    assert light_of(indicator(AT_MOST, (DAY, None)), DAY).light is Light.UNKNOWN


def test_a_light_says_its_value_its_day_and_its_target() -> None:
    reading = light_of(indicator(AT_MOST, (DAY, "1250")), DAY)
    assert reading.text.nb == "1\xa0250 personer (01.09.2025); målet er høyst 200 personer."
    assert reading.text.en == (
        "1,250 persons (1 September 2025); the target is at most 200 persons."
    )


def test_a_value_is_overdue_when_its_frequency_has_passed() -> None:
    one = indicator(AT_MOST, (date(2025, 4, 30), "1"))
    assert not one.is_overdue(date(2025, 8, 30))
    assert one.is_overdue(date(2025, 8, 31))
    assert indicator(AT_MOST).is_overdue(DAY)


PROMISE = Prediction(
    measure=1,
    indicator="I02",
    baseline=Decimal(4000),
    from_day=date(2024, 12, 31),
    expected=Decimal(2000),
    by=date(2026, 12, 31),
    low=Decimal(1500),
    high=Decimal(2500),
)
T3 = Tertial(2025, 3)


@pytest.mark.parametrize(
    ("value", "verdict", "achieved"),
    [
        ("3000", Verdict.AS_PREDICTED, "0.5"),
        ("3250", Verdict.AS_PREDICTED, "0.375"),
        ("3251", Verdict.LESS, "0.3745"),
        ("2749", Verdict.BETTER, "0.6255"),
        ("4000", Verdict.NOTHING, "0"),
        ("4200", Verdict.OPPOSITE, "-0.1"),
    ],
)
def test_half_way_half_of_the_promise_is_due(value: str, verdict: Verdict, achieved: str) -> None:
    given = score(PROMISE, indicator(FALLING, (date(2025, 12, 31), value)), T3)
    assert [given.expected, given.low, given.high] == [Decimal(n) for n in (3000, 2750, 3250)]
    assert given.verdict is verdict
    assert given.achieved == Decimal(achieved)


def test_a_score_says_in_words_what_happened() -> None:
    given = score(PROMISE, indicator(FALLING, (date(2025, 12, 31), "3500")), T3)
    assert given.text.nb == (
        "Fra 4\xa0000 personer til 3\xa0500 personer (31.12.2025); ventet til da: 3\xa0000 personer. "
        "25\xa0% av det som er lovet i alt: mindre enn lovet."
    )
    assert given.achieved_of_expected == Decimal("0.5")


def test_a_prediction_of_a_rise_is_scored_the_other_way_round() -> None:
    rise = Prediction(
        measure=1,
        indicator="I02",
        baseline=Decimal(10),
        from_day=date(2024, 12, 31),
        expected=Decimal(20),
        by=date(2025, 12, 31),
        low=Decimal(18),
        high=Decimal(22),
    )
    verdicts = [
        score(rise, indicator(FALLING, (date(2025, 12, 31), value)), T3).verdict
        for value in ("9", "10", "17", "18", "22", "23")
    ]
    assert verdicts == [
        Verdict.OPPOSITE,
        Verdict.NOTHING,
        Verdict.LESS,
        Verdict.AS_PREDICTED,
        Verdict.AS_PREDICTED,
        Verdict.BETTER,
    ]


def test_without_a_value_within_the_tertial_nothing_is_told() -> None:
    none = score(PROMISE, indicator(FALLING), T3)
    assert (none.verdict, none.happened, none.achieved) == (Verdict.UNKNOWN, None, None)
    old = score(PROMISE, indicator(FALLING, (date(2025, 8, 31), "3000")), T3)
    assert old.verdict is Verdict.UNKNOWN
    assert old.text.nb == "Siste verdi er fra 31.08.2025; ingen ny er ført i tertialet."
    early = score(PROMISE, indicator(FALLING, (date(2024, 12, 1), "4000")), Tertial(2024, 3))
    assert "etter at tertialet sluttet" in early.text.nb


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": Decimal(2100)},
        {"high": Decimal(1900)},
        {"expected": Decimal(4000), "high": Decimal(4000)},
        {"by": date(2024, 12, 31)},
    ],
)
def test_a_prediction_that_promises_nothing_or_contradicts_itself_is_refused(
    wrong: dict[str, object],
) -> None:
    given = {
        "measure": 1,
        "indicator": "I02",
        "baseline": Decimal(4000),
        "from_day": date(2024, 12, 31),
        "expected": Decimal(2000),
        "by": date(2026, 12, 31),
        "low": Decimal(1500),
        "high": Decimal(2500),
    }
    with pytest.raises(InputError):
        Prediction(**{**given, **wrong})  # type: ignore[arg-type]
