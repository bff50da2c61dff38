"""Indicators and promised effects in documents."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.apps.documents.building.matter import Matter
from hjemmel.apps.documents.building.measures import MEASURE, tertial_words
from hjemmel.apps.documents.building.tables import table_of
from hjemmel.apps.documents.words import Written
from hjemmel.domain.document import Block, PointList, Span
from hjemmel.domain.document_table import Cell, Column, ColumnKind, Phrase
from hjemmel.domain.indicator_light import light_of
from hjemmel.domain.plan_indicator import FollowedIndicator, IndicatorUnit
from hjemmel.domain.prediction import Prediction, Score
from hjemmel.domain.prediction_score import score

_W = Written
_INDICATOR = _W("Indikator", "Indikator", "Indicator")
_TARGET = _W("Mål", "Mål", "Target")
_LATEST = _W("Siste verdi", "Siste verdi", "Latest value")
_DAY = _W("Per", "Per", "As of")
_LIGHT = _W("Vurdering", "Vurdering", "Assessment")
_VALUE = _W("Verdi", "Verdi", "Value")
_ORIGIN = _W("Hvordan den er funnet", "Korleis han er funnen", "How it was found")
_SOURCE = _W("Kilde", "Kjelde", "Source")
_ALL = _W("Indikatorer per {day}", "Indikatorar per {day}", "Indicators on {day}")
_VALUES = _W("Målinger til og med {day}", "Målingar til og med {day}", "Values until {day}")
_NONE = _W(
    "Planen følger ingen indikatorer ennå.",
    "Planen følgjer ingen indikatorar enno.",
    "The plan follows no indicators yet.",
)
_NO_VALUES = _W(
    "Ingen målinger er ført ennå.", "Ingen målingar er førte enno.", "No values are entered yet."
)
_FROM = _W("Utgangspunkt", "Utgangspunkt", "Baseline")
_EXPECTED = _W("Ventet", "Venta", "Expected")
_BY = _W("Innen", "Innan", "By")
_INTERVAL = _W("Usikkerhet", "Uvisse", "Uncertainty")
_HAPPENED = _W("Skjedde", "Skjedde", "Happened")
_VERDICT = _W("Sammenlignet", "Samanlikna", "Compared")
_PROMISED = _W("Virkningen som er lovet", "Verknaden som er lova", "The promised effects")
_SCORED = _W(
    "Lovet og skjedd i {tertial}",
    "Lova og skjedd i {tertial}",
    "Promised and happened in {tertial}",
)
_NO_PROMISE = _W(
    "Ingen virkning er lovet med tall for noe tiltak.",
    "Ingen verknad er lova med tal for noko tiltak.",
    "No effect is promised in figures for any measure.",
)
_ASSUMES = _W(
    "Forutsetning for tiltak {number}: {text}",
    "Føresetnad for tiltak {number}: {text}",
    "Assumption of measure {number}: {text}",
)
_WANTED = _W("ny verdi mangler", "ny verdi manglar", "a new value is missing")


def indicators(matter: Matter) -> tuple[Block, ...]:
    """Return the indicators with their target, latest value and light, in words."""
    language = matter.language
    if not matter.plan.indicators:
        return (matter.paragraph(_NONE),)
    columns = (
        Column("Id"),
        Column(_INDICATOR.to(language)),
        Column(_TARGET.to(language)),
        Column(_LATEST.to(language)),
        Column(_DAY.to(language), ColumnKind.DATE),
        Column(_LIGHT.to(language)),
    )
    rows = tuple(_indicator(matter, one) for one in matter.plan.indicators)
    return (table_of(_ALL.to(language).format(day=matter.day(matter.as_of)), columns, rows),)


def _indicator(matter: Matter, one: FollowedIndicator) -> tuple[Cell, ...]:
    wrote = matter.indicator(one.definition)
    latest, reading = one.latest(matter.as_of), light_of(one, matter.as_of)
    value = None if latest is None or latest.value is None else latest.value
    light = matter.said(reading.light.label)
    if reading.overdue:
        light = f"{light}; {_WANTED.to(matter.language)}"
    return (
        one.definition.id,
        matter.own_cell(one.definition.title, wrote),
        matter.own_cell(one.definition.target.words, wrote)
        or matter.said(one.definition.target.direction.label),
        None if value is None else matter.measured(one.definition.unit, value),
        None if latest is None else latest.as_of,
        light,
    )


def values(matter: Matter) -> tuple[Block, ...]:
    """Return every value of the municipality that was found until the day."""
    language = matter.language
    rows = tuple(
        (
            one.definition.id,
            value.as_of,
            None if value.value is None else matter.measured(one.definition.unit, value.value),
            matter.said(value.origin.label),
            matter.own_cell(value.source),
        )
        for one in matter.plan.indicators
        for value in one.values
        if value.as_of <= matter.as_of
    )
    if not rows:
        return (matter.paragraph(_NO_VALUES),)
    columns = (
        Column("Id"),
        Column(_DAY.to(language), ColumnKind.DATE),
        Column(_VALUE.to(language)),
        Column(_ORIGIN.to(language)),
        Column(_SOURCE.to(language)),
    )
    return (table_of(_VALUES.to(language).format(day=matter.day(matter.as_of)), columns, rows),)


def promised(matter: Matter) -> tuple[Block, ...]:
    """Return the effects that are promised, with their uncertainty and what must hold."""
    language = matter.language
    if not matter.plan.predictions:
        return (matter.paragraph(_NO_PROMISE),)
    columns = (
        Column(MEASURE.to(language)),
        Column(_INDICATOR.to(language)),
        Column(_FROM.to(language)),
        Column(_EXPECTED.to(language)),
        Column(_INTERVAL.to(language)),
        Column(_BY.to(language), ColumnKind.DATE),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _measure(matter, one),
            _named(matter, one),
            _value(matter, one, one.baseline),
            _value(matter, one, one.expected),
            f"{_value(matter, one, one.low)} – {_value(matter, one, one.high)}",
            one.by,
        )
        for one in matter.plan.predictions
    )
    table = table_of(_PROMISED.to(language), columns, rows)
    assumed = tuple(
        matter.around(_ASSUMES, matter.own(one.assumption), number=_measure(matter, one))
        for one in matter.plan.predictions
        if one.assumption
    )
    return (table, PointList(assumed)) if assumed else (table,)


def scored(matter: Matter) -> tuple[Block, ...]:
    """Return what happened in the tertial, against what was promised by then."""
    language = matter.language
    found = [one for one in map(lambda one: _score(matter, one), matter.plan.predictions) if one]
    if not found:
        return (matter.paragraph(_NO_PROMISE),)
    columns = (
        Column(MEASURE.to(language)),
        Column(_INDICATOR.to(language)),
        Column(_FROM.to(language)),
        Column(_EXPECTED.to(language)),
        Column(_HAPPENED.to(language)),
        Column(_VERDICT.to(language)),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _measure(matter, one.prediction),
            _named(matter, one.prediction),
            _value(matter, one.prediction, one.prediction.baseline),
            _value(matter, one.prediction, one.expected),
            None if one.happened is None else _value(matter, one.prediction, one.happened),
            matter.said(one.verdict.label),
        )
        for one in found
    )
    caption = _SCORED.to(language).format(tertial=tertial_words(matter))
    table = table_of(caption, columns, rows)
    if matter.language == "nn":  # the sentences are not there in nynorsk; the table says the same
        return (table,)
    named = MEASURE.to(language)
    told = tuple(
        (Span(f"{named} {_measure(matter, one.prediction)}: {matter.said(one.text)}"),)
        for one in found
    )
    return (table, PointList(told))


def _score(matter: Matter, prediction: Prediction) -> Score | None:
    """Return the score that was kept for the tertial, or what it is as the values stand."""
    for one in matter.plan.scores:
        kept = one.prediction
        if one.tertial == matter.tertial and (kept.measure, kept.indicator) == (
            prediction.measure,
            prediction.indicator,
        ):
            return one
    followed = matter.plan.indicator(prediction.indicator)
    return None if followed is None else score(prediction, followed, matter.tertial)


def _measure(matter: Matter, prediction: Prediction) -> str:
    return matter.plan.measure(prediction.measure).shown_as


def _named(matter: Matter, prediction: Prediction) -> Cell:
    followed = matter.plan.indicator(prediction.indicator)
    if followed is None:
        return prediction.indicator
    title = followed.definition.title
    named = f"{prediction.indicator} {matter.said(title)}"
    language = matter.foreign(title, matter.indicator(followed.definition))
    return Phrase(named, language) if language else named


def _value(matter: Matter, prediction: Prediction, value: Decimal) -> str:
    followed = matter.plan.indicator(prediction.indicator)
    unit = IndicatorUnit.RATIO if followed is None else followed.definition.unit
    return matter.measured(unit, value)
