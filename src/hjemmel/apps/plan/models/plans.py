"""Plans with their goals, focus areas, political decisions, money and calendar addresses."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.plan import PlanStatus

_STATUSES = [status.value for status in PlanStatus]


class Plan(models.Model):
    """A plan of a municipality; ``last`` is the first day outside its period.

    ``version`` grows with each change of the plan's own parts; a measure counts its own. ``notes`` and
    ``printed_sums`` keep what the document that it was made from says of its own figures.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="plans")
    name = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    first = models.DateField()
    last = models.DateField()
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in _STATUSES], default=PlanStatus.DRAFT.value
    )
    adopted_on = models.DateField(null=True)
    language = models.CharField(max_length=2, choices=[("nb", "nb"), ("nn", "nn")], default="nb")
    budget_reference = models.CharField(max_length=200, blank=True)
    reminders_to = models.EmailField(blank=True)
    is_public = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False)
    previous = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="next")
    source = models.CharField(max_length=300, blank=True)
    source_en = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list)
    printed_sums = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["municipality", "-first", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="plan_once"),
            models.CheckConstraint(condition=Q(last__gt=F("first")), name="plan_ends_after_start"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_titled"),
            models.CheckConstraint(condition=Q(status__in=_STATUSES), name="plan_status_known"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanGoal(models.Model):
    """A goal of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_en = models.TextField(blank=True)
    is_main = models.BooleanField(default=False)
    carried_on = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_goal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class PlanArea(models.Model):
    """A focus area of a plan, or a strategy."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="areas")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    goal = models.TextField(blank=True)
    goal_en = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["plan", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="plan_area_once"),
            models.CheckConstraint(condition=~Q(code=""), name="plan_area_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class PlanDecision(models.Model):
    """What a political body decided about a plan.

    ``lines`` is a list of ``{part, nb, en, concerns, place}``: decision, additions and remarks.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="decisions")
    body = models.CharField(max_length=200)
    body_en = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True)
    case_number = models.CharField(max_length=50, blank=True)
    lines = models.JSONField(default=list)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan", F("day").asc(nulls_first=True), "id"]

    def __str__(self) -> str:
        return self.body


class PlanFeed(models.Model):
    """A private calendar address of a plan's deadlines; only a digest of its secret is kept."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="feeds")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)
    last_read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["plan", "-made_at"]

    def __str__(self) -> str:
        return f"feed {self.pk}"
