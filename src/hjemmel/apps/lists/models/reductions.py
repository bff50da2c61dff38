"""A list made shorter: the request, the draw, and who was drawn."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.registry.models import PatientList

STATES = ("requested", "announced", "drawn", "withdrawn")


class Reduction(models.Model):
    """A list that is to be made shorter. First the digest of the units is published, then the seed.

    ``units`` are those who take part as they were announced: pairs of a unit's name and its members'
    keys. What happens to them later does not change what the digest is of.
    """

    patient_list = models.ForeignKey(
        PatientList, on_delete=models.CASCADE, related_name="reductions"
    )
    requested_on = models.DateField()
    effective_on = models.DateField()
    ceiling = models.PositiveIntegerField()
    asked_by_municipality = models.BooleanField(default=False)
    gp_consents = models.BooleanField(default=True)
    shorter_notice_agreed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="requested")
    findings = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    units = models.JSONField(default=list)
    drawn_as_of = models.DateField(null=True)
    seed = models.CharField(max_length=100, blank=True)
    surplus = models.PositiveIntegerField(null=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=100, blank=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient_list"],
                condition=Q(state__in=("requested", "announced")),
                name="reduction_one_open_per_list",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="reduction_state_known"),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("requested_on")),
                name="reduction_takes_effect_after_request",
            ),
            models.CheckConstraint(
                condition=~Q(state="drawn") | (~Q(seed="") & ~Q(digest="")),
                name="reduction_drawn_with_seed_and_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"reduction {self.pk}"


class ReductionTicket(models.Model):
    """A unit in a draw. ``members`` are keys of residents.

    ``left_out`` are those of them who had died or left the list by the day of the draw.
    """

    reduction = models.ForeignKey(Reduction, on_delete=models.CASCADE, related_name="tickets")
    number = models.PositiveIntegerField()
    unit = models.BigIntegerField()
    members = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    ticket = models.CharField(max_length=64)
    is_drawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["reduction", "number"]
        constraints = [
            models.UniqueConstraint(fields=["reduction", "unit"], name="reduction_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reduction_id} {self.number}"
