"""A document with every kind of block, for tests of how documents are written as files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hjemmel.domain.document import (
    Chart,
    Document,
    Emphasis,
    Heading,
    KeyFigure,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    PointList,
    Span,
)
from hjemmel.domain.document_table import Cell, Column, ColumnKind, Phrase, Table, with_total
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import WrittenLanguage

NASTY = '#panic("x") $x^2$ *b* \\ <script>alert(1)</script> @f [g] // h & "æøå"'
_SPEC = {
    "data": {"values": [{"area": "Kompetanse", "kroner": 2_000_000}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "kroner", "type": "quantitative"},
        "y": {"field": "area", "type": "nominal"},
    },
}


def document_in_two_languages() -> Document:
    """Return an English document in which some words stand in Bokmål and Nynorsk."""
    said = (Span("The plan says "), Span("Alle har fastlege", Emphasis.STRONG, "", "nb"), Span("."))
    rows = (("1", Phrase("Nye legesenter", "nn")), ("2", "New homes"))
    return replace(
        example_document("en"),
        title_language="nb",
        subtitle_language="nn",
        blocks=(
            Heading(1, "Rekruttere", "nb"),
            Paragraph(said),
            Table("Measures", (Column("No."), Column("Measure")), rows),
        ),
    )


def example_document(language: WrittenLanguage = "nb", rows: int = 60) -> Document:
    """Return a document of some pages."""
    columns = (
        Column("Nr"),
        Column("Tiltak"),
        Column("Frist", ColumnKind.DATE),
        Column("Kostnad (kr)", ColumnKind.KRONER, is_summed=True),
    )
    measures: tuple[tuple[Cell, ...], ...] = tuple(
        (
            str(number),
            f"Etableringstilskudd til nye legesentre, del {number}, med ord nok til to linjer",
            date(2025, 1, 1),
            Money.kroner(100_000) if number % 2 else "innenfor budsjett",
        )
        for number in range(1, rows + 1)
    )
    share = Column("Andel", ColumnKind.PERCENT, decimals=1)
    chart_table = with_total(
        "Tallene i figuren",
        (Column("Område"), Column("Kostnad (kr)", ColumnKind.KRONER, is_summed=True), share),
        (("Kompetanse", Money.kroner(2_000_000), Decimal("0.125")),),
        "Sum",
    )
    return Document(
        kind="plan",
        title="Plan for legetjenesten",
        subtitle="Mål, tiltak og økonomi",
        municipality="Trondheim kommune",
        language=language,
        as_of=date(2024, 4, 30),
        made_on=date(2024, 5, 14),
        status="vedtatt",
        version="0.1.0",
        blocks=(
            Heading(1, "Sammendrag"),
            Paragraph(
                (
                    Span("Alle har "),
                    Span("fastlege", Emphasis.STRONG),
                    Span(", "),
                    Span("helst", Emphasis.STRESSED),
                    Span(" nær. Se "),
                    Span("helsenorge", address="https://www.helsenorge.no/fastlege"),
                )
            ),
            KeyFigures((KeyFigure("Tiltak", "26", "i planen"), KeyFigure("Sum", "kr 17 825 000"))),
            PointList(((Span("første punkt"),), (Span("andre punkt"),))),
            PointList(((Span("steg én"),), (Span("steg to"),)), is_numbered=True),
            Note((Span(NASTY),)),
            Heading(1, "Tiltak"),
            Heading(2, "Alle tiltak"),
            with_total("Tiltak og kostnader", columns, measures, "Sum"),
            PageBreak(),
            Heading(1, "Økonomi"),
            Chart("Kostnad per område", "Kompetanse koster mest.", json.dumps(_SPEC), chart_table),
            Heading(2, "Per år"),
            Heading(3, "Første år"),
            Paragraph((Span("Slutt."),)),
        ),
    )
