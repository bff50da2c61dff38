"""Measures of plans, the history of how they stood, and the reminders that were sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.plan.models.plans import Plan, PlanArea
from hjemmel.domain.measure import CostKind, MeasureStatus, Payer, Priority

_KINDS = [kind.value for kind in CostKind]
_WITH_AMOUNT = [kind.value for kind in CostKind if kind.has_amount]
_PAYERS = [payer.value for payer in Payer]
_PRIORITIES = [priority.value for priority in Priority]
_STATUSES = [status.value for status in MeasureStatus]


class PlanMeasure(models.Model):
    """A measure of a plan. ``owner`` is a unit or a role, and ``owner_email`` its mailbox.

    ``adopted_on`` is the day from which its predictions are kept. ``version`` grows with each change.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    area = models.ForeignKey(PlanArea, null=True, on_delete=models.PROTECT, related_name="measures")
    owner = models.CharField(max_length=120, blank=True)
    owner_email = models.EmailField(blank=True)
    deadline = models.DateField(null=True)
    cost_kind = models.CharField(
        max_length=15, choices=[(k, k) for k in _KINDS], default=CostKind.UNSTATED.value
    )
    cost_oere = models.BigIntegerField(null=True)
    cost_years = models.JSONField(default=list)
    payer = models.CharField(
        max_length=15, choices=[(p, p) for p in _PAYERS], default=Payer.MUNICIPALITY.value
    )
    priority = models.CharField(
        max_length=10, choices=[(p, p) for p in _PRIORITIES], default=Priority.UNSTATED.value
    )
    indicator = models.CharField(max_length=16, blank=True)
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    why_no_prediction = models.CharField(max_length=500, blank=True)
    adopted_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_measure_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(title=""), name="plan_measure_numbered_and_titled"
            ),
            models.CheckConstraint(
                condition=Q(cost_kind__in=_WITH_AMOUNT, cost_oere__isnull=False, cost_oere__gte=0)
                | (Q(cost_oere__isnull=True) & ~Q(cost_kind__in=_WITH_AMOUNT)),
                name="plan_measure_cost_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(cost_kind__in=_KINDS, payer__in=_PAYERS, priority__in=_PRIORITIES),
                name="plan_measure_words_known",
            ),
        ]
        indexes = [models.Index(fields=["deadline"], name="plan_measure_deadline")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class PlanBudgetLine(models.Model):
    """Money set aside in a year, in øre."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget")
    measure = models.ForeignKey(
        PlanMeasure, null=True, on_delete=models.CASCADE, related_name="budget"
    )
    year = models.PositiveSmallIntegerField()
    payer = models.CharField(max_length=15, choices=[(p, p) for p in _PAYERS])
    oere = models.BigIntegerField()
    reference = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["plan", "year", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(oere__gte=0), name="plan_budget_not_negative"),
            models.CheckConstraint(condition=Q(payer__in=_PAYERS), name="plan_budget_payer_known"),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2200), name="plan_budget_year_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class MeasureChange(models.Model):
    """A change of how a measure stands: from which day, why, and who said so. Rows are never changed."""

    measure = models.ForeignKey(PlanMeasure, on_delete=models.CASCADE, related_name="changes")
    status = models.CharField(max_length=15, choices=[(s, s) for s in _STATUSES])
    on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["measure", "on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=_STATUSES), name="measure_change_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.on}"


class MeasureReminder(models.Model):
    """A reminder of a deadline that was sent; it stands for the same deadline once."""

    measure = models.ForeignKey(PlanMeasure, on_delete=models.CASCADE, related_name="reminders")
    subject = models.CharField(max_length=10)
    due = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["measure", "due"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "subject", "due"], name="measure_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.due}"
