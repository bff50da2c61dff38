"""A month's cut-over: when decided moves become memberships."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.registry.models import Municipality

STATES = ("done", "reversed")


class CutOver(models.Model):
    """One run for a municipality and a first of the month. ``differences`` is what it changed."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="cut_overs"
    )
    effective_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="done")
    moves_digest = models.CharField(max_length=64)
    differences = models.JSONField(default=dict)
    run_by = models.CharField(max_length=100)
    run_at = models.DateTimeField()
    reversed_by = models.CharField(max_length=100, blank=True)
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-effective_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="cut_over_state_known"),
            models.CheckConstraint(
                condition=Q(state="reversed", reversed_at__isnull=False)
                | Q(state="done", reversed_at__isnull=True),
                name="cut_over_reversed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"cut-over {self.pk}"
