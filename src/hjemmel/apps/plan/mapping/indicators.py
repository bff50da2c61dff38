"""Rows of indicators, predictions and scores as the domain's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q

from hjemmel.apps.plan.mapping.plans import text_of
from hjemmel.apps.plan.models import (
    IndicatorReading,
    Plan,
    PlanIndicator,
    PlanPrediction,
    PlanScore,
)
from hjemmel.cases.plans import indicator_definition
from hjemmel.domain.plan_indicator import (
    Direction,
    FollowedIndicator,
    Frequency,
    IndicatorDefinition,
    IndicatorInput,
    IndicatorTarget,
    IndicatorUnit,
    IndicatorValue,
    ValueOrigin,
)
from hjemmel.domain.prediction import Prediction, PredictionOrigin, Score, Verdict
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.text import Text


def definition_of(row: PlanIndicator) -> IndicatorDefinition:
    """Return what an indicator is: one that comes along, perhaps with the plan's own target, or its own."""
    if row.is_own:
        return IndicatorDefinition(
            id=row.code,
            title=text_of(row.title, row.title_en),
            definition=text_of(row.definition, ""),
            formula=text_of(row.formula, ""),
            unit=IndicatorUnit(row.unit),
            source=text_of(row.source, ""),
            target=_target(row),
            frequency=Frequency(row.frequency) if row.frequency else Frequency.TERTIAL,
            origin=ValueOrigin.ENTERED,
        )
    shipped = indicator_definition(row.code)
    if not row.direction and not row.frequency:
        return shipped
    return IndicatorDefinition(
        id=shipped.id,
        title=shipped.title,
        definition=shipped.definition,
        formula=shipped.formula,
        unit=shipped.unit,
        source=shipped.source,
        target=_target(row) if row.direction else shipped.target,
        frequency=Frequency(row.frequency) if row.frequency else shipped.frequency,
        origin=shipped.origin,
        places=shipped.places,
    )


def _target(row: PlanIndicator) -> IndicatorTarget:
    return IndicatorTarget(
        direction=Direction(row.direction),
        level=_plain(row.level),
        tolerance=_plain(row.tolerance) or Decimal(0),
        words=text_of(row.target, ""),
    )


def followed(plan: Plan) -> tuple[FollowedIndicator, ...]:
    """Return the indicators that a plan follows, each with all that stands of it, earliest first."""
    rows = list(plan.indicators.order_by("code"))
    by_code: dict[str, list[IndicatorReading]] = defaultdict(list)
    found = IndicatorReading.objects.filter(
        Q(plan__isnull=True) | Q(plan=plan),
        municipality=plan.municipality_id,
        code__in=[row.code for row in rows],
        superseded_at__isnull=True,
    )
    for reading in found.order_by("as_of", "district", "pk"):
        by_code[reading.code].append(reading)
    return tuple(_followed(definition_of(row), by_code[row.code]) for row in rows)


def _followed(
    definition: IndicatorDefinition, readings: Sequence[IndicatorReading]
) -> FollowedIndicator:
    values = [value_of(one) for one in readings]
    return FollowedIndicator(
        definition,
        tuple(value for value in values if not value.district),
        tuple(value for value in values if value.district),
    )


def value_of(row: IndicatorReading) -> IndicatorValue:
    """Return what was found of an indicator on a day."""
    return IndicatorValue(
        as_of=row.as_of,
        value=_plain(row.value),
        origin=ValueOrigin(row.origin),
        source=text_of(row.source, row.source_en),
        district=row.district,
        formula=text_of(row.formula, row.formula_en) if row.formula else None,
        inputs=tuple(
            IndicatorInput(Text(one["nb"], one["en"]), Decimal(one["value"])) for one in row.inputs
        ),
        note=text_of(row.note, row.note_en) if row.note else None,
        frozen=row.frozen,
    )


def prediction_of(row: PlanPrediction) -> Prediction:
    """Return what a measure was predicted to do; the measure is at hand."""
    return Prediction(
        measure=row.measure.number,
        indicator=row.indicator,
        baseline=_exact(row.baseline),
        from_day=row.from_day,
        expected=_exact(row.expected),
        by=row.by_day,
        low=_exact(row.low),
        high=_exact(row.high),
        origin=PredictionOrigin(row.origin),
        scenario=row.scenario,
        assumption=row.assumption,
        locked_on=row.locked_on,
        key=str(row.pk),
    )


def predictions_of(plan: Plan) -> tuple[PlanPrediction, ...]:
    """Return the predictions of a plan's measures, by measure and indicator."""
    rows = PlanPrediction.objects.filter(measure__plan=plan).select_related("measure")
    return tuple(rows.order_by("measure__number", "indicator"))


def scores_of(plan: Plan) -> Iterable[Score]:
    """Yield the scores of a plan's predictions, by tertial and measure."""
    rows = PlanScore.objects.filter(evaluation__plan=plan).select_related(
        "evaluation", "prediction__measure"
    )
    for row in rows.order_by("evaluation__tertial", "prediction__measure__number", "pk"):
        yield score_of(row)


def score_of(row: PlanScore) -> Score:
    """Return a score; its evaluation, prediction and measure are at hand."""
    return Score(
        prediction=prediction_of(row.prediction),
        tertial=Tertial.read(row.evaluation.tertial),
        expected=_exact(row.expected),
        low=_exact(row.low),
        high=_exact(row.high),
        happened=_plain(row.happened),
        happened_on=row.happened_on,
        achieved=_plain(row.achieved),
        achieved_of_expected=_plain(row.achieved_of_expected),
        verdict=Verdict(row.verdict),
        text=Text(row.text, row.text_en),
    )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else _exact(value)


def _exact(value: Decimal) -> Decimal:
    """Return a stored number without the zeros that the column adds."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
