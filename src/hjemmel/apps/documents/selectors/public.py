"""Documents that a municipality has released, as everybody may read them; nobody has to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.models import PlanDocument
from hjemmel.apps.documents.selectors.documents import frozen, row_of, unknown_document
from hjemmel.apps.documents.writing import DocumentForm, write
from hjemmel.kernel.text import WRITTEN_LANGUAGES, Text, WrittenLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDocument:
    """A released document, without who made it and who released it.

    Args:
        key: The register's key.
        plan_name: Name of the plan.
        kind: What it is for.
        language: Its language.
        number: Which it is of its kind, language and tertial.
        title: Its title.
        as_of: The day of its figures.
        released_on: The day that it was released.
        digest: Its data hash.
    """

    key: int
    plan_name: str
    kind: DocumentKind
    language: WrittenLanguage
    number: int
    title: str
    as_of: date
    released_on: date
    digest: str

    @property
    def language_label(self) -> Text:
        """The words for its language."""
        return WRITTEN_LANGUAGES[self.language]


def public_documents(number: str) -> tuple[PublicDocument, ...]:
    """Return the released documents of a municipality, the latest released first.

    Args:
        number: The municipality's number.
    """
    rows = _released(number).defer("content", "pictures").order_by("-released_at", "-pk")
    return tuple(_public(row) for row in rows)


def public_document_file(number: str, key: int, form: DocumentForm) -> tuple[PublicDocument, bytes]:
    """Return a released document as a file, written from what was frozen.

    Args:
        number: The municipality's number.
        key: The document's key.
        form: What kind of file.

    Raises:
        UnknownIdError: There is none: it does not exist, is another municipality's, or is not
            released; which of them is told to nobody.
        DataFileError: What is stored is not what its data hash was computed from.
    """
    row = _released(number).filter(pk=key).first()
    if row is None:
        raise unknown_document()
    return _public(row), write(frozen(row), form, row.pictures)


def _released(number: str) -> QuerySet[PlanDocument]:
    return PlanDocument.objects.filter(municipality__number=number, released_at__isnull=False)


def _public(row: PlanDocument) -> PublicDocument:
    told = row_of(row)
    assert told.released_at is not None
    return PublicDocument(
        key=told.key,
        plan_name=told.plan_name,
        kind=told.kind,
        language=told.language,
        number=told.number,
        title=told.title,
        as_of=told.as_of,
        released_on=timezone.localdate(told.released_at),
        digest=told.digest,
    )
