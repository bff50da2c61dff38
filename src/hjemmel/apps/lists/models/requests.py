"""A wish for a GP, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.registry.models import Municipality, PatientList, Resident
from hjemmel.domain.change import Asker, ChangeCause

STATES = (
    "granted",
    "refused",
    "queued",
    "list_full",
    "needs_judgement",
    "withdrawn",
    "carried_out",
)
OPEN = ("granted", "needs_judgement")
OF_A_LIST = ("granted", "list_full", "carried_out")


class ChangeRequest(models.Model):
    """A wish for a GP; without a list it is for any in the municipality, the first with a place.

    ``key`` is the form's own: the same form sent twice is one request.

    ``version`` rises with every decision, so that a decision on a stale page is refused. ``findings``
    is what the rules said, as plain data in both languages.
    """

    key = models.CharField(max_length=64, unique=True)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="change_requests")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="change_requests"
    )
    wanted_list = models.ForeignKey(
        PatientList, on_delete=models.PROTECT, null=True, related_name="change_requests"
    )
    cause = models.CharField(max_length=20, choices=[(c.value, c.value) for c in ChangeCause])
    asked_by = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Asker])
    asked_on = models.DateField()
    effective_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(s, s) for s in STATES])
    reason = models.CharField(max_length=60)
    exception = models.CharField(max_length=60, blank=True)
    counts = models.BooleanField(default=False)
    findings = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(state__in=OPEN),
                name="request_one_open_per_resident",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(cause__in=[c.value for c in ChangeCause]), name="request_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_by__in=[a.value for a in Asker]), name="request_asker_known"
            ),
            models.CheckConstraint(
                condition=Q(wanted_list__isnull=False) | ~Q(state__in=OF_A_LIST),
                name="request_for_any_list_holds_no_place",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gt=F("asked_on")), name="request_takes_effect_later"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state"], name="request_work_list"),
            models.Index(fields=["resident", "asked_on"], name="request_of_resident"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
