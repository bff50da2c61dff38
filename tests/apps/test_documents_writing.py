"""Documents as files: read back as PDF, Word and HTML, accessible, and the same bytes when made again."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from hjemmel.apps.documents.writing import DocumentForm, pictures_of, write
from hjemmel.apps.documents.writing.page import as_part
from hjemmel.domain.document_plain import digest_of
from hjemmel.kernel.text import WrittenLanguage
from tests.document_example import NASTY, document_in_two_languages, example_document

LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


@cache
def written(form: DocumentForm, language: WrittenLanguage = "nb") -> bytes:
    told = example_document(language)
    return write(told, form, pictures_of(told))


_TOLD = """
import hashlib
from hjemmel.apps.documents.writing import DocumentForm, pictures_of, write
from tests.document_example import example_document
told = example_document()
for form in DocumentForm:
    print(hashlib.sha256(write(told, form, pictures_of(told))).hexdigest())
"""


def test_the_same_document_is_the_same_bytes_also_in_another_process() -> None:
    told = example_document()
    once = [written(form) for form in DocumentForm]
    elsewhere = subprocess.run(
        [sys.executable, "-c", _TOLD], capture_output=True, text=True, check=True
    )

    assert [write(told, form, pictures_of(told)) for form in DocumentForm] == once
    assert elsewhere.stdout.split() == [hashlib.sha256(made).hexdigest() for made in once]


# --- PDF -----------------------------------------------------------------------------------------


def elements(node: Any) -> Iterator[Any]:
    """Yield the elements of a PDF's structure, parents first."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def structure(pdf: bytes) -> list[Any]:
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return list(elements(root["/StructTreeRoot"]["/K"]))  # type: ignore[index]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pdf_is_tagged_and_says_its_language_and_title(language: WrittenLanguage) -> None:
    reader = pypdf.PdfReader(io.BytesIO(written(DocumentForm.PDF, language)))
    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == language
    assert bool(root["/MarkInfo"]["/Marked"])
    assert reader.metadata is not None
    assert reader.metadata.title == "Plan for legetjenesten"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_pdf_has_headings_tables_with_header_cells_and_figures_with_words() -> None:
    found = structure(written(DocumentForm.PDF))
    kinds = [one["/S"] for one in found]

    assert kinds.count("/H1") == 4  # the contents and three of the document
    assert kinds.count("/H2") == 2
    assert kinds.count("/H3") == 1
    assert kinds.count("/Table") == 2
    assert kinds.count("/TH") == 4 + 3
    assert kinds.count("/TFoot") == 2
    figures = [one for one in found if one["/S"] == "/Figure" and "/Alt" in one]
    assert [one["/Alt"] for one in figures] == ["Kostnad per område. Kompetanse koster mest."]


def test_the_pdf_has_bookmarks_and_on_each_page_its_number_the_day_and_the_data_hash() -> None:
    reader = pypdf.PdfReader(io.BytesIO(written(DocumentForm.PDF)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    told = digest_of(example_document())

    assert "Tiltak" in str(reader.outline)
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"Side {number} av {len(pages)}" in page
        assert f"Tall per 30.04.2024 · Kontrollsum {told[:16]}" in page
    assert told in pages[-1]


def test_the_heading_row_stands_on_each_page_of_a_long_table_and_nothing_in_a_text_is_run() -> None:
    reader = pypdf.PdfReader(io.BytesIO(written(DocumentForm.PDF)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]

    assert sum("Nr Tiltak Frist Kostnad (kr)" in page for page in pages) >= 2
    assert any("Sum 3 000 000" in page.replace("\xa0", " ") for page in pages)
    assert any(NASTY in page for page in pages)


def test_the_pdf_says_what_stands_in_another_language() -> None:
    told = document_in_two_languages()
    made = write(told, DocumentForm.PDF, pictures_of(told))
    marked = [(one["/S"], one["/Lang"]) for one in structure(made) if "/Lang" in one]
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0].get_contents()

    assert marked == [("/Title", "nb"), ("/P", "nn"), ("/H1", "nb"), ("/TD", "nn")]
    assert page is not None
    assert b"/Lang(nb)" in page.get_data()


# --- Word ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_word_file_says_its_language_title_and_day(language: WrittenLanguage) -> None:
    file = docx.Document(io.BytesIO(written(DocumentForm.DOCX, language)))
    languages = {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))}

    assert languages == {LOCALES[language]}
    assert file.core_properties.language == LOCALES[language]
    assert file.core_properties.title == "Plan for legetjenesten"
    assert file.core_properties.created is not None
    assert file.core_properties.created.date() == date(2024, 5, 14)
    assert digest_of(example_document(language)) in file.core_properties.comments


def test_the_word_file_says_what_stands_in_another_language() -> None:
    told = document_in_two_languages()
    file = docx.Document(io.BytesIO(write(told, DocumentForm.DOCX, pictures_of(told))))
    marked = {
        "".join(text.text or "" for text in run.iter(qn("w:t"))): language.get(qn("w:val"))
        for run in file.element.iter(qn("w:r"))
        for language in run.iter(qn("w:lang"))
    }

    assert marked == {
        "Plan for legetjenesten": "nb-NO",
        "Mål, tiltak og økonomi": "nn-NO",
        "Rekruttere": "nb-NO",
        "Alle har fastlege": "nb-NO",
        "Nye legesenter": "nn-NO",
    }


