"""What documents say of a plan: sums of their rows, three languages, texts that can be filled or are refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from hjemmel.apps.documents.kinds import DocumentKind, shipped_text
from hjemmel.apps.documents.words import NYNORSK
from hjemmel.apps.documents.writing import DocumentForm, pictures_of, write
from hjemmel.cases.plans import load_plan
from hjemmel.domain.document import (
    Document,
    Emphasis,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    PointList,
    Span,
)
from hjemmel.domain.document_plain import digest_of, from_plain, to_plain
from hjemmel.domain.document_table import Phrase
from hjemmel.domain.document_text import texts_of
from hjemmel.domain.indicator_light import Light
from hjemmel.domain.measure import CostKind, MeasureStatus, Payer, Priority
from hjemmel.domain.plan import DecisionPart, PlanStatus
from hjemmel.domain.plan_indicator import (
    Direction,
    Frequency,
    IndicatorUnit,
    ValueOrigin,
)
from hjemmel.domain.plan_sums import sums_of
from hjemmel.domain.prediction import PredictionOrigin, Verdict
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text, WrittenLanguage
from tests.document_plan import DAY, LANGUAGES, followed_up, made, table, words

# --- sums ----------------------------------------------------------------------------------------


def test_the_measures_of_trondheim_come_to_17_825_000_in_every_document_that_lists_them() -> None:
    plan = load_plan("trondheim-2024")

    for kind in (DocumentKind.COUNCIL_CASE, DocumentKind.DATA_ANNEX):
        document = made(kind, plan)
        assert table(document, "Alle tiltak og anslått merbehov").total[-1] == Money.kroner(
            17_825_000
        )
        assert "kr\xa017\xa0825\xa0000" in words(document) or kind is DocumentKind.DATA_ANNEX
    areas = [
        one
        for one in made(DocumentKind.PLAN, plan).tables
        if one.caption.startswith("Tiltak under ") and one.total
    ]
    assert [one.total[-1] for one in areas] == [Money.kroner(9_850_000), Money.kroner(7_975_000)]
    assert sum(len(one.rows) for one in made(DocumentKind.PLAN, plan).tables[:4]) == 26


@pytest.mark.parametrize("kind", DocumentKind)
def test_each_sum_in_a_document_is_that_of_the_plan(kind: DocumentKind) -> None:
    plan = followed_up()
    sums = sums_of(plan, DAY)
    document = made(kind, plan)

    by_year = table(document, "Merbehov og budsjett per år")
    assert by_year.total == (
        "Sum",
        Money(sum(one.needed.oere for one in sums.by_year)),
        sums.set_aside,
        Money(sum(one.missing.oere for one in sums.by_year)),
    )
    assert by_year.total[1:3] == (Money.kroner(3_000_000), Money.kroner(1_250_000))
    if kind is not DocumentKind.TERTIAL_REPORT:
        assert table(document, "Anslått merbehov per satsingsområde").total[-1] == sums.stated
        payers = table(document, "Kostnader etter hvem som betaler")
        assert payers.total[1:] == (sums.stated, sums.whole, sums.set_aside)


def test_amounts_without_a_year_are_told_beside_the_years() -> None:
    document = made(DocumentKind.PLAN, followed_up())

    assert "kr\xa016\xa0325\xa0000 kommer i tillegg" in words(document)


def test_printed_sums_are_held_against_the_sums_of_the_rows() -> None:
    document = made(DocumentKind.DATA_ANNEX, load_plan("trondheim-2024"))
    printed = table(document, "Summer slik planen trykker dem, og slik radene gir")

    assert {row[0]: row[1:] for row in printed.rows} == {
        "Hele planen": (Money.kroner(17_825_000), Money.kroner(17_825_000), Money(0)),
        "Rekruttere og beholde": (Money.kroner(9_850_000), Money.kroner(9_850_000), Money(0)),
        "Kompetanse og kvalitet": (Money.kroner(7_975_000), Money.kroner(7_975_000), Money(0)),
    }


# --- follow-up -----------------------------------------------------------------------------------


def test_the_tertial_report_tells_what_changed_and_what_is_past_its_deadline() -> None:
    document = made(DocumentKind.TERTIAL_REPORT, followed_up())

    assert document.title == "Tertialrapport for legetjenesten, 2. tertial 2024"
    assert table(document, "Endringer i 2. tertial 2024").rows == (
        (
            "1",
            "Etableringstilskudd til nye legesentre",
            date(2024, 6, 1),
            "i gang",
            "Vedtatt budsjett.",
        ),
    )
    standing = table(document, "Hvordan tiltakene står per 31.08.2024")
    status = [column.heading for column in standing.columns].index("Status")
    assert [row[status] for row in standing.rows[:3]] == [
        "i gang, forbi fristen",
        "gjennomført",
        "ikke startet",
    ]
    assert table(document, "Tiltak etter status per 31.08.2024").total == ("Sum", 26)


def test_the_tertial_report_holds_what_happened_against_what_was_promised() -> None:
    document = made(DocumentKind.TERTIAL_REPORT, followed_up())
    scored = table(document, "Lovet og skjedd i 2. tertial 2024")

    (row,) = texts_of(scored, "nb")
    assert row[0] == "1"
    assert row[2:] == ("1,0\xa0%", "2,0\xa0%", "2,0\xa0%", "som lovet")


def test_the_promise_stands_with_its_uncertainty_and_its_assumption() -> None:
    document = made(DocumentKind.PLAN, followed_up())

    (row,) = texts_of(table(document, "Virkningen som er lovet"), "nb")
    assert row[2:] == ("1,0\xa0%", "5,0\xa0%", "3,0\xa0% – 6,0\xa0%", "01.01.2026")
    assert "Forutsetning for tiltak 1: Legene blir værende." in words(document)


def test_the_council_case_has_its_number_its_proposal_and_the_typed_assessment() -> None:
    document = made(
        DocumentKind.COUNCIL_CASE,
        load_plan("trondheim-2024"),
        case_number="24/123",
        assessment="## Helhet\n\nTiltakene er **nødvendige**.\n\n1. Første\n1. Andre",
    )

    assert "Saksnummer: 24/123" in words(document)
    first = next(block for block in document.blocks if isinstance(block, PointList))
    assert first.is_numbered
    at = document.blocks.index(Heading(2, "Helhet"))
    assert document.blocks[at + 1] == Paragraph(
        (Span("Tiltakene er "), Span("nødvendige", Emphasis.STRONG), Span("."))
    )
    assert document.blocks[at + 2] == PointList(((Span("Første"),), (Span("Andre"),)), True)


def test_without_an_assessment_the_document_says_that_none_is_written() -> None:
    assert "Vurderingen er ikke skrevet ennå." in words(
        made(DocumentKind.COUNCIL_CASE, load_plan("bergen-2024"))
    )


def test_a_plan_without_anything_yet_still_makes_every_document() -> None:
    bare = replace(
        load_plan("bergen-2024"),
        goals=(),
        focus_areas=(),
        measures=(),
        decisions=(),
        indicators=(),
        notes=(),
        source=None,
        is_synthetic=True,
    )

    for kind in DocumentKind:
        document = made(kind, bare)
        assert "{" not in words(document)
        assert pictures_of(document) == {}
    assert "oppdiktet" in words(made(DocumentKind.DATA_ANNEX, bare))


# --- languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", ["trondheim-2024", "bergen-2024"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DocumentKind)
def test_each_document_can_be_made_kept_and_written(
    kind: DocumentKind, language: WrittenLanguage, plan: str
) -> None:
    document = made(kind, load_plan(plan), language)

    assert from_plain(to_plain(document)) == document
    assert digest_of(made(kind, load_plan(plan), language)) == digest_of(document)
    assert not re.search(r"[{}]", words(document))
    assert write(document, DocumentForm.HTML, pictures_of(document)).startswith(b"<!doctype html>")
    assert any(isinstance(block, KeyFigures) for block in document.blocks) or (
        kind is DocumentKind.DATA_ANNEX
    )


def test_a_document_with_a_promise_and_a_budget_is_written_as_every_kind_of_file() -> None:
    document = made(DocumentKind.TERTIAL_REPORT, followed_up(), "nn")
    pictures = pictures_of(document)

    assert len(pictures) == 2
    for form in DocumentForm:
        assert len(write(document, form, pictures)) > 5_000


_BOKMAL = (
    r"\b(ikke|hva|hvem|hvordan|hvert|tiltakene|målene|fra|kommer|ennå|noe|hvilke|mer\w*behov)\b"
)


@pytest.mark.parametrize("kind", DocumentKind)
def test_headings_and_standing_text_are_nynorsk_in_a_nynorsk_document(kind: DocumentKind) -> None:
    title, body = shipped_text(kind, "nn")
    document = made(kind, replace(load_plan("bergen-2024"), notes=(), goals=(), decisions=()), "nn")
    standing = [title, body, *(table.caption for table in document.tables)]
    standing += [column.heading for table in document.tables for column in table.columns]

    found = re.findall(_BOKMAL, "\n".join(standing).lower().replace("meirbehov", ""))
    assert found == []


@pytest.mark.parametrize(
    "labelled",
    [
        *(PlanStatus, DecisionPart, CostKind, Payer, Priority, MeasureStatus, Verdict),
        *(Direction, Frequency, ValueOrigin, PredictionOrigin, Light),
        IndicatorUnit,
    ],
)
def test_every_word_that_the_plan_is_described_by_has_its_nynorsk(labelled: type) -> None:
    labels = [one.label.nb for one in labelled]  # type: ignore[attr-defined]
    missing = [label for label in labels if re.search("[a-zæøå]", label) and label not in NYNORSK]

    assert missing == []


# --- what stands in another language than the document ---------------------------------------------


def foreign(document: Document) -> dict[str, str]:
    """Return what is said in another language than the document, with the language."""
    found: dict[str, str] = {}
    for block in document.blocks:
        match block:
            case Heading(_, text, language) if language:
                found[text] = language
            case Paragraph(said) | Note(said):
                found |= {one.text: one.language for one in said if one.language}
            case PointList(points):
                found |= {o.text: o.language for said in points for o in said if o.language}
    for told in document.tables:
        cells = [cell for row in told.rows for cell in row if isinstance(cell, Phrase)]
        found |= {cell.text: cell.language for cell in cells}
    return found


@pytest.mark.parametrize("kind", DocumentKind)
def test_what_a_plan_says_in_bokmal_is_marked_in_a_nynorsk_document(kind: DocumentKind) -> None:
    plan = followed_up()
    assert foreign(made(kind, plan)) == {}
    found = foreign(made(kind, plan, "nn"))
    assert set(found.values()) == {"nb"}
    assert not set(found) & set(NYNORSK.values())
    if kind is DocumentKind.PLAN:
        assert plan.measures[0].title.nb in found
        assert plan.goals[0].text.nb in found
    if kind is DocumentKind.DATA_ANNEX:
        assert "HØP 4.2" in found
    if kind in (DocumentKind.COUNCIL_CASE, DocumentKind.TERTIAL_REPORT):
        assert plan.title.nb in found


def test_a_nynorsk_plan_is_marked_in_a_bokmal_document_but_not_the_indicators_that_come_along() -> (
    None
):
    plan = replace(followed_up(), language="nn")
    found = foreign(made(DocumentKind.PLAN, plan))
    assert set(found.values()) == {"nn"}
    assert plan.measures[0].title.nb in found
    assert plan.indicators[0].definition.title.nb not in found
    assert not [text for text in found if text.startswith("I01 ")]
    assert foreign(made(DocumentKind.PLAN, plan, "nn")).keys() == {
        *(one.definition.title.nb for one in plan.indicators),
        *(
            one.definition.target.words.nb
            for one in plan.indicators
            if one.definition.target.words.nb
        ),
        f"I01 {plan.indicators[0].definition.title.nb}",
    }


def test_an_english_document_marks_only_what_has_no_english() -> None:
    plan = followed_up()
    first = plan.measures[0]
    found = foreign(made(DocumentKind.PLAN, plan, "en"))
    assert first.title.en not in found
    assert found["Enhet for legetjenester"] == "nb"
    untold = replace(first, title=Text(first.title.nb, first.title.nb))
    plan = replace(plan, measures=(untold, *plan.measures[1:]), title=Text("Plan", "Plan"))
    document = made(DocumentKind.PLAN, plan, "en")
    assert foreign(document)[first.title.nb] == "nb"
    assert document.title_language == "nb"
