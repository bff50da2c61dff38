"""Cases: applications with their files, the decision with its findings, and what follows it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.grants.models.schemes import SchemeYear
from hjemmel.apps.registry.models import Centre, Doctor
from hjemmel.domain.grant_scheme import ApplicantKind, CaseState

_STATES = [state.value for state in CaseState]
_DECIDED = [state.value for state in CaseState if state.is_decided]
_KINDS = [kind.value for kind in ApplicantKind]
OUTCOMES = ("granted", "partly", "refused")
APPEAL_STATES = ("received", "upheld", "sent_on", "dismissed")


class GrantApplication(models.Model):
    """One applicant's application in one year of a scheme: the case.

    ``typed`` is what was typed, kept whatever it was; ``facts`` what could be read of it. ``applicant``
    is a key that is the same whoever writes it: centre, doctor or the municipality's number.
    ``precedence`` is the place that a person has given it among equals of a round.
    """

    scheme_year = models.ForeignKey(
        SchemeYear, on_delete=models.PROTECT, related_name="applications"
    )
    kind = models.CharField(max_length=12, choices=[(k, k) for k in _KINDS])
    applicant = models.CharField(max_length=40)
    applicant_name = models.CharField(max_length=150)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    doctor = models.ForeignKey(Doctor, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True)
    purpose = models.CharField(max_length=1000, blank=True)
    typed = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    sought_oere = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in _STATES], default="draft")
    decision = models.OneToOneField(
        "grants.GrantDecision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    precedence = models.PositiveSmallIntegerField(null=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)
    submitted_on = models.DateField(null=True)
    submitted_by = models.CharField(max_length=100, blank=True)
    handler = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-submitted_on", "-id"]
        indexes = [models.Index(fields=["scheme_year", "state"], name="grant_case_of_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_year", "applicant"],
                condition=Q(state__in=["submitted", "in_work"]),
                name="grant_open_case_once",
            ),
            models.UniqueConstraint(
                fields=["scheme_year", "applicant"],
                condition=Q(state="draft"),
                name="grant_draft_once",
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="grant_state_known"),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="grant_applicant_known"),
            models.CheckConstraint(
                condition=Q(sought_oere__isnull=True) | Q(sought_oere__gt=0),
                name="grant_sought_positive",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(sought_oere__isnull=False, submitted_on__isnull=False),
                name="grant_submitted_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED) | Q(decision__isnull=False),
                name="grant_decided_has_decision",
            ),
            models.CheckConstraint(
                condition=Q(kind="centre", centre__isnull=False)
                | Q(kind="gp", doctor__isnull=False)
                | Q(kind="municipality", centre__isnull=True, doctor__isnull=True),
                name="grant_applicant_is_there",
            ),
        ]

    def __str__(self) -> str:
        return f"grant case {self.pk}"


class GrantFile(models.Model):
    """A document that goes with an application. ``kind`` is the scheme's key of it."""

    application = models.ForeignKey(
        GrantApplication, on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["application", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "digest"], name="grant_file_once"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="grant_file_not_empty"),
        ]

    def __str__(self) -> str:
        return f"grant file {self.pk}"


class GrantDecision(models.Model):
    """What was decided, with the rules' findings as they were then. Never without one and its citation.

    ``findings`` as ``grants.findings.stored``; ``citation`` the places of law in one text.
    """

    application = models.ForeignKey(
        GrantApplication, on_delete=models.CASCADE, related_name="decisions"
    )
    outcome = models.CharField(max_length=8, choices=[(o, o) for o in OUTCOMES])
    amount_oere = models.BigIntegerField()
    findings = models.JSONField()
    citation = models.CharField(max_length=600)
    reason = models.CharField(max_length=2000)
    terms = models.JSONField(default=dict)
    decided_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField()
    appeal_until = models.DateField()

    class Meta:
        ordering = ["application", "decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="refused", amount_oere=0)
                | Q(outcome__in=["granted", "partly"], amount_oere__gt=0),
                name="grant_decision_amount",
            ),
            models.CheckConstraint(condition=~Q(findings=[]), name="grant_decision_has_finding"),
            models.CheckConstraint(condition=~Q(citation=""), name="grant_decision_has_citation"),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_decision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"grant decision {self.pk}"


class GrantPayment(models.Model):
    """Money that is to be paid, or was, by a decision."""

    decision = models.OneToOneField(GrantDecision, on_delete=models.PROTECT, related_name="payment")
    amount_oere = models.BigIntegerField()
    due_on = models.DateField()
    paid_on = models.DateField(null=True)
    paid_by = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_oere__gt=0), name="grant_payment_positive"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | ~Q(paid_by=""), name="grant_payment_by_someone"
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(stopped_at__isnull=True),
                name="grant_payment_stopped_is_not_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"grant payment {self.pk}"


class GrantReport(models.Model):
    """A report that an applicant owes on what a grant was used for, and what it said."""

    application = models.OneToOneField(
        GrantApplication, on_delete=models.CASCADE, related_name="report"
    )
    due_on = models.DateField()
    received_on = models.DateField(null=True)
    used_oere = models.BigIntegerField(null=True)
    text = models.CharField(max_length=4000, blank=True)
    noted_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(used_oere__gte=0),
                name="grant_report_tells_use",
            ),
        ]

    def __str__(self) -> str:
        return f"grant report {self.pk}"


class GrantRevocation(models.Model):
    """That an award was revoked, why, and what is claimed back: a decision too, with finding and letter."""

    application = models.OneToOneField(
        GrantApplication, on_delete=models.CASCADE, related_name="revocation"
    )
    revoked_oere = models.BigIntegerField()
    reclaimed_oere = models.BigIntegerField()
    reason = models.CharField(max_length=2000)
    findings = models.JSONField()
    citation = models.CharField(max_length=600)
    terms = models.JSONField(default=dict)
    appeal_until = models.DateField()
    revoked_by = models.CharField(max_length=100)
    revoked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reclaimed_oere__gte=0, reclaimed_oere__lte=F("revoked_oere")),
                name="grant_reclaim_within_award",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_revocation_has_reason"),
            models.CheckConstraint(condition=~Q(findings=[]), name="grant_revocation_has_finding"),
            models.CheckConstraint(condition=~Q(citation=""), name="grant_revocation_has_citation"),
        ]

    def __str__(self) -> str:
        return f"grant revocation {self.pk}"


class GrantAppeal(models.Model):
    """An appeal of a decision, and what came of it."""

    decision = models.OneToOneField(GrantDecision, on_delete=models.CASCADE, related_name="appeal")
    received_on = models.DateField()
    text = models.CharField(max_length=4000)
    findings = models.JSONField()
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in APPEAL_STATES], default="received"
    )
    outcome_reason = models.CharField(max_length=2000, blank=True)
    registered_by = models.CharField(max_length=100)
    settled_by = models.CharField(max_length=100, blank=True)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=APPEAL_STATES), name="grant_appeal_state_known"
            ),
            models.CheckConstraint(condition=~Q(findings=[]), name="grant_appeal_has_finding"),
        ]

    def __str__(self) -> str:
        return f"grant appeal {self.pk}"


class GrantReminder(models.Model):
    """That somebody was reminded of a deadline by e-mail; once for each, however often the day is done."""

    application = models.ForeignKey(
        GrantApplication, on_delete=models.CASCADE, related_name="reminders"
    )
    subject = models.CharField(max_length=40)
    due = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "subject", "due"], name="grant_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"grant reminder {self.pk}"
