"""What the population register told of a resident, and what was done about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.registry.models import Municipality, Resident
from hjemmel.domain.population_event import EventKind

STATES = ("received", "applied", "needs_judgement", "refused")


class PopulationEvent(models.Model):
    """An event in a resident's life. The same event told twice is one row.

    ``facts`` is what was told beside kind and day, without names and national ids. ``effects`` is
    what followed, ``reason`` its code. ``source`` says who told it: a file's digest, the sweep of
    ages, or a case worker; ``row`` is the row of the file.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="population_events"
    )
    resident = models.ForeignKey(
        Resident, on_delete=models.CASCADE, related_name="population_events"
    )
    kind = models.CharField(max_length=15, choices=[(k.value, k.value) for k in EventKind])
    happened_on = models.DateField()
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=15, choices=[(s, s) for s in STATES], default="received")
    reason = models.CharField(max_length=60, blank=True)
    findings = models.JSONField(default=list)
    effects = models.JSONField(default=dict)
    source = models.CharField(max_length=80)
    row = models.PositiveIntegerField(null=True)
    told_by = models.CharField(max_length=100)
    told_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    settled_by = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "kind", "happened_on"], name="event_told_once"
            ),
            models.UniqueConstraint(
                fields=["resident", "kind"],
                condition=Q(kind__in=("birth", "turned_16", "turned_18")) & ~Q(state="refused"),
                name="event_once_in_a_life",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="event_state_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in EventKind]), name="event_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state"], name="event_work_list"),
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"
