"""Doctors who take duty in a district: their share, competence, absences, exemptions and wishes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.duty.models.districts import DutyDistrict, ShiftType
from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.domain.duty_doctor import Employment, ExemptionGround
from hjemmel.domain.duty_roster import WishKind

CASE_STATES = ("applied", "granted", "refused", "withdrawn")


class DutyDoctor(models.Model):
    """A doctor's place in a district. ``member_to`` is the first day that she is not in it.

    ``stations`` holds codes; empty: all. ``roles`` holds values of ``domain.shift.Role``.
    """

    district = models.ForeignKey(DutyDistrict, on_delete=models.CASCADE, related_name="doctors")
    doctor = models.ForeignKey(Doctor, on_delete=models.PROTECT, related_name="duty")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    fraction = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    employment = models.CharField(max_length=15, choices=[(e.value, e.value) for e in Employment])
    roles = models.JSONField(default=list)
    stations = models.JSONField(default=list)
    member_from = models.DateField()
    member_to = models.DateField(null=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["district", "doctor__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "doctor"],
                condition=Q(member_to__isnull=True),
                name="duty_doctor_once",
            ),
            models.CheckConstraint(
                condition=Q(fraction__gt=0) & Q(fraction__lte=2), name="duty_doctor_fraction"
            ),
            models.CheckConstraint(
                condition=Q(member_to__isnull=True) | Q(member_to__gt=F("member_from")),
                name="duty_doctor_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"duty doctor {self.pk}"


class Competence(models.Model):
    """Something that a doctor has been found to have: a course, LIS1, a specialty, the car."""

    doctor = models.ForeignKey(Doctor, on_delete=models.CASCADE, related_name="competences")
    kind = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    evidence = models.CharField(max_length=200, blank=True)
    noted_by = models.CharField(max_length=100)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["doctor", "kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["doctor", "kind", "valid_from"], name="competence_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="competence_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"competence {self.pk}"


class DutyAbsence(models.Model):
    """A time when a doctor cannot be on duty."""

    duty_doctor = models.ForeignKey(DutyDoctor, on_delete=models.CASCADE, related_name="absences")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    cause = models.CharField(max_length=60, blank=True)
    told_by = models.CharField(max_length=100)
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="duty_absence_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class ExemptionCase(models.Model):
    """An application for exemption, and what was decided. ``last`` is the first day outside.

    ``facts`` is what the rule was asked about, ``findings`` what it answered, ``effect`` the load of
    colleagues before and after.
    """

    duty_doctor = models.ForeignKey(
        DutyDoctor, on_delete=models.CASCADE, related_name="exemption_cases"
    )
    ground = models.CharField(max_length=15, choices=[(g.value, g.value) for g in ExemptionGround])
    first = models.DateField()
    last = models.DateField(null=True)
    only_nights = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    effect = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in CASE_STATES], default="applied"
    )
    reason = models.CharField(max_length=500, blank=True)
    letter = models.TextField(blank=True)
    applied_by = models.CharField(max_length=100)
    applied_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-applied_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CASE_STATES), name="exemption_state_known"
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gt=F("first")),
                name="exemption_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"exemption {self.pk}"


class DutyWish(models.Model):
    """What a doctor wishes. ``last`` is the first day outside."""

    duty_doctor = models.ForeignKey(DutyDoctor, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=5, choices=[(k.value, k.value) for k in WishKind])
    first = models.DateField()
    last = models.DateField()
    shift_type = models.ForeignKey(ShiftType, on_delete=models.CASCADE, null=True, related_name="+")
    weight = models.PositiveSmallIntegerField(default=1)
    told_by = models.CharField(max_length=100)
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gt=F("first")), name="duty_wish_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=10), name="duty_wish_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class OpeningBalance(models.Model):
    """What a doctor carried when a ledger was opened; thousandths of the category's unit."""

    duty_doctor = models.ForeignKey(
        DutyDoctor, on_delete=models.CASCADE, related_name="opening_balances"
    )
    category = models.CharField(max_length=15)
    amount = models.BigIntegerField()
    as_of = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["duty_doctor", "category", "as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty_doctor", "category", "as_of"], name="opening_balance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"balance {self.pk}"


class CalendarFeed(models.Model):
    """A doctor's private calendar address. Only the digest of its secret is kept."""

    duty_doctor = models.ForeignKey(DutyDoctor, on_delete=models.CASCADE, related_name="feeds")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["duty_doctor", "-made_at"]

    def __str__(self) -> str:
        return f"feed {self.pk}"


class DutyReminder(models.Model):
    """That somebody was reminded of a day; once for each day, however often the day's work is done.

    ``subject`` is what ends, as ``exemption 7``.
    """

    duty_doctor = models.ForeignKey(DutyDoctor, on_delete=models.CASCADE, related_name="reminders")
    subject = models.CharField(max_length=60)
    due = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty_doctor", "subject", "due"], name="duty_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
