"""What may be attached to an application: the kinds of file, told by what is in them, and the sizes."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Text

LARGEST = 10 * 1024 * 1024
MOST_FILES = 12
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    _WORD: ".docx",
    _EXCEL: ".xlsx",
}
_NOT_IN_A_NAME = re.compile(r"[^\w .,()æøåÆØÅ-]+")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that may be kept.

    Args:
        name: A name that is safe to save under, with the ending of its kind.
        media_type: What it is.
        content: The file.
        digest: SHA-256 of it.
    """

    name: str
    media_type: str
    content: bytes
    digest: str


def read_attachment(name: str, content: bytes) -> Attachment:
    """Return a file as one that may be kept: its kind is told by what is in it, not by its name.

    Raises:
        InputError: It is empty, too large, or of a kind that is not taken.
    """
    if not content:
        raise _refused(Text("Filen er tom.", "The file is empty."))
    if len(content) > LARGEST:
        limit = LARGEST // (1024 * 1024)
        raise _refused(
            Text(
                f"Filen er over {format_number(limit)} MB.",
                f"The file is above {format_number(limit, 'en')} MB.",
            )
        )
    kind = _kind(content)
    if kind is None:
        raise _refused(
            Text("Filen er av en type som ikke tas imot.", "Files of this kind are not taken.")
        )
    stem = _NOT_IN_A_NAME.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem = stem.rpartition(".")[0] or stem or "vedlegg"
    safe = f"{stem[:_LONGEST_NAME]}{_ENDINGS[kind]}"
    return Attachment(safe, kind, content, hashlib.sha256(content).hexdigest())


def _kind(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return None


def _office(content: bytes) -> str | None:
    """Tell Word from Excel; one with macros is neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return _WORD
    return _EXCEL if "xl/workbook.xml" in names else None


def _refused(what: Text) -> InputError:
    return InputError(
        what,
        where="file",
        remedy=Text(
            "Velg en PDF, PNG, JPEG, Word- eller Excel-fil uten makroer på høyst 10 MB.",
            "Choose a PDF, PNG, JPEG, Word or Excel file without macros of at most 10 MB.",
        ),
    )
