"""Excel files of the coverage and the need, with number formats and sources."""

from __future__ import annotations

from typing import Any

from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage import CoverageResult, NeedResult, explain
from hjemmel.kernel.text import Language, Text
from hjemmel.web.excel import Column, Workbook


def _source(picture: MunicipalityOnDay, language: Language) -> Text:
    source = picture.district_source or picture.source
    words = picture.kind.label
    return Text(f"{words.nb}: {source.text('nb')}", f"{words.en}: {source.text('en')}")


DISTRICT_COLUMNS: tuple[Column, ...] = (
    (Text("Bydel", "District"), "text"),
    (Text("Praksiser", "Practices"), "whole"),
    (Text("Fastleger", "GPs"), "whole"),
    (Text("Innbyggere", "Residents"), "whole"),
    (Text("Per 1 000", "Per 1,000"), "two"),
    (Text("Avvik fra målet, leger", "Gap to the measure, GPs"), "one"),
    (Text("Listeplasser", "List places"), "whole"),
    (Text("Ledige plasser", "Free places"), "whole"),
    (Text("Ledig andel", "Free share"), "percent"),
    (Text("Lister med 10 ledige", "Lists with 10 free"), "whole"),
    (Text("Lister med over 20 ledige", "Lists with over 20 free"), "whole"),
    (Text("Lister uten lege", "Lists without doctor"), "whole"),
    (Text("Gjester inn", "Guests in"), "whole"),
    (Text("Gjester ut", "Guests out"), "whole"),
)


def district_rows(result: CoverageResult) -> list[tuple[Any, ...]]:
    """Return the rows of the district table, the whole last."""
    return [
        (
            row.name,
            row.practices,
            row.gps,
            row.population,
            row.gps_per_1000,
            row.gap,
            row.list_places,
            row.free_places,
            row.free_share,
            row.lists_with_10_free,
            row.lists_with_over_20_free,
            row.lists_without_doctor,
            row.guests_in,
            row.guests_out,
        )
        for row in (*result.districts, result.total)
    ]


def coverage_workbook(
    picture: MunicipalityOnDay, result: CoverageResult, language: Language
) -> bytes:
    """Return the district table as an Excel file."""
    book = Workbook(language)
    title = Text("Bydeler", "Districts")
    book.sheet(title, DISTRICT_COLUMNS, district_rows(result), [_source(picture, language)])
    book.receipt(result.receipt)
    return book.close()


def need_workbook(picture: MunicipalityOnDay, result: NeedResult, language: Language) -> bytes:
    """Return the need with formula, methods, path and receipt as an Excel file."""
    book = Workbook(language)
    book.sheet(
        Text("Beregning", "Calculation"),
        [
            (Text("Ledd", "Step"), "text"),
            (Text("Formel", "Formula"), "text"),
            (Text("Svar", "Answer"), "text"),
            (Text("Enhet", "Unit"), "text"),
        ],
        [(step.label, step.formula, step.value, step.unit) for step in explain(result)],
        [_source(picture, language)],
    )
    book.sheet(
        Text("Metoder", "Methods"),
        [
            (Text("Metode", "Method"), "text"),
            (Text("Behov", "Need"), "one"),
            (Text("Med reserve", "With reserve"), "whole"),
            (Text("80 % fra", "80% from"), "one"),
            (Text("80 % til", "80% to"), "one"),
            (Text("Hvorfor", "Why"), "text"),
        ],
        [
            (m.title, m.need, m.target, m.band and m.band.low, m.band and m.band.high, m.why)
            for m in result.methods
        ],
    )
    places = [("", result.path), *((d.name, d.years) for d in result.district_paths)]
    book.sheet(
        Text("Vei", "Path"),
        [
            (Text("Bydel (tom: hele)", "District (empty: whole)"), "text"),
            (Text("År", "Year"), "year"),
            (Text("Innbyggere", "Residents"), "whole"),
            (Text("Behov med reserve", "Need with reserve"), "one"),
            (Text("80 % fra", "80% from"), "one"),
            (Text("80 % til", "80% to"), "one"),
            (Text("Fastleger", "GPs"), "one"),
            (Text("Rekrutteres", "Recruits"), "one"),
            (Text("Avgang", "Leavers"), "one"),
        ],
        [
            (
                name,
                y.year,
                y.population,
                y.target,
                y.target_band.low,
                y.target_band.high,
                y.gps,
                y.recruits,
                y.leavers,
            )
            for name, years in places
            for y in years
        ],
    )
    book.receipt(result.receipt)
    return book.close()
