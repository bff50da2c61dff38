"""A proposal of who gets which list: a round of allocation, or a distribution."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.registry.models import Municipality, PatientList, Resident

KINDS = ("round", "distribution")
STATES = ("proposed", "adopted", "discarded")


class AllocationRound(models.Model):
    """What was proposed, from what, and by whom. ``result`` is the engine's account as plain data.

    ``revision`` is the municipality's when the proposal was made; the round is adopted only while its
    places are still there.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS])
    as_of = models.DateField()
    effective_on = models.DateField()
    mode = models.CharField(max_length=20)
    seed = models.BigIntegerField(null=True)
    inputs_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="proposed")
    result = models.JSONField(default=dict)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    settled_by = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="round_kind_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="round_state_known"),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at__isnull=True)
                | Q(state__in=("adopted", "discarded"), settled_at__isnull=False),
                name="round_settled_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"


class RoundPlace(models.Model):
    """What the proposal gives a person, and why. No list: she gets none this time."""

    round = models.ForeignKey(AllocationRound, on_delete=models.CASCADE, related_name="places")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="round_places")
    patient_list = models.ForeignKey(
        PatientList, on_delete=models.PROTECT, null=True, related_name="round_places"
    )
    number = models.PositiveIntegerField()
    by_choice = models.BooleanField(default=False)
    why = models.JSONField(default=list)

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "resident"], name="round_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"
