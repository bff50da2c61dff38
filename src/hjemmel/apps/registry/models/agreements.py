"""GP agreements (fastlegeavtaler, hjemler): the post itself, its terms over time, its vacancies."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemmel.apps.registry.models.centres import Centre
from hjemmel.apps.registry.models.dated import Dated, DatedRows, dated_constraints
from hjemmel.apps.registry.models.doctors import Doctor
from hjemmel.apps.registry.models.places import Municipality

FORMS = ("self_employed", "salaried", "variant_8_2")
STATUSES = ("held", "served_by_locum", "without_doctor")


class Agreement(models.Model):
    """A GP post in a municipality; who holds it and on what terms is in ``AgreementTerms``."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="agreements"
    )
    external_id = models.CharField(max_length=40)
    created_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["municipality", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "external_id"], name="agreement_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(created_on__isnull=True)
                | Q(closed_on__gte=F("created_on")),
                name="agreement_closed_after_created",
            ),
        ]

    def __str__(self) -> str:
        return self.external_id


class AgreementTerms(Dated):
    """What holds for an agreement in a period. ``NULL`` is not known, or none.

    ``holder`` has the agreement; ``locum`` stands in. ``ends_on`` is the first day after the
    agreement, when it has been given notice of or is for a time. ``end_age`` is what was agreed in
    place of the law's age, in years. Hours are per week.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="terms")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="terms")
    holder = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, null=True, related_name="held_terms"
    )
    locum = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, null=True, related_name="locum_terms"
    )
    form = models.CharField(max_length=15, choices=[(f, f) for f in FORMS])
    status = models.CharField(max_length=15, choices=[(s, s) for s in STATUSES])
    held_since = models.DateField(null=True)
    opening_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    side_task_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    side_tasks = models.CharField(max_length=200, blank=True)
    notice_received_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=60, blank=True)
    end_age = models.PositiveSmallIntegerField(null=True)

    objects = DatedRows["AgreementTerms"].as_manager()

    class Meta:
        ordering = ["agreement", "valid_from", "known_from"]
        constraints = [
            *dated_constraints("terms"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(valid_to__isnull=True, known_to__isnull=True),
                name="terms_one_open_per_agreement",
            ),
            models.CheckConstraint(condition=Q(form__in=FORMS), name="terms_form_known"),
            models.CheckConstraint(
                condition=Q(status="held", holder__isnull=False)
                | Q(status="served_by_locum", locum__isnull=False)
                | Q(status="without_doctor", holder__isnull=True, locum__isnull=True),
                name="terms_status_fits_doctors",
            ),
            models.CheckConstraint(
                condition=Q(opening_hours__isnull=True)
                | Q(opening_hours__gt=0, opening_hours__lte=168),
                name="terms_opening_hours_in_a_week",
            ),
            models.CheckConstraint(
                condition=Q(side_task_hours__isnull=True)
                | Q(side_task_hours__gte=0, side_task_hours__lte=168),
                name="terms_side_task_hours_in_a_week",
            ),
            models.CheckConstraint(
                condition=Q(notice_received_on__isnull=True) | Q(ends_on__isnull=False),
                name="terms_notice_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.valid_from}"


class Vacancy(models.Model):
    """A time in which an agreement is without a permanent holder and is to be filled."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="vacancies")
    since = models.DateField()
    filled_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["agreement", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(filled_on__isnull=True),
                name="vacancy_one_open_per_agreement",
            ),
            models.CheckConstraint(
                condition=Q(filled_on__isnull=True) | Q(filled_on__gte=F("since")),
                name="vacancy_filled_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.since}"


class Advertisement(models.Model):
    """One time that a vacant agreement was advertised, and how many applied."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="advertisements")
    published_on = models.DateField()
    deadline = models.DateField()
    applicants = models.PositiveSmallIntegerField(null=True)
    qualified_applicants = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["vacancy", "published_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "published_on"], name="advertisement_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("published_on")), name="advertisement_deadline_after"
            ),
            models.CheckConstraint(
                condition=Q(qualified_applicants__isnull=True)
                | Q(applicants__isnull=True)
                | Q(qualified_applicants__lte=F("applicants")),
                name="advertisement_qualified_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vacancy_id} {self.published_on}"
