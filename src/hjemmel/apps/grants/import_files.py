"""A file of applications as rows: whose each is, what it seeks, and why it does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hjemmel.apps.exchange.fields import plain_heading
from hjemmel.apps.exchange.reading import ROW, read_tables
from hjemmel.apps.grants.completeness import SOUGHT, as_told
from hjemmel.apps.grants.facts import asked_by
from hjemmel.apps.grants.mappers import scheme_of
from hjemmel.apps.grants.models import GrantApplication, SchemeYear
from hjemmel.apps.registry.models import Centre, Doctor
from hjemmel.domain.grant_scheme import ApplicantKind, GrantScheme
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

_APPLICANT = (
    "søker",
    "søkernummer",
    "kommunenummer",
    "organisasjonsnummer",
    "hpr-nummer",
    "applicant",
)
_NAME = ("navn", "søkers navn", "kommune", "legesenter", "name")
_SOUGHT = ("søkt beløp", "søkt", "omsøkt", "beløp", "sought", "amount sought")
_PURPOSE = ("formål", "purpose")
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """A row of a file.

    Args:
        row: Its number in the file, from 1.
        values: applicant, name, kind, centre, doctor, sought, purpose and facts, as text.
        action: new, changed, same or quarantine.
        field: What is wrong with it; empty: nothing.
        reason: Why, for people.
    """

    row: int
    values: Mapping[str, Any]
    action: str
    field: str
    reason: Text


def read_rows(file: Path, year: SchemeYear) -> tuple[ImportRow, ...]:
    """Read a file of applications to a year of a scheme.

    Raises:
        DataFileError: It is of another kind, has no column of applicants or amounts, or too many rows.
    """
    scheme = scheme_of(year.scheme)
    headings = _headings(scheme)
    every = [heading for words in headings.values() for heading in words]
    [*tables] = [one for one in read_tables(file, every) if one.headings]
    columns = {
        name: column
        for column in tables[0].headings
        for name, words in headings.items()
        if plain_heading(column) in {plain_heading(word) for word in words}
    }
    lacking = [name for name in ("applicant", SOUGHT) if name not in columns]
    if lacking:
        raise DataFileError(
            Text(
                "Filen mangler kolonnen for søker eller søkt beløp.",
                "The file lacks the column of the applicant or of the amount sought.",
            ),
            where=file.name,
            remedy=Text(
                "Kall kolonnene «Søker» og «Søkt beløp».",
                "Call the columns “Applicant” and “Sought”.",
            ),
        )
    rows = tables[0].frame.to_dicts()
    if len(rows) > MOST_ROWS:
        raise DataFileError(
            Text("Filen har for mange rader.", "The file has too many rows."),
            where=file.name,
            remedy=Text("Del den opp.", "Divide it."),
        )
    seen: set[str] = set()
    found = []
    for row in rows:
        given = {name: (row[column] or "").strip() for name, column in columns.items()}
        made = _row(int(row[ROW]), given, scheme, year)
        key = str(made.values.get("key", ""))
        if key and key in seen:
            made = _refused(made.row, made.values, "applicant", _TWICE)
        seen.add(key)
        found.append(made)
    return tuple(found)


_TWICE = Text("Søkeren står to ganger i filen", "The applicant stands twice in the file")
_UNKNOWN = Text("Søkeren finnes ikke i registeret", "The applicant is not in the register")
_OTHER = Text(
    "Søkeren har en sak med andre opplysninger, som er sendt inn",
    "The applicant has a case with other facts, which is submitted",
)


def _headings(scheme: GrantScheme) -> dict[str, tuple[str, ...]]:
    found = {"applicant": _APPLICANT, "name": _NAME, SOUGHT: _SOUGHT, "purpose": _PURPOSE}
    for fact in asked_by(scheme.asking):
        found[fact.name] = (fact.label.nb, fact.label.en, fact.name)
    return found


def _row(number: int, given: Mapping[str, str], scheme: GrantScheme, year: SchemeYear) -> ImportRow:
    who = _applicant(given, scheme, year.scheme.municipality_id)
    facts = {fact.name: given.get(fact.name, "") for fact in asked_by(scheme.asking)}
    values: dict[str, Any] = {
        "facts": facts,
        SOUGHT: given.get(SOUGHT, ""),
        "purpose": given.get("purpose", ""),
        "name": given.get("name", ""),
    }
    if who is None:
        return _refused(number, values, "applicant", _UNKNOWN)
    values |= who
    told = as_told(scheme, {**facts, SOUGHT: values[SOUGHT]}, "nb")
    if told.problems:
        first = told.problems[0]
        return _refused(number, values, first.where, first.what)
    return ImportRow(
        row=number,
        values=values,
        action=_action(values, dict(told.facts), told.sought.oere if told.sought else 0, year),
        field="",
        reason=Text("", ""),
    )


def _action(values: dict[str, Any], facts: dict[str, Any], sought: int, year: SchemeYear) -> str:
    """Tell whether the applicant has a case in the year, and whether it says the same."""
    there = (
        GrantApplication.objects.filter(scheme_year=year, applicant=values["key"])
        .exclude(state="withdrawn")
        .order_by("-pk")
        .first()
    )
    if there is None:
        return "new"
    if (there.facts, there.sought_oere) == (facts, sought):
        return "same"
    return "changed" if there.state == "draft" else "quarantine"


def _applicant(given: Mapping[str, str], scheme: GrantScheme, place: int) -> dict[str, Any] | None:
    """Return key and kind of the applicant: a municipality number, a centre's, or an HPR number."""
    said = given.get("applicant", "").replace(" ", "")
    kinds = scheme.applicants
    if ApplicantKind.MUNICIPALITY in kinds and len(said) == 4 and said.isdecimal():
        name = given.get("name") or f"Kommune {said}"
        return {
            "key": f"municipality:{said}",
            "kind": "municipality",
            "number": said,
            "name": name,
        }
    if ApplicantKind.CENTRE in kinds:
        centres = Centre.objects.filter(municipality=place)
        centre = (
            centres.filter(organisation_number=said).first() if len(said) == 9 else None
        ) or centres.filter(external_id=given.get("applicant", "")).first()
        if centre is not None:
            return {
                "key": f"centre:{centre.pk}",
                "kind": "centre",
                "centre": centre.pk,
                "name": centre.name,
            }
    if ApplicantKind.GP in kinds and said.isdecimal():
        doctor = Doctor.objects.filter(hpr_number=said).first()
        if doctor is not None:
            return {
                "key": f"doctor:{doctor.pk}",
                "kind": "gp",
                "doctor": doctor.pk,
                "name": doctor.name,
            }
    return None


def _refused(number: int, values: Mapping[str, Any], field: str, reason: Text) -> ImportRow:
    return ImportRow(row=number, values=values, action="quarantine", field=field, reason=reason)


def other_case() -> Text:
    """Return why a row about a case that is submitted with other facts does not fit."""
    return _OTHER