def test_the_page_says_what_stands_in_another_language() -> None:
    told = document_in_two_languages()
    page = write(told, DocumentForm.HTML, pictures_of(told)).decode()

    assert '<title lang="nb">Plan for legetjenesten</title>' in page
    assert '<p class="doc-subtitle" lang="nn">Mål, tiltak og økonomi</p>' in page
    assert '<h2 lang="nb">Rekruttere</h2>' in page
    assert 'says <span lang="nb"><strong>Alle har fastlege</strong></span>.</p>' in page
    assert '<td lang="nn">Nye legesenter</td>' in page
    assert "<td>New homes</td>" in page


def test_the_word_file_has_real_headings_lists_and_links() -> None:
    file = docx.Document(io.BytesIO(written(DocumentForm.DOCX)))
    styled = [(line.style.name, line.text) for line in file.paragraphs if line.style is not None]

    assert [one for one in styled if one[0].startswith("Heading")] == [
        ("Heading 1", "Sammendrag"),
        ("Heading 1", "Tiltak"),
        ("Heading 2", "Alle tiltak"),
        ("Heading 1", "Økonomi"),
        ("Heading 2", "Per år"),
        ("Heading 3", "Første år"),
    ]
    assert ("List Bullet", "første punkt") in styled
    assert ("List Number", "steg to") in styled
    assert ("Note Box", NASTY) in styled
    links = [link for line in file.paragraphs for link in line.hyperlinks]
    assert [one.address for one in links if one.address] == ["https://www.helsenorge.no/fastlege"]
    jumps = [(one.text, one.fragment) for one in links if not one.address]
    assert [text for text, _ in jumps] == [
        "Sammendrag",
        "Tiltak",
        "Alle tiltak",
        "Økonomi",
        "Per år",
    ]
    marks = [one.get(qn("w:name")) for one in file.element.iter(qn("w:bookmarkStart"))]
    assert [mark for _, mark in jumps] == marks[:5]


def test_the_tables_of_the_word_file_have_header_rows_sums_and_kroner_to_the_right() -> None:
    file = docx.Document(io.BytesIO(written(DocumentForm.DOCX)))
    first = file.tables[0]

    assert [cell.text for cell in first.rows[0].cells] == ["Nr", "Tiltak", "Frist", "Kostnad (kr)"]
    for table in file.tables:
        marked = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marked == [True] + [False] * (len(table.rows) - 1)
    assert first.rows[-1].cells[-1].text == "3\xa0000\xa0000"
    kroner = [row.cells[-1].paragraphs[0].alignment for row in first.rows]
    assert {str(one) for one in kroner} == {"RIGHT (2)"}


def test_the_pictures_of_the_word_file_have_words() -> None:
    file = docx.Document(io.BytesIO(written(DocumentForm.DOCX)))

    named = [one.get("descr") for one in file.element.iter(qn("wp:docPr"))]
    assert named == ["Kostnad per område. Kompetanse koster mest."]


def test_the_footer_of_the_word_file_counts_its_pages() -> None:
    file = docx.Document(io.BytesIO(written(DocumentForm.DOCX)))
    footer = file.sections[0].footer._element

    assert [one.text.strip() for one in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert digest_of(example_document())[:16] in file.sections[0].footer.paragraphs[0].text


def test_the_parts_of_the_word_file_have_no_time_of_their_own() -> None:
    with zipfile.ZipFile(io.BytesIO(written(DocumentForm.DOCX))) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_file(tmp_path: Path) -> None:
    given = tmp_path / "plan.docx"
    given.write_bytes(written(DocumentForm.DOCX))

    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(given),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "plan.pdf").pages]
    assert any("3 000 000" in page.replace("\xa0", " ") for page in pages)
    assert sum("Nr Tiltak Frist Kostnad (kr)" in " ".join(page.split()) for page in pages) >= 2


# --- HTML ----------------------------------------------------------------------------------------


class _Read(HTMLParser):
    """What a page says, by its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_says_its_language_and_has_headings_in_order(language: WrittenLanguage) -> None:
    page = _Read(written(DocumentForm.HTML, language).decode())

    assert page.named("html") == [{"lang": language}]
    headings = [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings == ["h1", "h2", "h2", "h3", "h2", "h3", "h4"]
    assert digest_of(example_document(language)) in page.text


def test_the_tables_of_the_page_have_captions_and_scopes_and_its_charts_have_words() -> None:
    page = _Read(written(DocumentForm.HTML).decode())

    assert len(page.named("caption")) == len(page.named("table")) == 2
    scopes = [attributes.get("scope") for attributes in page.named("th")]
    assert scopes.count("col") == 4 + 3
    assert scopes.count("row") == 60 + 1 + 1 + 1
    (svg,) = page.named("svg")
    assert svg["role"] == "img"
    assert svg["aria-label"] == "Kostnad per område. Kompetanse koster mest."
    assert len(page.named("figcaption")) == 1


def test_the_part_of_a_page_has_neither_style_nor_script_and_shows_every_word_as_text() -> None:
    told = example_document()
    part = as_part(told, pictures_of(told), top=2)
    page = _Read(part)

    assert not page.named("script")
    assert not page.named("style")
    assert not [tag for tag, attributes in page.tags if "style" in attributes]
    assert NASTY in page.text
    assert next(tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)) == "h2"
