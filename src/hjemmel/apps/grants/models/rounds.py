"""Rounds, in which applications of a year are ranked and awarded together, and files of applications."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.grants.models.schemes import SchemeYear

ROUND_STATES = ("ranked", "awarded")
IMPORT_STATES = ("previewed", "loaded")


class GrantRound(models.Model):
    """A ranking of the applications of a year, kept as it was explained, and awarded or not.

    ``number`` counts from 1 within the year; 2 and on are extensions. ``lines`` holds each applicant's
    place, award and explanation; ``facts_digest`` what they rest on.
    """

    scheme_year = models.ForeignKey(SchemeYear, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in ROUND_STATES])
    frame_oere = models.BigIntegerField()
    awarded_oere = models.BigIntegerField(default=0)
    lines = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    ranked_by = models.CharField(max_length=100)
    ranked_at = models.DateTimeField()
    awarded_by = models.CharField(max_length=100, blank=True)
    awarded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["scheme_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme_year", "number"], name="grant_round_once"),
            models.CheckConstraint(
                condition=Q(awarded_oere__gte=0), name="grant_round_awarded_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state="ranked", awarded_at__isnull=True)
                | Q(state="awarded", awarded_at__isnull=False),
                name="grant_round_awarded_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"grant round {self.pk}"


class GrantImport(models.Model):
    """A file of applications, looked at before it is loaded. ``digest`` is the file's."""

    scheme_year = models.ForeignKey(SchemeYear, on_delete=models.CASCADE, related_name="imports")
    file = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=[(s, s) for s in IMPORT_STATES])
    counts = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField(auto_now_add=True)
    loaded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="previewed", loaded_at__isnull=True)
                | Q(state="loaded", loaded_at__isnull=False),
                name="grant_import_loaded_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"grant import {self.pk}"


class GrantImportRow(models.Model):
    """A row of such a file: what it says, or why it went to quarantine."""

    run = models.ForeignKey(GrantImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    action = models.CharField(max_length=10)
    field = models.CharField(max_length=60, blank=True)
    reason_nb = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["run", "row"]
        constraints = [
            models.UniqueConstraint(fields=["run", "row"], name="grant_import_row_once"),
            models.CheckConstraint(
                condition=Q(action__in=["new", "changed", "same", "quarantine"]),
                name="grant_import_action_known",
            ),
        ]

    def __str__(self) -> str:
        return f"grant import row {self.pk}"
