"""Documents as values: sums that are right, headings in order, plain data without loss, differences told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hjemmel.domain.document import (
    Block,
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
from hjemmel.domain.document_changes import Difference, DifferenceKind, differences
from hjemmel.domain.document_plain import digest_of, from_plain, to_plain
from hjemmel.domain.document_table import Cell, Column, ColumnKind, Table, with_total
from hjemmel.domain.document_text import cell_text, languages_of, texts_of, widths_of
from hjemmel.kernel.errors import DataFileError, InputError
from hjemmel.kernel.money import Money
from tests.document_example import document_in_two_languages

COST = (Column("Tiltak"), Column("Kostnad (kr)", ColumnKind.KRONER, is_summed=True))
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Kurspott", Money.kroner(2_000_000)),
    ("Hospitering", Money.kroner(1_500_000)),
    ("Vikarordning", "innenfor budsjett"),
)


def said(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def document(*blocks: Block) -> Document:
    return Document(
        kind="plan",
        title="Plan for legetjenesten",
        subtitle="",
        municipality="Trondheim kommune",
        language="nb",
        as_of=date(2024, 4, 30),
        made_on=date(2024, 5, 14),
        status="vedtatt",
        version="0.1.0",
        blocks=blocks,
    )


def test_the_sum_of_a_table_is_the_sum_of_its_rows_and_words_count_for_nothing() -> None:
    table = with_total("Kostnader", COST, ROWS, "Sum")

    assert table.total == ("Sum", Money.kroner(3_500_000))


def test_a_table_whose_sum_is_not_that_of_its_rows_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        Table("Kostnader", COST, ROWS, ("Sum", Money.kroner(3_500_001)))

    assert refused.value.where == "Kostnader"
    assert refused.value.what.nb == "Summen av «Kostnad (kr)» er 3500000, men det står 3500001."


def test_a_table_that_leaves_a_sum_out_is_refused() -> None:
    with pytest.raises(InputError):
        Table("Kostnader", COST, ROWS, ("Sum", None))


def test_whole_numbers_stay_whole_and_mixed_ones_become_exact_decimals() -> None:
    columns = (Column("År"), Column("Leger", ColumnKind.NUMBER, 1, is_summed=True))

    whole = with_total("Leger", columns, (("2024", 3), ("2025", 4)), "Sum")
    mixed = with_total("Leger", columns, (("2024", 3), ("2025", Decimal("0.1"))), "Sum")

    assert whole.total == ("Sum", 7)
    assert mixed.total == ("Sum", Decimal("3.1"))


@pytest.mark.parametrize(
    "rows",
    [(), (("Kurspott",),), (("Kurspott", 5),), ((3, Money(1)),), (("Kurspott", True),)],
    ids=["no rows", "too short", "a number for kroner", "a number for words", "a truth value"],
)
def test_a_table_with_rows_that_do_not_fit_its_columns_is_refused(
    rows: tuple[tuple[Cell, ...], ...],
) -> None:
    with pytest.raises(InputError):
        Table("Kostnader", COST, rows)


def test_cells_are_written_as_norwegians_and_english_readers_write_them() -> None:
    kroner, share = Column("kr", ColumnKind.KRONER), Column("Andel", ColumnKind.PERCENT, 1)

    assert cell_text(kroner, Money(1_782_500_000), "nb") == "17\xa0825\xa0000"
    assert cell_text(kroner, Money(1_782_500_050), "nb") == "17\xa0825\xa0000,50"
    assert cell_text(share, Decimal("0.05"), "en") == "5.0%"
    assert cell_text(Column("Frist", ColumnKind.DATE), date(2024, 5, 1), "nb") == "01.05.2024"
    assert cell_text(kroner, None, "nb") == "–"


def test_the_row_of_sums_is_empty_where_nothing_is_summed() -> None:
    columns = (*COST, Column("Frist", ColumnKind.DATE))
    table = with_total("Kostnader", columns, (("Kurspott", Money(100), None),), "Sum")

    assert texts_of(table, "nb") == (("Kurspott", "1", "–"), ("Sum", "1", ""))


def test_columns_share_the_width_and_short_ones_stay_on_one_line() -> None:
    columns = (Column("Nr"), Column("Tiltak"), Column("Frist", ColumnKind.DATE))
    rows = (("1", "Etableringstilskudd til leger " * 5, date(2024, 5, 1)),)

    number, words, day = widths_of(Table("Tiltak", columns, rows), "nb")

    assert number + words + day == pytest.approx(1, abs=0.001)
    assert day > 10 / 98
    assert words > 0.8


def test_headings_that_skip_a_level_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        document(Heading(1, "Mål"), Heading(3, "Delmål"))

    assert "Delmål" in refused.value.what.nb


@pytest.mark.parametrize("level", [0, 4])
def test_headings_have_three_levels(level: int) -> None:
    with pytest.raises(InputError):
        Heading(level, "Mål")


def test_an_address_that_runs_something_is_refused() -> None:
    with pytest.raises(InputError):
        Span("Klikk", address="javascript:alert(1)")


def whole() -> Document:
    table = with_total("Kostnader", COST, ROWS, "Sum")
    columns = (
        Column("Nr", ColumnKind.NUMBER),
        Column("Andel", ColumnKind.PERCENT, 1),
        Column("Frist", ColumnKind.DATE),
    )
    other = Table("Mål", columns, ((1, Decimal("0.05"), date(2024, 5, 1)), (2, None, None)))
    return document(
        Heading(1, "Mål"),
        Paragraph((Span("Alle har "), Span("fastlege", Emphasis.STRONG, "https://helsenorge.no"))),
        PointList(((Span("én"),), (Span("to"),)), is_numbered=True),
        Note((Span("Slik planen trykker den."),)),
        KeyFigures((KeyFigure("Tiltak", "26", "i planen"),)),
        PageBreak(),
        Chart("Kostnad", "Kurspotten er størst.", '{"mark":"bar"}', table),
        other,
    )


def test_a_document_comes_back_from_plain_data_without_loss() -> None:
    assert from_plain(to_plain(whole())) == whole()


def test_the_language_of_words_is_kept_and_changes_the_data_hash_only_where_it_is_another() -> None:
    two = document_in_two_languages()
    assert from_plain(to_plain(two)) == two
    one = replace(two, title_language=None)
    assert "title_language" not in to_plain(one)
    assert digest_of(one) != digest_of(two)
    assert languages_of(two.tables[0]) == ((None, "nn"), (None, None))
    assert texts_of(two.tables[0], "en") == (("1", "Nye legesenter"), ("2", "New homes"))


def test_a_document_of_an_unknown_form_is_refused() -> None:
    with pytest.raises(DataFileError):
        from_plain({**to_plain(whole()), "form": 2})


def test_the_data_hash_is_over_everything_that_is_said() -> None:
    told = whole()

    assert digest_of(told) == digest_of(whole())
    assert (
        len(
            {
                digest_of(told),
                digest_of(replace(told, made_on=date(2024, 5, 15))),
                digest_of(replace(told, language="nn")),
                digest_of(replace(told, blocks=told.blocks[:-1])),
                digest_of(replace(told, version="0.2.0")),
            }
        )
        == 5
    )


def test_differences_name_the_row_the_figure_and_the_words_that_changed() -> None:
    older = document(
        Heading(1, "Økonomi"),
        said("Planen koster 3,5 millioner."),
        KeyFigures((KeyFigure("Tiltak", "3"),)),
        with_total("Kostnader", COST, ROWS, "Sum"),
    )
    rows = (("Kurspott", Money.kroner(2_500_000)), ROWS[1], ("Ny ordning", Money.kroner(1)))
    newer = document(
        Heading(1, "Økonomi"),
        said("Planen koster 4 millioner."),
        KeyFigures((KeyFigure("Tiltak", "4"),)),
        with_total("Kostnader", COST, rows, "Sum"),
    )

    assert differences(older, older) == ()
    assert differences(older, newer) == (
        Difference(DifferenceKind.CHANGED, "Tiltak", "3", "4"),
        Difference(
            DifferenceKind.CHANGED,
            "Kostnader: Kurspott, Kostnad (kr)",
            "2\xa0000\xa0000",
            "2\xa0500\xa0000",
        ),
        Difference(DifferenceKind.ADDED, "Kostnader: Ny ordning", "", "1"),
        Difference(
            DifferenceKind.CHANGED,
            "Kostnader: Sum, Kostnad (kr)",
            "3\xa0500\xa0000",
            "4\xa0000\xa0001",
        ),
        Difference(DifferenceKind.REMOVED, "Kostnader: Vikarordning", "innenfor budsjett", ""),
        Difference(
            DifferenceKind.CHANGED,
            "Økonomi",
            "Planen koster 3,5 millioner.",
            "Planen koster 4 millioner.",
        ),
    )


def test_a_table_that_came_or_went_is_told_once() -> None:
    table = with_total("Kostnader", COST, ROWS, "Sum")

    assert differences(document(), document(table)) == (
        Difference(DifferenceKind.ADDED, "Kostnader", "", "3"),
    )
    assert differences(document(table), document()) == (
        Difference(DifferenceKind.REMOVED, "Kostnader", "3", ""),
    )
