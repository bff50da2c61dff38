"""What was done of a day's work, and when."""

from __future__ import annotations

from django.db import models

from hjemmel.apps.registry.models import Municipality


class DailyRun(models.Model):
    """That the work of a day was done in a municipality. ``result`` is what came of it, in counts.

    A day is one row, however often its work is done; what is found later the same day is added.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="daily_runs"
    )
    day = models.DateField()
    result = models.JSONField(default=dict)
    run_by = models.CharField(max_length=100)
    run_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "day"], name="daily_run_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"day {self.day.isoformat()}"
