"""Indicators that plans follow, what was found, what was promised and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.plan.models.measures import PlanMeasure
from hjemmel.apps.plan.models.plans import Plan
from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.plan_indicator import Direction, Frequency, IndicatorUnit, ValueOrigin
from hjemmel.domain.prediction import PredictionOrigin, Verdict

_ORIGINS = [origin.value for origin in ValueOrigin]
_DIRECTIONS = [direction.value for direction in Direction]
_VERDICTS = [verdict.value for verdict in Verdict]
_SAID = [origin.value for origin in PredictionOrigin]
_DIGITS, _PLACES = 20, 6


class PlanIndicator(models.Model):
    """An indicator that a plan follows: one that comes along with hjemmel, or the municipality's own.

    ``direction`` empty: the target that comes along. For one of the municipality's own, title,
    definition, formula, unit and source say what it is; else they are empty.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=16)
    is_own = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    definition = models.TextField(blank=True)
    formula = models.CharField(max_length=500, blank=True)
    unit = models.CharField(
        max_length=10, choices=[(u.value, u.value) for u in IndicatorUnit], blank=True
    )
    source = models.CharField(max_length=300, blank=True)
    frequency = models.CharField(
        max_length=10, choices=[(f.value, f.value) for f in Frequency], blank=True
    )
    direction = models.CharField(max_length=10, choices=[(d, d) for d in _DIRECTIONS], blank=True)
    level = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES, null=True)
    tolerance = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES, default=0)
    target = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="plan_indicator_once"),
            models.CheckConstraint(
                condition=Q(is_own=False) | (~Q(title="") & ~Q(unit="") & ~Q(direction="")),
                name="plan_indicator_of_ones_own_is_defined",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class IndicatorReading(models.Model):
    """What was found of an indicator on a day, in a municipality or one of its districts.

    A reading that was corrected stays, with the moment it was superseded. ``plan`` is set where the
    indicator is about one plan. ``frozen`` names the tertial that it was kept for: then it stands.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="indicator_readings"
    )
    plan = models.ForeignKey(Plan, null=True, on_delete=models.CASCADE, related_name="readings")
    code = models.CharField(max_length=16)
    district = models.CharField(max_length=6, blank=True)
    as_of = models.DateField()
    value = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES, null=True)
    origin = models.CharField(max_length=10, choices=[(o, o) for o in _ORIGINS])
    source = models.CharField(max_length=300, blank=True)
    source_en = models.CharField(max_length=300, blank=True)
    formula = models.CharField(max_length=500, blank=True)
    formula_en = models.CharField(max_length=500, blank=True)
    inputs = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    note_en = models.CharField(max_length=500, blank=True)
    frozen = models.CharField(max_length=7, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["municipality", "code", "as_of", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code", "district", "as_of"],
                condition=Q(superseded_at__isnull=True, plan__isnull=True),
                name="indicator_reading_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "code", "district", "as_of"],
                condition=Q(superseded_at__isnull=True, plan__isnull=False),
                name="indicator_reading_of_plan_once",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=_ORIGINS), name="indicator_reading_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(frozen="") | Q(superseded_at__isnull=True),
                name="indicator_reading_frozen_stands",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "code", "as_of"],
                condition=Q(superseded_at__isnull=True),
                name="indicator_reading_now",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.as_of}"


class PlanPrediction(models.Model):
    """What a measure was predicted to do. ``locked_on``: from then on it is a promise, and stands."""

    measure = models.ForeignKey(PlanMeasure, on_delete=models.CASCADE, related_name="predictions")
    indicator = models.CharField(max_length=16)
    baseline = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    from_day = models.DateField()
    expected = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    by_day = models.DateField()
    low = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    high = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    origin = models.CharField(max_length=10, choices=[(o, o) for o in _SAID])
    scenario = models.CharField(max_length=500, blank=True)
    assumption = models.TextField(blank=True)
    locked_on = models.DateField(null=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["measure", "indicator", "id"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "indicator"], name="plan_prediction_once"),
            models.CheckConstraint(
                condition=Q(low__lte=F("expected"), high__gte=F("expected"))
                & ~Q(expected=F("baseline")),
                name="plan_prediction_within_its_interval",
            ),
            models.CheckConstraint(
                condition=Q(by_day__gt=F("from_day")), name="plan_prediction_days_rise"
            ),
        ]

    def __str__(self) -> str:
        return f"prediction {self.pk}"


class PlanEvaluation(models.Model):
    """A tertial's evaluation of a plan: made once; the indicators as they stood, frozen with a digest."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="evaluations")
    tertial = models.CharField(max_length=7)
    readings = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan", "tertial"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "tertial"], name="plan_evaluation_once"),
        ]

    def __str__(self) -> str:
        return self.tertial


class PlanScore(models.Model):
    """What had happened by the end of a tertial, against what was predicted by then. Never changed."""

    evaluation = models.ForeignKey(PlanEvaluation, on_delete=models.CASCADE, related_name="scores")
    prediction = models.ForeignKey(PlanPrediction, on_delete=models.CASCADE, related_name="scores")
    expected = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    low = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    high = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    happened = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES, null=True)
    happened_on = models.DateField(null=True)
    achieved = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES, null=True)
    achieved_of_expected = models.DecimalField(
        max_digits=_DIGITS, decimal_places=_PLACES, null=True
    )
    verdict = models.CharField(max_length=15, choices=[(v, v) for v in _VERDICTS])
    text = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500)

    class Meta:
        ordering = ["evaluation", "prediction"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "prediction"], name="plan_score_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=_VERDICTS), name="plan_score_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return self.verdict
