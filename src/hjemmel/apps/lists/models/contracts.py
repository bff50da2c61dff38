"""The national register's contracts as its files told of them: a picture by day, never the register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.models.agreements import FORMS, STATUSES


class ContractFile(models.Model):
    """One file of the national register's contracts. ``digest`` is of the file's content."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="contract_files"
    )
    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    loaded_by = models.CharField(max_length=100)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "as_of", "digest"], name="contract_file_once"
            ),
        ]

    def __str__(self) -> str:
        return f"contracts {self.as_of}"


class ContractRow(models.Model):
    """A contract in a file. Empty or ``NULL`` is not told.

    ``agreement`` and ``patient_list`` are the file's own numbers. ``status`` says whether the list
    has a doctor, ``length`` is persons on the list on the first of the month.
    """

    file = models.ForeignKey(ContractFile, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    agreement = models.CharField(max_length=40)
    patient_list = models.CharField(max_length=40, blank=True)
    doctor_hpr = models.CharField(max_length=9, blank=True)
    doctor_name = models.CharField(max_length=150, blank=True)
    form = models.CharField(max_length=15, blank=True, choices=[(f, f) for f in FORMS])
    ceiling = models.PositiveIntegerField(null=True)
    length = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=15, blank=True, choices=[(s, s) for s in STATUSES])
    is_shared = models.BooleanField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["file", "agreement", "patient_list"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "agreement", "patient_list"], name="contract_once_in_a_file"
            ),
            models.CheckConstraint(condition=Q(form__in=["", *FORMS]), name="contract_form_known"),
            models.CheckConstraint(
                condition=Q(status__in=["", *STATUSES]), name="contract_status_known"
            ),
            models.CheckConstraint(condition=~Q(agreement=""), name="contract_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.agreement
