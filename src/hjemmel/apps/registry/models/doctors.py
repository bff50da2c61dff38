"""Doctors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

SEXES = ("male", "female")
COMPETENCES = ("specialist", "alis", "approved_gp", "neither", "unknown")


class Doctor(models.Model):
    """A doctor with, or standing in on, a GP agreement. Blank or ``NULL`` is not known.

    ``competence`` is specialist in general practice, in training for it (ALIS), approved GP
    (godkjent allmennlege), none of these, or not known.
    """

    hpr_number = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=150)
    born = models.DateField(null=True)
    sex = models.CharField(max_length=6, choices=[(s, s) for s in SEXES], blank=True)
    languages = models.JSONField(default=list)
    competence = models.CharField(
        max_length=12, choices=[(c, c) for c in COMPETENCES], default="unknown"
    )
    specialist_since = models.DateField(null=True)
    training_stage = models.CharField(max_length=60, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="doctor_named"),
            models.CheckConstraint(
                condition=Q(hpr_number__regex=r"^[0-9]{1,9}$"), name="doctor_hpr_digits"
            ),
            models.CheckConstraint(
                condition=Q(competence__in=COMPETENCES), name="doctor_competence_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
