"""Cases, their figures, notes and verifications as plain data for JSON."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.cases.checks import Values
from hjemmel.cases.data_quality import DataNote
from hjemmel.cases.verification import Verification
from hjemmel.domain.figure import Figure, Source
from hjemmel.domain.municipality import DISTRICT_COUNTS, MunicipalityOnDay
from hjemmel.kernel.text import Language

Plain = dict[str, object]


def case_as_plain(case: MunicipalityOnDay, language: Language = "nb") -> Plain:
    """Return everything that is known about a municipality on a day; ``null`` is unknown."""
    return {
        "id": case.id,
        "municipality": case.number or None,
        "name": case.name,
        "as_of": case.as_of.isoformat(),
        "kind": case.kind.value,
        "kind_name": case.kind.label.in_language(language),
        "seed": case.seed,
        "source": _source(case.source, language),
        "figures": [_figure(name, f, language) for name, f in case.figures.items()],
        "districts": [
            {name: getattr(d, name) for name in ("number", "name", *DISTRICT_COUNTS)}
            for d in case.districts
        ],
        "waiting": [
            {
                "waiting_class": count.waiting_class.value,
                "name": count.waiting_class.label.in_language(language),
                "persons": count.persons,
            }
            for count in case.waiting
        ],
        "trends": [
            {
                "name": name,
                "points": [
                    {
                        "as_of": point.as_of.isoformat(),
                        "value": number(point.value),
                        "source": _source(point.source, language),
                    }
                    for point in points
                ],
            }
            for name, points in case.trends.items()
        ],
    }


def verification_as_plain(verification: Verification, language: Language = "nb") -> Plain:
    """Return one published figure with what it becomes when it is worked out again."""
    return {
        "figure": verification.figure,
        "name": verification.name,
        "label": verification.label.in_language(language),
        "printed": _values(verification.printed),
        "derived": verification.derived,
        "computed": _values(verification.computed),
        "agrees": verification.agrees,
        "matches_record": verification.matches_record,
        "note": verification.note.in_language(language),
        "source": _source(verification.source, language),
    }


def note_as_plain(note: DataNote, language: Language = "nb") -> Plain:
    """Return readings that do not fit together, and which one is used."""
    return {
        "id": note.id,
        "title": note.title.in_language(language),
        "cases": list(note.cases),
        "severity": note.severity.value,
        "severity_name": note.severity.label.in_language(language),
        "readings": [
            {
                "text": reading.text.in_language(language),
                "value": None if reading.value is None else number(reading.value),
                "as_of": None if reading.as_of is None else reading.as_of.isoformat(),
                "source": _source(reading.source, language),
                "is_used": reading.is_used,
            }
            for reading in note.readings
        ],
        "decision": note.decision.in_language(language),
    }


def number(value: int | Decimal) -> int | float:
    """Return a number as JSON knows it; a whole number is an ``int``."""
    return int(value) if value == int(value) else float(value)


def _values(values: Values) -> object:
    """One value alone, several as a list."""
    plain = [number(value) for value in values]
    return plain[0] if len(plain) == 1 else plain


def _figure(name: str, figure: Figure, language: Language) -> Plain:
    return {
        "name": name,
        "value": number(figure.value),
        "as_of": figure.as_of.isoformat(),
        "source": _source(figure.source, language),
        "note": None if figure.note is None else figure.note.in_language(language),
    }


def _source(source: Source, language: Language) -> Plain:
    return {
        "document": source.document.in_language(language),
        "place": source.place,
        "text": source.text(language),
    }
