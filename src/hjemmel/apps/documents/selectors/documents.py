"""Documents that were made: in a list, one with what it says, as a file, and what is new in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.models import PlanDocument
from hjemmel.apps.documents.writing import DocumentForm, write
from hjemmel.domain.document import Document
from hjemmel.domain.document_changes import Difference, differences
from hjemmel.domain.document_plain import digest_of, from_plain
from hjemmel.kernel.errors import DataFileError, UnknownIdError
from hjemmel.kernel.text import WRITTEN_LANGUAGES, Text, WrittenLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in a list.

    Args:
        key: The register's key.
        municipality: Key of its municipality.
        plan: Key of its plan; ``None``: the draft it was made of is deleted.
        plan_name: Name of the plan.
        kind: What it is for.
        language: Its language.
        tertial: The tertial that it is about («2024-T2»); empty: none.
        number: Which it is of its kind, language and tertial.
        previous: Key of the one before; ``None``: it is the first.
        title: Its title.
        as_of: The day of its figures.
        made_on: The day it says it was made.
        digest: Its data hash.
        made_by: Who made it.
        made_at: When.
        released_by: Who released it; empty: nobody yet.
        released_at: When.
    """

    key: int
    municipality: int
    plan: int | None
    plan_name: str
    kind: DocumentKind
    language: WrittenLanguage
    tertial: str
    number: int
    previous: int | None
    title: str
    as_of: date
    made_on: date
    digest: str
    made_by: str
    made_at: datetime
    released_by: str
    released_at: datetime | None

    @property
    def language_label(self) -> Text:
        """The words for its language."""
        return WRITTEN_LANGUAGES[self.language]

    @property
    def is_released(self) -> bool:
        """Whether somebody has released it."""
        return self.released_at is not None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with what it says and its charts as they were drawn."""

    row: DocumentRow
    document: Document
    pictures: dict[str, str]


def documents_in(
    municipality: int, *, by: Actor, plan: int | None = None
) -> tuple[DocumentRow, ...]:
    """Return the documents of a municipality, or of one of its plans, the latest first.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``SEE_PLANS``.
    """
    by.require(Permission.SEE_PLANS, municipality=municipality)
    rows = PlanDocument.objects.filter(municipality=municipality).defer("content", "pictures")
    if plan is not None:
        rows = rows.filter(plan=plan)
    return tuple(row_of(one) for one in rows)


def get_document(key: int, *, by: Actor) -> DocumentView:
    """Return a document as it was frozen.

    Raises:
        UnknownIdError: There is no such document.
        NotAllowedError: The roles do not open it; it needs ``SEE_PLANS``.
        DataFileError: What is stored is not what its data hash was computed from.
    """
    row = document_for(key, by=by, permission=Permission.SEE_PLANS)
    return DocumentView(row_of(row), frozen(row), row.pictures)


def document_file(key: int, form: DocumentForm, *, by: Actor) -> bytes:
    """Return a document as a file, written from what was frozen; the same bytes each time.

    Raises:
        UnknownIdError: There is no such document.
        NotAllowedError: The roles do not open it; it needs ``SEE_PLANS``.
        DataFileError: What is stored is not what its data hash was computed from.
    """
    row = document_for(key, by=by, permission=Permission.SEE_PLANS)
    return write(frozen(row), form, row.pictures)


def differences_from_previous(key: int, *, by: Actor) -> tuple[Difference, ...]:
    """Return what a document says otherwise than the one before it; nothing for the first.

    Raises:
        UnknownIdError: There is no such document.
        NotAllowedError: The roles do not open it; it needs ``SEE_PLANS``.
        DataFileError: What is stored is not what its data hash was computed from.
    """
    row = document_for(key, by=by, permission=Permission.SEE_PLANS)
    if row.previous is None:
        return ()
    return differences(frozen(row.previous), frozen(row))


def document_for(
    key: int, *, by: Actor, permission: Permission, locked: bool = False
) -> PlanDocument:
    """Return a stored document where ``permission`` is open to ``by``.

    Raises:
        UnknownIdError: There is no such document.
        NotAllowedError: The roles do not open it.
    """
    rows = PlanDocument.objects.select_related("municipality", "previous")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=key).first()
    if row is None:
        raise unknown_document()
    by.require(permission, municipality=row.municipality_id)
    return row


def unknown_document() -> UnknownIdError:
    """Return the error of a document that does not exist for who asks."""
    return UnknownIdError(
        Text("Dokumentet finnes ikke.", "There is no such document."),
        where="document",
        remedy=Text("Gå til listen over dokumenter.", "Go to the list of documents."),
    )


def frozen(row: PlanDocument) -> Document:
    """Return what a stored document says.

    Raises:
        DataFileError: What is stored is not what its data hash was computed from.
    """
    document = from_plain(row.content)
    if digest_of(document) != row.digest:
        raise DataFileError(
            Text(
                f"Innholdet i dokument {row.pk} stemmer ikke med kontrollsummen.",
                f"What document {row.pk} says does not agree with its data hash.",
            ),
            where=f"document {row.pk}",
            remedy=Text(
                "Databasen er endret utenom hjemmel. Hent dokumentet fra en sikkerhetskopi.",
                "The database was changed outside hjemmel. Fetch the document from a backup.",
            ),
        )
    return document


def row_of(row: PlanDocument) -> DocumentRow:
    """Return a stored document as a row of a list."""
    language: WrittenLanguage = (
        "nn" if row.language == "nn" else "en" if row.language == "en" else "nb"
    )
    return DocumentRow(
        key=row.pk,
        municipality=row.municipality_id,
        plan=row.plan_id,
        plan_name=row.plan_name,
        kind=DocumentKind(row.kind),
        language=language,
        tertial=row.tertial,
        number=row.number,
        previous=row.previous_id,
        title=row.title,
        as_of=row.as_of,
        made_on=row.made_on,
        digest=row.digest,
        made_by=row.made_by,
        made_at=row.made_at,
        released_by=row.released_by,
        released_at=row.released_at,
    )
