"""Rosters: their shifts, who is on them, what was published and how they were searched for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.duty.models.districts import DutyDistrict, ShiftType, Station
from hjemmel.apps.duty.models.doctors import DutyDoctor
from hjemmel.domain.shift import PayForm, Role

ROSTER_STATES = ("draft", "published", "closed")
ORIGINS = ("planner", "solver", "import", "swap", "given", "open_shift", "replan", "reserve")
RUN_STATES = ("queued", "running", "done", "cancelled", "failed")
OFFER_KINDS = ("swap", "give_away", "open")
OFFER_STATES = ("open", "accepted", "refused", "withdrawn", "lapsed")


class DutyRoster(models.Model):
    """A district's roster of a period; ``last`` is the first day outside.

    ``version`` grows with each change of who is on which shift. ``shares`` is the fair share of each
    doctor, by key and category, as the ledger of the roster has it: thousandths, and whether it counts.
    """

    district = models.ForeignKey(DutyDistrict, on_delete=models.CASCADE, related_name="rosters")
    name = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()
    wishes_until = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ROSTER_STATES], default="draft"
    )
    version = models.PositiveIntegerField(default=1)
    shares = models.JSONField(default=dict)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["district", "-first", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "first"], name="duty_roster_once"),
            models.CheckConstraint(
                condition=Q(last__gt=F("first")), name="duty_roster_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ROSTER_STATES), name="duty_roster_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DutyShift(models.Model):
    """A shift of a roster; what its type said when it was made.

    ``counts`` is what one doctor takes by it, thousandths by category of the ledger. ``sequence`` grows
    each time it is moved, so that calendars know.
    """

    roster = models.ForeignKey(DutyRoster, on_delete=models.CASCADE, related_name="shifts")
    shift_type = models.ForeignKey(ShiftType, on_delete=models.PROTECT, related_name="shifts")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="shifts")
    key = models.CharField(max_length=60)
    day = models.DateField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    doctors = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Role])
    skills = models.JSONField(default=list)
    pay_form = models.CharField(max_length=15, choices=[(p.value, p.value) for p in PayForm])
    is_alone = models.BooleanField(default=False)
    backs_up = models.JSONField(default=list)
    municipalities = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts", "key"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "key"], name="duty_shift_once"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="duty_shift_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(doctors__gte=1), name="duty_shift_needs_somebody"),
        ]
        indexes = [models.Index(fields=["roster", "day"], name="duty_shift_of_day")]

    def __str__(self) -> str:
        return self.key


class DutyAssignment(models.Model):
    """A doctor on a shift. A row that ended stays: it is the shift's history."""

    shift = models.ForeignKey(DutyShift, on_delete=models.CASCADE, related_name="assignments")
    duty_doctor = models.ForeignKey(
        DutyDoctor, on_delete=models.PROTECT, related_name="assignments"
    )
    origin = models.CharField(max_length=12, choices=[(o, o) for o in ORIGINS])
    is_fixed = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["shift", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "duty_doctor"],
                condition=Q(ended_at__isnull=True),
                name="duty_assignment_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="duty_assignment_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["duty_doctor", "shift"],
                condition=Q(ended_at__isnull=True),
                name="duty_assignment_now",
            )
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class Publication(models.Model):
    """A roster as it was sent out: who was on what, what had changed, what a leader overrode.

    ``overrides`` holds each broken rule of the law with the leader's reason.
    """

    roster = models.ForeignKey(DutyRoster, on_delete=models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()
    of_version = models.PositiveIntegerField()
    assignments = models.JSONField()
    changes = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    overrides = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    published_by = models.CharField(max_length=100)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["roster", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="publication_once"),
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"


class Override(models.Model):
    """A rule of the law that a leader set aside in a roster, with the reason.

    ``breach`` is what is broken, by constraint, doctor, shifts and day.
    """

    roster = models.ForeignKey(DutyRoster, on_delete=models.CASCADE, related_name="overrides")
    breach = models.CharField(max_length=300)
    constraint = models.CharField(max_length=30)
    sentence_nb = models.CharField(max_length=500)
    sentence_en = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["roster", "decided_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "breach"], name="override_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"override {self.pk}"


class RosterRun(models.Model):
    """A search for a roster: how far it has come, and what came of it.

    ``outcome`` holds status, price, bound, spans, conflict and receipt; ``assignments`` what it found,
    as pairs of shift key and duty doctor, until somebody takes it into the roster. ``replans_from`` is when a
    search for the fewest changes of a published roster was asked for (``NULL``: a search for a draft).
    """

    roster = models.ForeignKey(DutyRoster, on_delete=models.CASCADE, related_name="runs")
    of_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in RUN_STATES], default="queued")
    seconds = models.PositiveIntegerField(default=60)
    seed = models.BigIntegerField(default=1)
    replans_from = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    assignments = models.JSONField(default=list)
    problem = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RUN_STATES), name="roster_run_state_known"
            ),
            models.UniqueConstraint(
                fields=["roster"],
                condition=Q(state__in=("queued", "running")),
                name="roster_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"roster run {self.pk}"


class ShiftOffer(models.Model):
    """A shift that is offered: to one in exchange for another, to one as a gift, or to whoever may.

    ``shift`` is given by ``given_by`` (``NULL``: nobody is on it); ``wanted_shift`` is what she takes in
    return, from the same roster or another of the district. ``of_version`` is the version of the roster of
    ``shift`` that the offer was made from, ``seen`` when the shifts started and ended then. ``by_choice``
    is false where she had to give it up, as when she is ill. ``answer`` is what was said when it was refused
    or withdrawn; ``lapsed_because`` a code of ``lapsing``.
    """

    shift = models.ForeignKey(DutyShift, on_delete=models.CASCADE, related_name="offers")
    given_by = models.ForeignKey(
        DutyDoctor, on_delete=models.PROTECT, null=True, related_name="offers_made"
    )
    offered_to = models.ForeignKey(
        DutyDoctor, on_delete=models.PROTECT, null=True, related_name="offers_got"
    )
    wanted_shift = models.ForeignKey(
        DutyShift, on_delete=models.CASCADE, null=True, related_name="offers_in_return"
    )
    kind = models.CharField(max_length=10, choices=[(k, k) for k in OFFER_KINDS])
    state = models.CharField(max_length=10, choices=[(s, s) for s in OFFER_STATES], default="open")
    reason = models.CharField(max_length=200, blank=True)
    of_version = models.PositiveIntegerField()
    seen = models.JSONField(default=dict)
    by_choice = models.BooleanField(default=True)
    answer = models.CharField(max_length=200, blank=True)
    lapsed_because = models.CharField(max_length=20, blank=True)
    taken_by = models.ForeignKey(
        DutyDoctor, on_delete=models.PROTECT, null=True, related_name="offers_taken"
    )
    offered_by = models.CharField(max_length=100)
    offered_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "given_by"],
                condition=Q(state="open"),
                name="shift_offered_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=OFFER_STATES), name="offer_state_known"),
            models.CheckConstraint(
                condition=Q(kind="swap", wanted_shift__isnull=False, offered_to__isnull=False)
                | Q(kind="give_away", wanted_shift__isnull=True, offered_to__isnull=False)
                | Q(kind="open", wanted_shift__isnull=True, offered_to__isnull=True),
                name="offer_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"
