"""Letters that were made, the texts they are made from, and the letters as PDF: by role, and logged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record_reads
from hjemmel.apps.lists.letters.filling import filled, require_possible_text
from hjemmel.apps.lists.letters.kinds import LETTER_LANGUAGES, LetterKind, shipped_text
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.letters.typeset import as_pdf
from hjemmel.apps.lists.models import Letter, LetterHead, LetterTemplate
from hjemmel.apps.lists.selectors.letter_pdf import contact_of, pdf_of
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.kernel.errors import MissingDataError, UnknownIdError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text, words_in

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_EXAMPLE_NAME = "Kari Nordmann"


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list of letters; whose it is, stands in the letter only."""

    key: int
    kind: LetterKind
    language: str
    made_on: date
    made_by: str
    version: int

    @property
    def language_label(self) -> Text:
        """The words for its language."""
        return LETTER_LANGUAGES[self.language]


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A text of a letter. ``version`` 0: the one that comes with hjemmel, not used yet."""

    kind: LetterKind
    language: str
    version: int
    subject: str
    body: str
    is_shipped: bool
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeadView:
    """How one reaches a municipality, as its letters say it.

    Args:
        contact: The sentence.
        is_own: Whether the municipality has written it; else it is the one that comes with hjemmel.
        changed_by: Who wrote it.
        changed_at: When.
    """

    contact: str
    is_own: bool
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a municipality: how many of each kind, and the latest."""

    total: int
    by_kind: tuple[tuple[LetterKind, int], ...]
    rows: tuple[LetterRow, ...]


def letters_made(
    municipality: MunicipalityView, *, by: Actor, skip: int = 0, most: int = 50
) -> Letters:
    """Return the letters made lately, without whose they are.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    rows = _seen(municipality, by)
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return Letters(
        total=sum(counts.values()),
        by_kind=tuple((kind, counts.get(kind.value, 0)) for kind in LetterKind),
        rows=tuple(row_of(one) for one in rows[skip : skip + most]),
    )


def letters_for(
    source: LetterSource, key: int, municipality: MunicipalityView, *, by: Actor
) -> tuple[LetterRow, ...]:
    """Return the letters of a round, a cut-over, a reduction or a list whose GP ends.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    return tuple(row_of(one) for one in _of_source(source, key, municipality, by))


def own_letters(resident: int) -> tuple[LetterRow, ...]:
    """Return the letters to a resident, newest first. The caller has made sure who asks."""
    rows = Letter.objects.filter(resident=resident, resident__erased_on__isnull=True)
    return tuple(row_of(one) for one in rows.select_related("template"))


def own_letter(letter: int, resident: int) -> bytes:
    """Return a resident's own letter as PDF. The caller has made sure who asks.

    Raises:
        UnknownIdError: She has no such letter.
    """
    rows = Letter.objects.filter(pk=letter, resident=resident, resident__erased_on__isnull=True)
    return pdf_of(_required(list(_whole(rows))))


@transaction.atomic
def letter_pdf(letter: int, municipality: MunicipalityView, *, by: Actor, purpose: str) -> bytes:
    """Return a letter as PDF, made again from its facts and its text; the look is logged.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such letter, or not for ``by`` to know of.
        InputError: No purpose is given.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    rows = _required(list(_whole(_seen(municipality, by).filter(pk=letter))))
    _log(rows, municipality, by, purpose)
    return pdf_of(rows)


@transaction.atomic
def letters_pdf(
    source: LetterSource, key: int, municipality: MunicipalityView, *, by: Actor, purpose: str
) -> bytes:
    """Return all letters of a round, a cut-over, a reduction or a list as one PDF; each is logged.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No letter is made, or none for ``by`` to know of.
        InputError: No purpose is given.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    rows = _required(list(_whole(_of_source(source, key, municipality, by))))
    _log(rows, municipality, by, purpose)
    return pdf_of(rows)


@transaction.atomic
def letters_zip(
    source: LetterSource, key: int, municipality: MunicipalityView, *, by: Actor, purpose: str
) -> bytes:
    """Return the same letters as one PDF each in a ZIP file, named by number; each is logged.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No letter is made, or none for ``by`` to know of.
        InputError: No purpose is given.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    rows = _required(list(_whole(_of_source(source, key, municipality, by))))
    _log(rows, municipality, by, purpose)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for row in rows:
            packed.writestr(zipfile.ZipInfo(f"brev-{row.pk}.pdf", _ZIP_DAY), pdf_of([row]))
    return file.getvalue()


def template_of(
    municipality: MunicipalityView, kind: LetterKind, language: str, *, by: Actor
) -> TemplateView:
    """Return the text that new letters are made from; empty where there is none in the language.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = (
        LetterTemplate.objects.filter(
            municipality=municipality.key, kind=kind.value, language=language
        )
        .order_by("-version")
        .first()
    )
    try:
        subject, body = shipped_text(kind, language)
    except MissingDataError:
        subject, body = "", ""
    if row is None:
        return TemplateView(kind, language, 0, subject, body, True, "", None)
    if not row.is_shipped:
        subject, body = row.subject, row.body
    return TemplateView(
        kind,
        language,
        row.version,
        subject,
        body,
        row.is_shipped,
        row.changed_by,
        row.changed_at,
    )


