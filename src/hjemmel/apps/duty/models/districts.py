"""Duty districts, their stations and the types of shift that they hold."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.shift import PayForm, Role

STATION_KINDS = ("main", "branch", "satellite", "car")


class DutyDistrict(models.Model):
    """A district that shares out-of-hours duty. Its host municipality runs it.

    ``settings`` keeps what the district has agreed beside the law, by the name of the term.
    """

    host = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="hosted_duty")
    name = models.CharField(max_length=100)
    short_name = models.SlugField(max_length=30)
    municipalities = models.ManyToManyField(Municipality, related_name="duty_districts")
    settings = models.JSONField(default=dict)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["host", "short_name"], name="duty_district_once"),
            models.CheckConstraint(condition=~Q(name=""), name="duty_district_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Station(models.Model):
    """Where duty is done: a station, a satellite with nurse and video, a car."""

    district = models.ForeignKey(DutyDistrict, on_delete=models.CASCADE, related_name="stations")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in STATION_KINDS], default="main")
    address = models.CharField(max_length=200, blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["district", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="station_once"),
            models.CheckConstraint(condition=Q(kind__in=STATION_KINDS), name="station_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ShiftType(models.Model):
    """A kind of shift that comes again; see ``engines.rostering.shift_types``.

    ``weekdays`` holds 0 (Monday) to 6; ``on_red_days``: on all public holidays, on none, or (``NULL``)
    as on any day. ``season_first`` and ``season_last`` are ``MM-DD``. ``backs_up`` holds codes of types.
    """

    district = models.ForeignKey(DutyDistrict, on_delete=models.CASCADE, related_name="shift_types")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="shift_types")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=100)
    starts = models.TimeField()
    ends = models.TimeField()
    weekdays = models.JSONField(default=list)
    on_red_days = models.BooleanField(null=True)
    season_first = models.CharField(max_length=5, blank=True)
    season_last = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    doctors = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(
        max_length=10, choices=[(r.value, r.value) for r in Role], default=Role.DOCTOR.value
    )
    skills = models.JSONField(default=list)
    pay_form = models.CharField(max_length=15, choices=[(p.value, p.value) for p in PayForm])
    is_alone = models.BooleanField(default=False)
    backs_up = models.JSONField(default=list)
    municipalities = models.JSONField(default=list)

    class Meta:
        ordering = ["district", "starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="shift_type_once"),
            models.CheckConstraint(condition=Q(doctors__gte=1), name="shift_type_needs_somebody"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="shift_type_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name
