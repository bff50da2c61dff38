"""The indicators of a plan as tiles: value, target, light, how it has moved, and whether it is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from hjemmel.domain.indicator_light import Light, LightReading, light_of
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import Direction, FollowedIndicator, IndicatorUnit
from hjemmel.kernel.text import Language, Text
from hjemmel.web.charts.plan import history
from hjemmel.web.context import language_of

_SPARK_POINTS = 24
_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Tile:
    """An indicator as it stands.

    Args:
        indicator: The indicator with its values.
        reading: Its light, with the reason.
        value: The latest value; ``None``: none is known.
        day: The day the value is about.
        series: The latest known values, earliest first, for the line.
        goal: The level that is aimed at, if any.
        target: The target in words.
        url: Its page.
    """

    indicator: FollowedIndicator
    reading: LightReading
    value: Decimal | None
    day: date | None
    series: tuple[float, ...]
    goal: float | None
    target: Text
    url: str


def tiles_of(request: HttpRequest, case: str, plan: Plan, today: date) -> tuple[Tile, ...]:
    """Return the plan's indicators as tiles, in the plan's order."""
    kwargs = {"language": language_of(request), "case": case, "plan": plan.id}
    return tuple(
        tile_of(
            one,
            today,
            reverse("plan-indicator", kwargs={**kwargs, "indicator": one.definition.id}),
        )
        for one in plan.indicators
    )


def tile_of(indicator: FollowedIndicator, today: date, url: str) -> Tile:
    """Return one indicator as a tile."""
    latest = indicator.latest(today)
    known = [float(one.value) for one in indicator.values if one.value is not None]
    level = indicator.definition.target.level
    return Tile(
        indicator=indicator,
        reading=light_of(indicator, today),
        value=None if latest is None else latest.value,
        day=None if latest is None or latest.value is None else latest.as_of,
        series=tuple(known[-_SPARK_POINTS:]),
        goal=None if level is None else float(level),
        target=target_words(indicator),
        url=url,
    )


def target_words(indicator: FollowedIndicator) -> Text:
    """Say what is aimed at."""
    target, unit = indicator.definition.target, indicator.definition.unit
    words = target.direction.label
    if target.level is not None:
        return Text(
            f"Mål: {words.nb} {unit.words(target.level)}.",
            f"Target: {words.en} {unit.words(target.level, 'en')}.",
        )
    if target.direction is Direction.WATCHED:
        return Text("Følges uten mål.", "Watched without a target.")
    return Text(f"Mål: {words.nb}.", f"Target: {words.en}.")


def heading_of(tiles: Sequence[Tile]) -> tuple[Text, Text]:
    """Say how many indicators are where they should be, and what is missing: heading and lead."""
    if not tiles:
        return Text("Ingen indikatorer", "No indicators"), Text("", "")
    lights = [tile.reading.light for tile in tiles]
    green, judged = lights.count(Light.GREEN), len(lights) - lights.count(Light.UNKNOWN)
    overdue = sum(tile.reading.overdue for tile in tiles)
    without = sum(tile.value is None for tile in tiles)
    if judged:
        heading = Text(
            f"{green} av {judged} indikatorer er på mål",
            f"{green} of {judged} indicators are on target",
        )
    else:
        heading = Text(
            f"{len(tiles)} indikatorer, ingen kan bedømmes ennå",
            f"{len(tiles)} indicators, none can be judged yet",
        )
    lead = Text(
        f"Planen følger {len(tiles)}. {without} har ingen verdi ennå, {overdue} venter på en ny.",
        f"The plan follows {len(tiles)}. {without} have no value yet, {overdue} wait for a new one.",
    )
    return heading, lead


def counts_of(tiles: Sequence[Tile]) -> list[tuple[str, Text, int]]:
    """Return the choices of light with how many tiles each has; first all of them."""
    found = [("", Text("alle", "all"), len(tiles))]
    for light in (Light.RED, Light.YELLOW, Light.GREEN, Light.UNKNOWN):
        count = sum(tile.reading.light is light for tile in tiles)
        if count:
            found.append((light.value, light.label, count))
    return found


def chart_of(tile: Tile, language: Language) -> SafeString | None:
    """Draw an indicator over time; ``None`` where it has fewer than two values."""
    definition = tile.indicator.definition
    factor = factor_of(definition.unit)
    points = tuple(
        (one.as_of, float(one.value) * factor)
        for one in tile.indicator.values
        if one.value is not None
    )
    if len(points) < 2:
        return None
    return history(
        definition.title.in_language(language),
        points,
        None if tile.goal is None else tile.goal * factor,
        definition.unit.label.in_language(language),
        definition.unit.decimals,
        language,
    )


def factor_of(unit: IndicatorUnit) -> float:
    """Return what a value is multiplied with in a chart: a share is drawn as per cent."""
    return _PERCENT if unit is IndicatorUnit.SHARE else 1.0
