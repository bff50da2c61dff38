"""Runs of imports, what they left in quarantine, and column mappings that were saved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

REGISTER = "register"
"""The kind of a run that loads the register itself."""
EVENTS, CONTRACTS = "events", "contracts"
"""Runs of population events and of the national register's contracts; other kinds are of statistics."""
FROM_FILES = (REGISTER, EVENTS, CONTRACTS)
"""The kinds of run whose file waits here until it is loaded."""
STATUSES = ("previewed", "queued", "running", "loaded", "unchanged", "failed", "cancelled")


class ColumnMapping(models.Model):
    """Which column of a municipality's files holds which field; used again for the next file."""

    municipality = models.ForeignKey(
        "registry.Municipality", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    columns = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["municipality", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "name"], name="mapping_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file on its way in: what it is, how far it has come, what it changed.

    ``digest`` is the file's SHA-256: the same file twice is recognised. ``counts`` holds rows read,
    accepted, in quarantine, and the register's counts before and after. ``file`` is the name that
    the file had; ``stored_as`` where it lies until it is loaded.
    """

    municipality = models.ForeignKey(
        "registry.Municipality", on_delete=models.CASCADE, null=True, related_name="+"
    )
    kind = models.CharField(max_length=30)
    file = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64)
    as_of = models.DateField(null=True)
    columns = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=[(s, s) for s in STATUSES])
    phase_nb = models.CharField(max_length=100, blank=True)
    phase_en = models.CharField(max_length=100, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="import_status_known"),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True)
                | ~Q(status__in=["queued", "running"])
                | Q(started_at__isnull=True)
                | Q(finished_at__isnull=True),
                name="import_running_is_not_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class QuarantinedRow(models.Model):
    """A row that did not fit: where it stood, why, and what it said."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="quarantined")
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["run", "sheet", "row"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.sheet} {self.row}"
