"""Residents and guests, their households, the list they are on, and the queue."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.registry.models.dated import Dated, DatedRows, dated_constraints
from hjemmel.apps.registry.models.doctors import SEXES
from hjemmel.apps.registry.models.lists import PatientList
from hjemmel.apps.registry.models.places import District, Municipality
from hjemmel.domain.waiting_list import WaitingClass

PROTECTIONS = ("none", "confidential", "strictly_confidential")
BASES = ("resident", "asylum_seeker", "other_d_number")


class Household(models.Model):
    """Those who are registered at one address; kept together when lists are reduced."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="households"
    )
    external_id = models.CharField(max_length=40)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=4, blank=True)

    class Meta:
        ordering = ["municipality", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "external_id"], name="household_once"),
        ]

    def __str__(self) -> str:
        return self.external_id


class Resident(models.Model):
    """Somebody who lives in the municipality, or is on a list here and lives elsewhere (a guest).

    ``municipality`` is where she lives. ``national_id`` is ``NULL`` only after erasure.
    ``protection`` is the National Register's grading of the address.
    """

    national_id = models.CharField(max_length=11, unique=True, null=True)
    name = models.CharField(max_length=150, blank=True)
    born = models.DateField()
    sex = models.CharField(max_length=6, choices=[(s, s) for s in SEXES])
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="residents"
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, related_name="residents"
    )
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, related_name="members"
    )
    mother = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    father = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    protection = models.CharField(
        max_length=22, choices=[(p, p) for p in PROTECTIONS], default="none"
    )
    basis = models.CharField(max_length=15, choices=[(b, b) for b in BASES], default="resident")
    opted_out_on = models.DateField(null=True)
    lived_here_from = models.DateField(null=True)
    lived_here_to = models.DateField(null=True)
    died_on = models.DateField(null=True)
    erased_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(national_id__isnull=False, national_id__regex=r"^[0-9]{11}$")
                | Q(national_id__isnull=True, erased_on__isnull=False),
                name="resident_id_11_digits_or_erased",
            ),
            models.CheckConstraint(condition=Q(sex__in=SEXES), name="resident_sex_known"),
            models.CheckConstraint(
                condition=Q(protection__in=PROTECTIONS), name="resident_protection_known"
            ),
            models.CheckConstraint(condition=Q(basis__in=BASES), name="resident_basis_known"),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("born")),
                name="resident_died_after_birth",
            ),
            models.CheckConstraint(
                condition=Q(lived_here_to__isnull=True)
                | Q(lived_here_from__isnull=True)
                | Q(lived_here_to__gt=F("lived_here_from")),
                name="resident_left_after_arrival",
            ),
        ]

    def __str__(self) -> str:
        return f"resident {self.pk}"


class Membership(Dated):
    """A resident on a list in a period: on one of ours, or on one in another municipality."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="memberships")
    patient_list = models.ForeignKey(
        PatientList,
        on_delete=models.PROTECT,
        null=True,
        related_name="memberships",
        db_index=False,  # membership_of_list_now has it, of what is known now
    )
    is_elsewhere = models.BooleanField(default=False)
    elsewhere = models.CharField(max_length=4, blank=True)
    reason = models.CharField(max_length=40, blank=True)

    objects = DatedRows["Membership"].as_manager()

    class Meta:
        ordering = ["resident", "valid_from", "known_from"]
        constraints = [
            *dated_constraints("membership"),
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(valid_to__isnull=True, known_to__isnull=True),
                name="membership_one_open_per_resident",
            ),
            models.CheckConstraint(
                condition=Q(patient_list__isnull=False, is_elsewhere=False, elsewhere="")
                | Q(patient_list__isnull=True, is_elsewhere=True),
                name="membership_here_or_elsewhere",
            ),
        ]
        indexes = [
            models.Index(
                fields=["patient_list", "valid_from", "valid_to"],
                condition=Q(known_to__isnull=True),
                name="membership_of_list_now",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class WaitingEntry(models.Model):
    """A place in the queue: for one list, or for any in the municipality."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="waiting")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="waiting")
    wanted_list = models.ForeignKey(
        PatientList, on_delete=models.PROTECT, null=True, related_name="waiting"
    )
    waiting_class = models.CharField(
        max_length=15, choices=[(c.value, c.value) for c in WaitingClass]
    )
    queued_on = models.DateField()
    left_on = models.DateField(null=True)
    left_reason = models.CharField(max_length=40, blank=True)
    known_from = models.DateTimeField()

    class Meta:
        ordering = ["queued_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(left_on__isnull=True),
                name="waiting_one_list_per_resident",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("queued_on")),
                name="waiting_left_after_queued",
            ),
            models.CheckConstraint(
                condition=Q(waiting_class__in=[c.value for c in WaitingClass]),
                name="waiting_class_known",
            ),
        ]

    def __str__(self) -> str:
        return f"waiting {self.pk}"
