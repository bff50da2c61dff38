"""Schemes that a municipality runs, and each year's frame and deadline."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.registry.models import Municipality


class Scheme(models.Model):
    """A scheme in use. What it says stands here, so that a case stays as it was applied for.

    ``applicants`` holds values of ``domain.grant_scheme.ApplicantKind``, ``conditions`` ids of rules,
    ``documents`` key, titles and whether it is required. ``owner`` is empty for a national scheme.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="grant_schemes"
    )
    key = models.CharField(max_length=40)
    title_nb = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    purpose_nb = models.CharField(max_length=400, blank=True)
    purpose_en = models.CharField(max_length=400, blank=True)
    owner = models.CharField(max_length=4, blank=True)
    applicants = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    amount_rule = models.CharField(max_length=80)
    legal_act = models.CharField(max_length=60)
    legal_paragraph = models.CharField(max_length=60, blank=True)
    frame_parameter = models.CharField(max_length=60, blank=True)
    cuts_above = models.BooleanField(default=False)
    documents = models.JSONField(default=list)
    deadline_month = models.PositiveSmallIntegerField(default=12)
    deadline_day = models.PositiveSmallIntegerField(default=31)
    reporting_months = models.PositiveSmallIntegerField(default=0)
    payment_days = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    priority_rule = models.CharField(max_length=80, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["municipality", "title_nb", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="grant_scheme_once"),
            models.CheckConstraint(condition=~Q(title_nb=""), name="grant_scheme_named"),
            models.CheckConstraint(
                condition=~Q(legal_act="") & ~Q(amount_rule=""), name="grant_scheme_has_basis"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="grant_scheme_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"scheme {self.pk}"


class SchemeYear(models.Model):
    """A year of a scheme: its frame, what is committed of it, and the deadline.

    ``committed_oere`` is the sum of the awards that stand. The database refuses more than the frame.
    ``source`` says where the frame was decided.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    frame_oere = models.BigIntegerField()
    committed_oere = models.BigIntegerField(default=0)
    opens_on = models.DateField()
    deadline = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["scheme", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "year"], name="grant_year_once"),
            models.CheckConstraint(
                condition=Q(frame_oere__gte=0, committed_oere__gte=0),
                name="grant_frame_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(committed_oere__lte=F("frame_oere")), name="grant_frame_not_overdrawn"
            ),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("opens_on")), name="grant_deadline_after_opening"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="grant_frame_has_source"),
        ]

    def __str__(self) -> str:
        return f"scheme {self.scheme_id} in {self.year}"
