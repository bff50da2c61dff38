"""Municipalities and districts, with their codes over time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Municipality(models.Model):
    """A municipality: one that is run in hjemmel, or a neighbour that residents and guests belong to.

    ``number`` is today's code; earlier ones, and those of municipalities that were merged into it,
    are in ``RegionCode``. ``data_as_of`` is the day that the newest file loaded is about. ``revision``
    becomes another number with every write that can change a figure, ``people_revision`` with every
    one that can change how many persons live somewhere or are on a list. Neither counts upwards: a
    number that a write took back could otherwise be used again for something else.
    ``retention_years`` is how long the municipality keeps who a resident was after she moved or
    died; null: it has not decided, and nobody is erased.
    """

    number = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=100)
    set_up_on = models.DateField(null=True)
    is_synthetic = models.BooleanField(default=False)
    data_as_of = models.DateField(null=True)
    revision = models.BigIntegerField(default=0)
    people_revision = models.BigIntegerField(default=0)
    retention_years = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}$"), name="municipality_number_4_digits"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="municipality_named"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class RegionCode(models.Model):
    """A code that a municipality has or had, or that one merged into it had.

    ``is_part``: only a part of what had the code came here, so its figures belong to nobody alone.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="codes")
    number = models.CharField(max_length=4)
    name = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    is_absorbed = models.BooleanField(default=False)
    is_part = models.BooleanField(default=False)

    class Meta:
        ordering = ["municipality", "valid_from", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "valid_from"],
                condition=Q(is_part=False),
                name="region_code_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "number", "valid_from"], name="region_code_once_here"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}$"), name="region_code_4_digits"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="region_code_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class District(models.Model):
    """A district (bydel). A municipality without districts has one, ``…00``, that is the whole."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="districts"
    )
    number = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=100)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    border = models.JSONField(null=True)
    border_source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{6}$"), name="district_number_6_digits"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="registry_district_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name
