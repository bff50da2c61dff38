"""A document as a file: PDF, Word and HTML, each accessible, and each the same bytes when made again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from hjemmel.apps.documents.writing.charts import pictures_of
from hjemmel.apps.documents.writing.page import as_html
from hjemmel.apps.documents.writing.pdf import as_pdf
from hjemmel.apps.documents.writing.word import as_docx
from hjemmel.domain.document import Document

__all__ = ["DocumentForm", "pictures_of", "write"]


class DocumentForm(Enum):
    """What kind of file a document is written as."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"

    @property
    def content_type(self) -> str:
        """The media type of the file."""
        return _TYPES[self]

    @property
    def words(self) -> str:
        """What people call it."""
        return "Word" if self is DocumentForm.DOCX else self.value.upper()


_TYPES = {
    DocumentForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentForm.PDF: "application/pdf",
    DocumentForm.HTML: "text/html; charset=utf-8",
}
_WRITERS = {DocumentForm.DOCX: as_docx, DocumentForm.PDF: as_pdf}


def write(document: Document, form: DocumentForm, pictures: Mapping[str, str]) -> bytes:
    """Return a document as a file.

    Args:
        document: What it says.
        form: What kind of file.
        pictures: Its charts as SVG, by title, as ``pictures_of`` drew them.
    """
    if form is DocumentForm.HTML:
        return as_html(document, pictures).encode()
    return _WRITERS[form](document, pictures)
