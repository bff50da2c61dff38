"""A letter as it would be, before it is made: nothing is stored but that it was looked at."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record_reads
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.models import Letter, LetterTemplate
from hjemmel.apps.lists.selectors.letter_pdf import pdf_of
from hjemmel.apps.lists.services.letter_subjects import subject_of
from hjemmel.apps.lists.services.letter_templates import text_in_use
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.services.person import find_person
from hjemmel.kernel.text import words_in
from hjemmel.law import law_on


@transaction.atomic
def preview_letter(
    *,
    kind: LetterKind,
    about: int,
    made_on: date,
    by: Actor,
    purpose: str,
    language: str = "nb",
    municipality: int | None = None,
) -> bytes:
    """Return the letter that ``make_letter`` would make as PDF; the look at the person is logged.

    Args:
        kind: What it tells.
        about: Key of the move, the entry in the queue or the membership.
        made_on: The day on the letter.
        by: Who looks; needs ``EDIT_RESIDENTS`` and ``SEE_RESIDENTS`` where it is made.
        purpose: What the look is for; logged.
        language: ``nb``, ``nn`` or ``en``.
        municipality: Key of the municipality that must tell of it; ``None`` is whichever does.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such thing, or no such resident that ``by`` may know of.
        ConflictError: She is not in the queue any more, or the agreement has no end.
        MissingDataError: There is no text in that language.
        InputError: No purpose is given.
    """
    said = purpose_of(purpose)
    subject = subject_of(kind, about, municipality)
    person = find_person(subject.resident, by=by, permission=Permission.EDIT_RESIDENTS)
    for needed in (Permission.EDIT_RESIDENTS, Permission.SEE_RESIDENTS):
        by.require(needed, municipality=subject.municipality)
    place = Municipality.objects.get(pk=subject.municipality)
    facts = subject.facts(kind, made_on, law_on(made_on, place.number), words_in(language))
    text, body = text_in_use(place.pk, kind, language)
    record_reads(
        by=by.name,
        residents=[subject.resident],
        municipality=place.number,
        purpose=said,
        what="letter",
    )
    draft = Letter(
        resident=person.row,
        municipality=place,
        kind=kind.value,
        template=LetterTemplate(subject=text, body=body, language=language),
        made_on=made_on,
        facts=facts,
        made_by=by.name,
        made_at=timezone.now(),
    )
    return pdf_of([draft])
