"""Patient lists, their ceilings and doctors over time, and what the state reported of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.registry.models.agreements import Agreement
from hjemmel.apps.registry.models.dated import Dated, DatedRows, dated_constraints
from hjemmel.apps.registry.models.doctors import Doctor
from hjemmel.apps.registry.models.places import Municipality

KINDS = ("ordinary", "shared", "part")
PARTS = ("responsible", "shared", "part")


class PatientList(models.Model):
    """A list. An agreement has one, or more when the list is in parts (delelister)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="lists")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="lists")
    external_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS], default="ordinary")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["municipality", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "external_id"], name="list_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="list_kind_known"),
        ]

    def __str__(self) -> str:
        return self.external_id


class ListCeiling(Dated):
    """How many a list may hold in a period, persons."""

    patient_list = models.ForeignKey(PatientList, on_delete=models.CASCADE, related_name="ceilings")
    ceiling = models.PositiveIntegerField()
    agreed_with_municipality = models.BooleanField(default=True)

    objects = DatedRows["ListCeiling"].as_manager()

    class Meta:
        ordering = ["patient_list", "valid_from", "known_from"]
        constraints = [
            *dated_constraints("ceiling"),
            models.UniqueConstraint(
                fields=["patient_list"],
                condition=Q(valid_to__isnull=True, known_to__isnull=True),
                name="ceiling_one_open_per_list",
            ),
            models.CheckConstraint(condition=Q(ceiling__gte=1), name="ceiling_at_least_one"),
        ]

    def __str__(self) -> str:
        return str(self.ceiling)


class ListDoctor(Dated):
    """A doctor who shares a list (fellesliste) or has a part of it, beside the agreement's holder."""

    patient_list = models.ForeignKey(PatientList, on_delete=models.CASCADE, related_name="doctors")
    doctor = models.ForeignKey(Doctor, on_delete=models.PROTECT, related_name="shared_lists")
    part = models.CharField(max_length=12, choices=[(p, p) for p in PARTS], default="shared")

    objects = DatedRows["ListDoctor"].as_manager()

    class Meta:
        ordering = ["patient_list", "valid_from"]
        constraints = [
            *dated_constraints("list_doctor"),
            models.UniqueConstraint(
                fields=["patient_list", "doctor"],
                condition=Q(valid_to__isnull=True, known_to__isnull=True),
                name="list_doctor_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_list_id} {self.doctor_id}"


class ListReport(models.Model):
    """A list as the state's monthly capitation report has it, per the first of the month.

    Money is whole øre. ``guests`` are persons on the list who live elsewhere. ``NULL``: not in the
    report.
    """

    patient_list = models.ForeignKey(PatientList, on_delete=models.CASCADE, related_name="reports")
    as_of = models.DateField()
    length = models.PositiveIntegerField()
    ceiling = models.PositiveIntegerField(null=True)
    guests = models.PositiveIntegerField(null=True)
    base_amount_ore = models.BigIntegerField(null=True)
    short_list_amount_ore = models.BigIntegerField(null=True)
    equalisation_amount_ore = models.BigIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["patient_list", "as_of"]
        constraints = [
            models.UniqueConstraint(fields=["patient_list", "as_of"], name="report_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.patient_list_id} {self.as_of}"
