"""Documents that were made, frozen, and the texts that a municipality writes for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.plan.models import Plan
from hjemmel.apps.registry.models import Municipality
from hjemmel.kernel.text import WRITTEN_LANGUAGES

_KINDS = [kind.value for kind in DocumentKind]
_LANGUAGES = list(WRITTEN_LANGUAGES)


class DocumentText(models.Model):
    """One version of the text of a kind of document, as a municipality wrote it. It never changes."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="document_texts"
    )
    kind = models.CharField(max_length=10, choices=[(k, k) for k in _KINDS])
    language = models.CharField(max_length=2, choices=[(one, one) for one in _LANGUAGES])
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    body = models.TextField()
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["municipality", "kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "language", "version"],
                name="document_text_version_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="document_text_kind_known"),
            models.CheckConstraint(
                condition=Q(language__in=_LANGUAGES), name="document_text_language_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body=""), name="document_text_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"document text {self.pk}"


class PlanDocument(models.Model):
    """A document that was made, frozen: what it says, its charts as drawn, and its data hash.

    Nothing here changes but ``plan`` (none when a draft is deleted) and the release. ``number`` counts
    the documents of the same kind, language and tertial of a plan; ``previous`` is the one before.
    ``text_version`` 0: the text that comes with hjemmel.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="plan_documents"
    )
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, related_name="documents")
    plan_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in _KINDS])
    language = models.CharField(max_length=2, choices=[(one, one) for one in _LANGUAGES])
    tertial = models.CharField(max_length=7, blank=True)
    number = models.PositiveIntegerField()
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="next"
    )
    text_version = models.PositiveIntegerField()
    as_of = models.DateField()
    made_on = models.DateField()
    title = models.CharField(max_length=500)
    content = models.JSONField()
    pictures = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)
    released_by = models.CharField(max_length=100, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "language", "tertial", "number"],
                name="plan_document_number_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="plan_document_kind_known"),
            models.CheckConstraint(
                condition=Q(language__in=_LANGUAGES), name="plan_document_language_known"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="plan_document_has_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | Q(released_at__isnull=False) & ~Q(released_by=""),
                name="plan_document_release_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"plan document {self.pk}"
