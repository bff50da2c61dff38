"""The texts of letters: the one that comes with hjemmel, and those that a municipality writes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.lists.letters.filling import require_possible_text
from hjemmel.apps.lists.letters.kinds import LETTER_LANGUAGES, LetterKind, shipped_text
from hjemmel.apps.lists.models import LetterHead, LetterTemplate
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.services.revision import lock_municipality
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_LONGEST_CONTACT = 500
_SHIPPED_BY = "hjemmel"


@transaction.atomic
def edit_template(
    *,
    municipality: int,
    kind: LetterKind,
    language: str,
    subject: str,
    body: str,
    version: int,
    by: Actor,
) -> LetterTemplate:
    """Write a new version of a letter's text; letters made before keep the one they were made from.

    Args:
        municipality: Key of the municipality.
        kind: Which letter.
        language: ``nb``, ``nn`` or ``en``.
        subject: One line.
        body: Paragraphs with empty lines between, ``## `` before a heading, ``- `` before a point.
        version: The version that the page showed; 0: there was none.
        by: Who writes; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The text cannot be filled, or the language is none of those.
        ConflictError: Somebody else has written since the page was shown.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    if language not in LETTER_LANGUAGES:
        listed = ", ".join(LETTER_LANGUAGES)
        raise InputError(
            Text("Brevene kan ikke skrives på det språket.", "Letters are not in that language."),
            where="language",
            remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
        )
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip()
    require_possible_text(kind, subject, body)
    lock_municipality(municipality)
    newest = newest_template(municipality, kind, language)
    if (0 if newest is None else newest.version) != version:
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
        )
    made = _store(municipality, kind, language, subject, body, is_shipped=False, by=by.name)
    _record(made, by)
    return made


@transaction.atomic
def edit_letter_head(*, municipality: int, contact: str, by: Actor) -> LetterHead:
    """Write how one reaches the municipality: what stands for ``{kontakt}`` in new letters.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: It is empty or too long.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    said = " ".join(contact.split())
    if not said or len(said) > _LONGEST_CONTACT:
        raise InputError(
            Text(
                f"Skriv hvordan en når kommunen, med høyst {_LONGEST_CONTACT} tegn.",
                f"Write how one reaches the municipality, in {_LONGEST_CONTACT} characters at most.",
            ),
            where="contact",
            remedy=Text("Rett teksten.", "Correct the text."),
        )
    lock_municipality(municipality)
    row, _ = LetterHead.objects.update_or_create(
        municipality_id=municipality,
        defaults={"contact": said, "changed_by": by.name, "changed_at": timezone.now()},
    )
    record(
        by=by.name,
        action="lists.edit_letter_head",
        subject=f"municipality {municipality}",
        municipality=_number_of(municipality),
        details={"characters": len(said)},
    )
    return row


def newest_template(municipality: int, kind: LetterKind, language: str) -> LetterTemplate | None:
    """Return the newest stored version of a text; ``None``: none is stored yet."""
    return (
        LetterTemplate.objects.filter(municipality=municipality, kind=kind.value, language=language)
        .order_by("-version")
        .first()
    )


def text_in_use(municipality: int, kind: LetterKind, language: str) -> tuple[str, str]:
    """Return subject and body that a new letter would be made from; nothing is stored.

    Raises:
        MissingDataError: There is none in that language.
    """
    newest = newest_template(municipality, kind, language)
    if newest is not None and not newest.is_shipped:
        return newest.subject, newest.body
    return shipped_text(kind, language)


def template_in_use(municipality: int, kind: LetterKind, language: str) -> LetterTemplate:
    """Return the text that new letters are made from; the shipped one is stored when first used.

    Called inside the transaction that makes letters, with the municipality locked.

    Raises:
        MissingDataError: There is none in that language.
    """
    newest = newest_template(municipality, kind, language)
    if newest is not None and not newest.is_shipped:
        return newest
    subject, body = text_in_use(municipality, kind, language)
    if newest is not None and (newest.subject, newest.body) == (subject, body):
        return newest
    return _store(municipality, kind, language, subject, body, is_shipped=True, by=_SHIPPED_BY)


def _store(
    municipality: int,
    kind: LetterKind,
    language: str,
    subject: str,
    body: str,
    *,
    is_shipped: bool,
    by: str,
) -> LetterTemplate:
    newest = newest_template(municipality, kind, language)
    return LetterTemplate.objects.create(
        municipality_id=municipality,
        kind=kind.value,
        language=language,
        version=1 if newest is None else newest.version + 1,
        subject=subject,
        body=body,
        is_shipped=is_shipped,
        changed_by=by,
        changed_at=timezone.now(),
    )


def _record(made: LetterTemplate, by: Actor) -> None:
    record(
        by=by.name,
        action="lists.edit_template",
        subject=f"letter template {made.pk}",
        municipality=_number_of(made.municipality_id),
        details={"kind": made.kind, "language": made.language, "version": made.version},
    )


def _number_of(municipality: int) -> str:
    return Municipality.objects.values_list("number", flat=True).get(pk=municipality)
