"""Files of the shapes that municipalities have, written from a synthetic municipality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.identifiers import synthetic_check_digits

RESIDENT_HEADINGS = ("Fødselsnr", "Født", "Kjønn", "Kommunenr", "Bydel", "Husstand", "Listenr")
REPORT_HEADINGS = (
    "Listenr",
    "Avtalenr",
    "Senternr",
    "Legesenter",
    "Bydel",
    "HPR-nr",
    "Lege",
    "Driftsform",
    "Listetak",
    "Antall på liste",
    "Basistilskudd",
)


def resident_rows(made: SyntheticMunicipality) -> list[list[str]]:
    """Return everybody as rows of text under ``RESIDENT_HEADINGS``."""
    frame = pl.concat([made.residents, made.guests]).select(
        "national_id",
        pl.col("born").dt.to_string("%d.%m.%Y"),
        pl.when(pl.col("sex") == "female").then(pl.lit("K")).otherwise(pl.lit("M")),
        pl.col("municipality").cast(pl.String),
        pl.col("district").cast(pl.String).fill_null(""),
        pl.col("household_id").cast(pl.String).fill_null(""),
        pl.col("list_id").cast(pl.String).fill_null(""),
    )
    return [list(row) for row in frame.rows()]


def write_residents(
    rows: list[list[str]],
    file: Path,
    *,
    encoding: str = "latin-1",
    separator: str = ";",
    headings: tuple[str, ...] = RESIDENT_HEADINGS,
) -> Path:
    """Write residents as CSV."""
    lines = [separator.join(headings), *(separator.join(row) for row in rows)]
    file.write_text("\r\n".join(lines) + "\r\n", encoding)
    return file


def write_report(
    made: SyntheticMunicipality, file: Path, changes: Mapping[tuple[int, str], Any] | None = None
) -> Path:
    """Write a capitation report as Excel, with a title above the headings.

    ``changes`` replaces values by (row from 0, heading).
    """
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Rapport")
    sheet.write(0, 0, "Basistilskuddsrapport for fastlegeordningen i 4601 Bergen")
    for column, heading in enumerate(REPORT_HEADINGS):
        sheet.write(2, column, heading)
    pairs = zip(made.agreements.to_dicts(), made.lists.to_dicts(), strict=True)
    for place, (agreement, patient_list) in enumerate(pairs):
        doctor = agreement["doctor_id"] or agreement["locum_id"]
        values = {
            "Listenr": str(patient_list["list_id"]),
            "Avtalenr": str(agreement["agreement_id"]),
            "Senternr": str(agreement["centre_id"]),
            "Legesenter": f"Syntetisk senter {agreement['centre_id']}",
            "Bydel": patient_list["district"],
            "HPR-nr": str(880_000_000 + doctor) if doctor else "",
            "Lege": f"Syntetisk lege {doctor}" if doctor else "",
            "Driftsform": "Næring" if agreement["form"] == "self_employed" else "Fastlønn",
            "Listetak": patient_list["ceiling"],
            "Antall på liste": patient_list["length"],
            "Basistilskudd": "12 345,50",
        }
        for column, heading in enumerate(REPORT_HEADINGS):
            value = (changes or {}).get((place, heading), values[heading])
            sheet.write(3 + place, column, value)
    book.close()
    return file


def numbers(day: str = "01") -> Iterator[str]:
    """Yield national ids of nobody, born on 1 January 1990; a day above 40 makes D-numbers."""
    for count in range(100, 999):
        nine = f"{day}8190{count}"
        digits = synthetic_check_digits(nine)
        if digits is not None:
            yield nine + digits


def write_rows(rows: list[dict[str, str]], file: Path) -> Path:
    """Write rows as CSV, with every heading that one of them has."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [";".join(headings), *(";".join(row.get(h, "") for h in headings) for row in rows)]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file
