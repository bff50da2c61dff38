"""Letters to residents: the texts that a municipality has written, and the letters made from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemmel.apps.lists.letters.kinds import LETTER_LANGUAGES, LetterKind
from hjemmel.apps.lists.models.moves import Move
from hjemmel.apps.registry.models import Municipality, Resident

KINDS = tuple(kind.value for kind in LetterKind)
LANGUAGES = tuple(LETTER_LANGUAGES)


class LetterHead(models.Model):
    """What a municipality says of itself in its letters: how one reaches it."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, related_name="letter_head"
    )
    contact = models.CharField(max_length=500)
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"letter head of {self.municipality_id}"


class LetterTemplate(models.Model):
    """One version of a letter's text. It never changes: a letter is made again from its version.

    ``is_shipped``: the text is the one that comes with hjemmel.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="letter_templates"
    )
    kind = models.CharField(max_length=20, choices=[(k, k) for k in KINDS])
    language = models.CharField(max_length=2, choices=[(one, one) for one in LANGUAGES])
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=150)
    body = models.TextField()
    is_shipped = models.BooleanField(default=False)
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["municipality", "kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "language", "version"],
                name="letter_template_version_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="letter_template_kind_known"),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES), name="letter_template_language_known"
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""), name="letter_template_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"letter template {self.pk}"


class Letter(models.Model):
    """A letter that was made. ``facts`` and the version of the text give the same letter again.

    Name and address are not kept here: they are the register's when the letter is made again.
    ``source`` is what it is about (``move 7``), and nobody gets two letters about one thing.
    ``digest`` is the SHA-256 of what it says.
    """

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="letters")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in KINDS])
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="letters")
    source = models.CharField(max_length=60)
    move = models.ForeignKey(Move, on_delete=models.PROTECT, null=True, related_name="letters")
    made_on = models.DateField()
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "kind", "source"], name="letter_once_about_a_thing"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="letter_kind_known"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="letter_has_a_digest"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-made_at"], name="letter_made_lately"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"
