"""Published statistics: population, forecasts and indicators, with what was asked and when.

``region`` is the code that the statistics use (four digits a municipality, six a district), as it
was published; ``municipality`` is today's number that it belongs to.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.registry.models.doctors import SEXES
from hjemmel.apps.registry.models.places import Municipality


class PopulationCount(models.Model):
    """Residents of an age and a sex in a region on 1 January."""

    region = models.CharField(max_length=6)
    municipality = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    age = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=6, choices=[(s, s) for s in SEXES])
    persons = models.PositiveIntegerField()
    table = models.CharField(max_length=10)
    retrieved_on = models.DateField()

    class Meta:
        ordering = ["region", "year", "sex", "age"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "age", "sex"], name="population_count_once"
            ),
            models.CheckConstraint(condition=Q(sex__in=SEXES), name="population_sex_known"),
            models.CheckConstraint(condition=Q(age__lte=130), name="population_age_possible"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year}"


class ForecastCount(models.Model):
    """Residents of an age and a sex in a region on 1 January, as forecast in a vintage."""

    region = models.CharField(max_length=6)
    municipality = models.CharField(max_length=4)
    vintage = models.PositiveSmallIntegerField()
    alternative = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    age = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=6, choices=[(s, s) for s in SEXES])
    persons = models.PositiveIntegerField()
    table = models.CharField(max_length=10)
    retrieved_on = models.DateField()

    class Meta:
        ordering = ["region", "vintage", "alternative", "year", "sex", "age"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "vintage", "alternative", "year", "age", "sex"],
                name="forecast_count_once",
            ),
            models.CheckConstraint(condition=Q(sex__in=SEXES), name="forecast_sex_known"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.vintage} {self.year}"


class Indicator(models.Model):
    """One published figure; ``value`` is ``NULL`` where ``status`` says why there is none."""

    region = models.CharField(max_length=8)
    municipality = models.CharField(max_length=4, blank=True)
    table = models.CharField(max_length=10)
    content = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    status = models.CharField(max_length=4, blank=True)
    retrieved_on = models.DateField()

    class Meta:
        ordering = ["region", "table", "content", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "table", "content", "year"], name="indicator_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(status=""),
                name="indicator_missing_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.content} {self.year}"


class PersonCounts(models.Model):
    """Persons of a municipality counted on a day, kept so that nobody counts the same again.

    ``key`` names municipality, ``people_revision``, day and moment of knowledge. The counts can be
    made again from the register at any time; rows of other revisions are taken away.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120, unique=True)
    counts = models.JSONField()

    def __str__(self) -> str:
        return self.key
