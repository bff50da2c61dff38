"""The texts that documents are made from, by role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.kinds import DocumentKind, shipped_text
from hjemmel.apps.documents.models import DocumentText
from hjemmel.kernel.text import WrittenLanguage


@dataclass(frozen=True, slots=True)
class TextView:
    """A text of a kind of document. ``version`` 0: the one that comes with hjemmel."""

    kind: DocumentKind
    language: WrittenLanguage
    version: int
    title: str
    body: str
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether it is the one that comes with hjemmel."""
        return self.version == 0


def text_of(
    municipality: int, kind: DocumentKind, language: WrittenLanguage, *, by: Actor
) -> TextView:
    """Return the text that new documents are made from.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``SEE_PLANS``.
    """
    by.require(Permission.SEE_PLANS, municipality=municipality)
    return text_in_use(municipality, kind, language)


def own_texts(municipality: int, *, by: Actor) -> frozenset[tuple[str, str]]:
    """Return the kinds and languages that the municipality has written texts for.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``SEE_PLANS``.
    """
    by.require(Permission.SEE_PLANS, municipality=municipality)
    rows = DocumentText.objects.filter(municipality=municipality).order_by()
    return frozenset(rows.values_list("kind", "language"))


def text_in_use(municipality: int, kind: DocumentKind, language: WrittenLanguage) -> TextView:
    """Return the newest text, or the one that comes with hjemmel, for services that have asked."""
    row = newest_text(municipality, kind, language)
    if row is None:
        return TextView(kind, language, 0, *shipped_text(kind, language))
    return TextView(
        kind, language, row.version, row.title, row.body, row.changed_by, row.changed_at
    )


def newest_text(
    municipality: int, kind: DocumentKind, language: WrittenLanguage
) -> DocumentText | None:
    """Return the newest stored version of a text; ``None``: the municipality has written none."""
    return (
        DocumentText.objects.filter(municipality=municipality, kind=kind.value, language=language)
        .order_by("-version")
        .first()
    )
