"""The texts of documents: the one that comes with hjemmel, and those that a municipality writes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.documents.filling import require_possible_text
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.models import DocumentText
from hjemmel.apps.documents.selectors.texts import newest_text
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.services.revision import lock_municipality
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text, WrittenLanguage


@transaction.atomic
def edit_text(
    *,
    municipality: int,
    kind: DocumentKind,
    language: WrittenLanguage,
    title: str,
    body: str,
    version: int,
    by: Actor,
) -> int:
    """Write a new version of a text, and return its version; documents made before stay as they are.

    Args:
        municipality: Key of the municipality.
        kind: Which document.
        language: Its language.
        title: One line.
        body: Sections with their headings, texts and places.
        version: The version that was looked at; 0: the one that comes with hjemmel.
        by: Who writes; needs ``WRITE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The text cannot be filled.
        ConflictError: Somebody else has written since it was looked at.
    """
    by.require(Permission.WRITE_PLANS, municipality=municipality)
    title, body = title.strip(), body.replace("\r\n", "\n").strip()
    require_possible_text(kind, title, body)
    lock_municipality(municipality)
    newest = newest_text(municipality, kind, language)
    stored = 0 if newest is None else newest.version
    _require_seen(stored, version)
    made = DocumentText.objects.create(
        municipality_id=municipality,
        kind=kind.value,
        language=language,
        version=stored + 1,
        title=title,
        body=body,
        changed_by=by.name,
        changed_at=timezone.now(),
    )
    record(
        by=by.name,
        action="documents.edit_text",
        subject=f"document text {made.pk}",
        municipality=Municipality.objects.values_list("number", flat=True).get(pk=municipality),
        details={"kind": kind.value, "language": language, "version": made.version},
    )
    return made.version


def _require_seen(stored: int, version: int) -> None:
    """Raise ``ConflictError`` unless the version that was looked at is the one that is stored."""
    if stored != version:
        raise ConflictError(
            Text(
                "Teksten er endret siden siden ble vist.",
                "The text has changed since the page was shown.",
            ),
            where="version",
            remedy=Text(
                "Last siden på nytt og se hva som står der nå.",
                "Load the page again and see what it says now.",
            ),
            seen=version,
            stored=stored,
        )
