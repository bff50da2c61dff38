"""Letters as PDF that a screen reader can read (PDF/UA-1, PDF/A-2a); the same letters, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from hjemmel.apps.lists.letters.filling import FilledLetter

_LAYOUT = Path(__file__).parent / "layout" / "letter.typ"
_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]


def as_pdf(letters: Sequence[FilledLetter], *, title: str, author: str, made_on: date) -> bytes:
    """Return letters as one PDF, each from a new page.

    What they say goes to the typesetter as data: nothing in a name, an address or a text is run.

    Args:
        letters: At least one.
        title: Title of the document; no personal data.
        author: The municipality.
        made_on: What the document says of when it was made.
    """
    given = {
        "title": title,
        "author": author,
        "language": letters[0].language,
        "letters": [asdict(letter) for letter in letters],
    }
    return typst.compile(
        _LAYOUT,
        root=_LAYOUT.parent,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"letters": json.dumps(given, ensure_ascii=False)},
        pdf_standards=_STANDARDS,
        timestamp=datetime.combine(made_on, time(), UTC),
    )
