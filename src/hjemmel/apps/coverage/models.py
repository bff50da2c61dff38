"""A picture of a municipality on a day, with its districts and its figures for the whole."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

KINDS = ("synthetic", "register")


class Snapshot(models.Model):
    """A picture of a municipality on a day: made by the generator, or taken of the register.

    One of the register is of the first day of a month as it was known at ``known_at``; it is never
    changed, and another one of the same day is not taken.
    """

    case_id = models.SlugField(max_length=80, unique=True)
    number = models.CharField(max_length=4)
    name = models.CharField(max_length=100)
    as_of = models.DateField()
    kind = models.CharField(max_length=20, choices=[(k, k) for k in KINDS])
    source_nb = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)
    seed = models.BigIntegerField(null=True)
    known_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64)
    made_by_version = models.CharField(max_length=20)

    class Meta:
        ordering = ["case_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="synthetic", seed__isnull=False, known_at__isnull=True)
                | Q(kind="register", seed__isnull=True, known_at__isnull=False),
                name="snapshot_synthetic_has_seed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="register") | Q(as_of__day=1),
                name="snapshot_of_register_on_the_first",
            ),
            models.UniqueConstraint(
                fields=["number", "as_of"],
                condition=Q(kind="register"),
                name="snapshot_of_register_once_a_month",
            ),
            models.UniqueConstraint(
                fields=["number", "as_of", "kind", "seed"], name="snapshot_one_per_day_and_seed"
            ),
        ]

    def __str__(self) -> str:
        return self.case_id


class SnapshotDistrict(models.Model):
    """One district of a picture. ``NULL`` means that the figure is not known."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="districts")
    number = models.CharField(max_length=6)
    name = models.CharField(max_length=100)
    gps = models.PositiveIntegerField()
    population = models.PositiveIntegerField(null=True)
    practices = models.PositiveIntegerField(null=True)
    lists = models.PositiveIntegerField(null=True)
    list_places = models.PositiveIntegerField(null=True)
    listed = models.PositiveIntegerField(null=True)
    free_places = models.PositiveIntegerField(null=True)
    lists_with_10_free = models.PositiveIntegerField(null=True)
    lists_with_over_20_free = models.PositiveIntegerField(null=True)
    lists_without_doctor = models.PositiveIntegerField(null=True)
    vacant_posts = models.PositiveIntegerField(null=True)
    guests_in = models.PositiveIntegerField(null=True)
    guests_out = models.PositiveIntegerField(null=True)
    doctor_ages = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "number"], name="district_once"),
            models.CheckConstraint(
                condition=Q(free_places__isnull=True)
                | Q(list_places__isnull=True)
                | Q(free_places__lte=F("list_places")),
                name="district_free_within_places",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SnapshotGroup(models.Model):
    """Residents of one age band and sex in a district."""

    district = models.ForeignKey(SnapshotDistrict, on_delete=models.CASCADE, related_name="groups")
    age_band = models.CharField(max_length=5)
    male = models.PositiveIntegerField()
    female = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "age_band"], name="group_once"),
        ]

    def __str__(self) -> str:
        return self.age_band


class SnapshotFigure(models.Model):
    """One figure for the whole; ``NULL`` means not known (a class of the waiting list)."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="figures")
    name = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    as_of = models.DateField()
    note_nb = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "name"], name="figure_once"),
        ]

    def __str__(self) -> str:
        return self.name
