"""Medical centres."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.registry.models.places import District, Municipality

OWNERSHIPS = ("private", "municipal")
UNIVERSAL_DESIGN = ("met", "partly", "not_met")


class Centre(models.Model):
    """A medical centre (legesenter). Blank or ``NULL`` is not known."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="centres")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="centres")
    external_id = models.CharField(max_length=40)
    organisation_number = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=150)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=4, blank=True)
    postal_place = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    ownership = models.CharField(
        max_length=10, choices=[(o, o) for o in OWNERSHIPS], default="private"
    )
    premises = models.CharField(max_length=300, blank=True)
    premises_m2 = models.PositiveIntegerField(null=True)
    most_doctors = models.PositiveSmallIntegerField(null=True)
    universal_design = models.CharField(
        max_length=10, choices=[(u, u) for u in UNIVERSAL_DESIGN], blank=True
    )
    wheelchair_access = models.BooleanField(null=True)
    leader = models.CharField(max_length=150, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["municipality", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "external_id"], name="centre_once"),
            models.UniqueConstraint(
                fields=["municipality", "organisation_number"],
                condition=~Q(organisation_number=""),
                name="centre_organisation_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="centre_named"),
            models.CheckConstraint(
                condition=Q(organisation_number="") | Q(organisation_number__regex=r"^[0-9]{9}$"),
                name="centre_organisation_9_digits",
            ),
            models.CheckConstraint(
                condition=Q(ownership__in=OWNERSHIPS), name="centre_ownership_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="centre_place_is_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.name
