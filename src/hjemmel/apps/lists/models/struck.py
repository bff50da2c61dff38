"""Who has been struck off which list, and may not choose that GP again."""

from __future__ import annotations

from django.db import models

from hjemmel.apps.registry.models import PatientList, Resident


class StruckOff(models.Model):
    """A decision by the municipality that somebody is struck off a list."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="struck_off")
    patient_list = models.ForeignKey(
        PatientList, on_delete=models.CASCADE, related_name="struck_off"
    )
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["resident", "decided_on"]
        constraints = [
            models.UniqueConstraint(fields=["resident", "patient_list"], name="struck_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.patient_list_id}"