def template_languages(
    municipality: MunicipalityView, *, by: Actor
) -> dict[LetterKind, tuple[str, ...]]:
    """Return the languages that each kind of letter has a text in.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    stored = set(
        LetterTemplate.objects.filter(municipality=municipality.key)
        .values_list("kind", "language")
        .order_by()
    )
    return {
        kind: tuple(
            one for one in LETTER_LANGUAGES if (kind.value, one) in stored or _is_shipped(kind, one)
        )
        for kind in LetterKind
    }


def letter_head(municipality: MunicipalityView, *, by: Actor) -> HeadView:
    """Return how one reaches a municipality: what stands for ``{kontakt}`` in its letters.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = LetterHead.objects.filter(municipality=municipality.key).first()
    if row is None:
        return HeadView(contact_of(municipality.key, municipality.name), False, "", None)
    return HeadView(row.contact, True, row.changed_by, row.changed_at)


def preview_template(
    municipality: MunicipalityView,
    kind: LetterKind,
    language: str,
    *,
    subject: str,
    body: str,
    made_on: date,
    by: Actor,
) -> bytes:
    """Return a text as the PDF it would give, about nobody.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The text cannot be filled.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    require_possible_text(kind, subject, body)
    facts = {name: words.in_language(words_in(language)) for name, words in kind.places.items()}
    facts |= {
        "navn": _EXAMPLE_NAME,
        "kommune": municipality.name,
        "dato": format_date(made_on, words_in(language)),
        "kontakt": contact_of(municipality.key, municipality.name),
    }
    letter = filled(
        subject,
        body,
        {name: text if name in _KNOWN else f"[{text}]" for name, text in facts.items()},
        language=language,
        recipient=(_EXAMPLE_NAME, "Eksempelveien 1", "0001"),
        sender=(f"{municipality.name} kommune", facts["dato"]),
    )
    return as_pdf(
        [letter],
        title=kind.label.in_language(words_in(language)),
        author=f"{municipality.name} kommune",
        made_on=made_on,
    )


_KNOWN = ("navn", "kommune", "dato", "kontakt")


def _seen(municipality: MunicipalityView, by: Actor) -> QuerySet[Letter]:
    return Letter.objects.filter(
        open_to(municipality.key, by, "resident__"), municipality=municipality.key
    ).select_related("template")


def _of_source(
    source: LetterSource, key: int, municipality: MunicipalityView, by: Actor
) -> QuerySet[Letter]:
    rows = _seen(municipality, by).order_by("pk")
    if source is LetterSource.CUT_OVER:
        return rows.filter(move__cut_over=key)
    if source is LetterSource.LIST:
        return rows.filter(kind=LetterKind.GP_ENDS.value, source__startswith=f"list {key} ")
    return rows.filter(move__source=f"{source.value} {key}")


def _whole(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    return rows.select_related("template", "municipality__letter_head", "resident__household")


def _required(rows: Sequence[Letter]) -> Sequence[Letter]:
    if not rows:
        raise UnknownIdError(
            Text("Brevet finnes ikke her.", "There is no such letter here."),
            where="letter",
            remedy=Text("Gå til siden Brev.", "Go to the page Letters."),
        )
    return rows


def _log(rows: Sequence[Letter], municipality: MunicipalityView, by: Actor, purpose: str) -> None:
    record_reads(
        by=by.name,
        residents=[row.resident_id for row in rows],
        municipality=municipality.number,
        purpose=purpose_of(purpose),
        what="letter",
    )


def row_of(row: Letter) -> LetterRow:
    """Return a letter as a row; its text must be fetched with it."""
    return LetterRow(
        key=row.pk,
        kind=LetterKind(row.kind),
        language=row.template.language,
        made_on=row.made_on,
        made_by=row.made_by,
        version=row.template.version,
    )


def _is_shipped(kind: LetterKind, language: str) -> bool:
    try:
        shipped_text(kind, language)
    except MissingDataError:
        return False
    return True
