"""Texts of documents: what can be filled, what is refused, and marks that become what they mean."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hjemmel.apps.documents.building.made import made_document
from hjemmel.apps.documents.filling import require_possible_text, typed_blocks
from hjemmel.apps.documents.kinds import DocumentKind, shipped_text
from hjemmel.cases.plans import load_plan
from hjemmel.domain.document import (
    Emphasis,
    Heading,
    Paragraph,
    PointList,
    Span,
)
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text, WrittenLanguage
from tests.document_plan import LANGUAGES, matter


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DocumentKind)
def test_the_texts_that_come_along_can_be_filled_and_have_the_same_parts(
    kind: DocumentKind, language: WrittenLanguage
) -> None:
    title, body = shipped_text(kind, language)
    require_possible_text(kind, title, body)

    parts = re.findall(r"^\{(\w+)\}$", body, re.MULTILINE)
    assert parts == re.findall(r"^\{(\w+)\}$", shipped_text(kind, "nb")[1], re.MULTILINE)


@pytest.mark.parametrize(
    ("title", "body", "said"),
    [
        ("{plan}", "## Mål\n\n{mal}", "Ukjent felt i teksten: {mal}."),
        ("{plan}", "## Mål\n\n{tertial}", "Ukjent felt i teksten: {tertial}."),
        ("{plan}", "## Mål\n\nMålene er {mål}", "{mål} er en hel del av dokumentet"),
        ("{plan} {mål}", "## Mål", "{mål} er en hel del av dokumentet"),
        ("{plan}", "Mål\n\n{mål}", "Teksten må begynne med en overskrift."),
        ("Plan", "## Mål\n\n{mål}", "Teksten mangler {plan}."),
        ("{plan}", "## Mål\n\nen { brace", "En krøllparentes i teksten"),
        ("", "## Mål", "Dokumentet må ha tittel og tekst."),
        ("x" * 151, "## Mål", "Tittelen kan ha 150 tegn"),
    ],
)
def test_a_text_that_cannot_be_filled_is_refused_with_what_is_wrong(
    title: str, body: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        require_possible_text(DocumentKind.PLAN, title, body)

    assert said in refused.value.what.nb
    assert refused.value.where == "template"


def test_what_is_filled_in_is_text_whatever_it_holds() -> None:
    plan = replace(load_plan("bergen-2024"), title=Text("**fet** [x](https://x.no) {mål}", ""))
    document = made_document(
        DocumentKind.PLAN, matter(plan), title="{plan}", body="## Om\n\nSe {plan}.", version="1"
    )

    assert document.title == "**fet** [x](https://x.no) {mål}"
    assert document.blocks[1] == Paragraph((Span("Se **fet** [x](https://x.no) {mål}."),))


def test_marks_of_a_text_become_emphasis_links_and_lists() -> None:
    assert typed_blocks("Se *her*: [helsenorge](https://helsenorge.no).\n\n- én\n- to") == (
        Paragraph(
            (
                Span("Se "),
                Span("her", Emphasis.STRESSED),
                Span(": "),
                Span("helsenorge", address="https://helsenorge.no"),
                Span("."),
            )
        ),
        PointList(((Span("én"),), (Span("to"),))),
    )


def test_a_link_that_runs_something_is_only_words() -> None:
    (paragraph,) = typed_blocks("[klikk](javascript:alert(1))")

    assert paragraph == Paragraph((Span("[klikk](javascript:alert(1))"),))


def test_parts_take_their_headings_from_where_they_stand() -> None:
    plan = load_plan("trondheim-2024")
    body = "## Tiltak\n\n### Alle\n\n{tiltak}\n\n## Områder\n\n{satsingsområder}"
    document = made_document(
        DocumentKind.PLAN, matter(plan), title="{plan}", body=body, version="1"
    )
    headings = [block for block in document.blocks if isinstance(block, Heading)]

    assert headings[2] == Heading(3, "1 Etableringstilskudd til nye legesentre")
    assert Heading(2, "Rekruttere og beholde") in headings
