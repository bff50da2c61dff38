"""The traffic light of an indicator, always with words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from hjemmel.domain.plan_indicator import (
    Direction,
    FollowedIndicator,
    IndicatorTarget,
    IndicatorUnit,
    IndicatorValue,
)
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text


class Light(Enum):
    """How an indicator stands against its target."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LIGHTS[self]


_LIGHTS = {
    Light.GREEN: Text("på mål", "on target"),
    Light.YELLOW: Text("nær målet", "near the target"),
    Light.RED: Text("ikke på mål", "off target"),
    Light.UNKNOWN: Text("ukjent", "unknown"),
}


@dataclass(frozen=True, slots=True)
class LightReading:
    """A light with the sentence that gives its reason.

    Args:
        light: The colour.
        text: Why, as one sentence.
        overdue: Whether a new value should have been there.
    """

    light: Light
    text: Text
    overdue: bool = False


def light_of(indicator: FollowedIndicator, day: date) -> LightReading:
    """Return how an indicator stood on a day, by the latest value on or before it.

    A level is met, nearly met (within the target's tolerance) or not; a direction is judged by the
    two latest values that are known. Without a value, or without a target, the light is unknown.
    """
    overdue = indicator.is_overdue(day)
    known = [one for one in indicator.values if one.as_of <= day and one.value is not None]
    latest = indicator.latest(day)
    if latest is None or latest.value is None:
        why = latest.note if latest is not None and latest.note is not None else None
        text = why or Text("Ingen verdi er kjent.", "No value is known.")
        return LightReading(Light.UNKNOWN, text, overdue)
    target, unit = indicator.definition.target, indicator.definition.unit
    if target.direction is Direction.WATCHED:
        return LightReading(
            Light.UNKNOWN,
            _both(
                "{value} ({day}); følges uten mål.",
                "{value} ({day}); watched without a target.",
                unit,
                latest.value,
                latest.as_of,
            ),
            overdue,
        )
    if target.level is not None:
        return LightReading(
            _by_level(latest.value, target.level, target.tolerance, target.direction),
            _both(
                f"{{value}} ({{day}}); målet er {target.direction.label.nb} {{other}}.",
                f"{{value}} ({{day}}); the target is {target.direction.label.en} {{other}}.",
                unit,
                latest.value,
                latest.as_of,
                target.level,
            ),
            overdue,
        )
    return _by_direction(known, target, unit, overdue)


def _by_direction(
    known: Sequence[IndicatorValue], target: IndicatorTarget, unit: IndicatorUnit, overdue: bool
) -> LightReading:
    """Judge a direction by the two latest values that are known."""
    latest, value = known[-1], known[-1].value or Decimal(0)
    before = known[-2].value if len(known) > 1 else None
    if before is None:
        return LightReading(
            Light.UNKNOWN,
            _both(
                f"{{value}} ({{day}}); {target.direction.label.nb}, men det er ingen tidligere verdi.",
                f"{{value}} ({{day}}); {target.direction.label.en}, but there is no earlier value.",
                unit,
                value,
                latest.as_of,
            ),
            overdue,
        )
    return LightReading(
        _by_move(value - before, target.tolerance, target.direction),
        _both(
            f"{{value}} ({{day}}), før {{other}}; {target.direction.label.nb}.",
            f"{{value}} ({{day}}), {{other}} before; {target.direction.label.en}.",
            unit,
            value,
            latest.as_of,
            before,
        ),
        overdue,
    )


def _by_level(value: Decimal, level: Decimal, tolerance: Decimal, direction: Direction) -> Light:
    short = level - value if direction is Direction.AT_LEAST else value - level
    if short <= 0:
        return Light.GREEN
    return Light.YELLOW if short <= tolerance else Light.RED


def _by_move(move: Decimal, tolerance: Decimal, direction: Direction) -> Light:
    right_way = move if direction is Direction.RISING else -move
    if right_way > tolerance:
        return Light.GREEN
    return Light.YELLOW if right_way >= -tolerance else Light.RED


def _both(
    nb: str,
    en: str,
    unit: IndicatorUnit,
    value: Decimal,
    day: date,
    other: Decimal | None = None,
) -> Text:
    def filled(pattern: str, language: Language) -> str:
        return pattern.format(
            value=unit.words(value, language),
            day=format_date(day, language),
            other="" if other is None else unit.words(other, language),
        )

    return Text(filled(nb, "nb"), filled(en, "en"))
