"""Parameters, their versions and rules as plain data for JSON: the same from every door."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.text import Language
from hjemmel.law.citation import Citation
from hjemmel.law.finding import Finding
from hjemmel.law.loader import LawBook
from hjemmel.law.parameters import Parameter, ParameterVersion, Value
from hjemmel.law.provision import Rule

Plain = dict[str, object]


def value_as_plain(value: Value) -> object:
    """Return a value as JSON knows it: whole numbers whole, decimals as numbers, lists as lists.

    >>> value_as_plain((1, Decimal("0.5"), True))
    [1, 0.5, True]
    """
    if isinstance(value, tuple):
        return [value_as_plain(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return value


def citation_as_plain(citation: Citation, language: Language = "nb") -> Plain:
    """Return a place in an act with its parts and its textual form."""
    act = citation.act
    return {
        "act": act.id,
        "title": act.title.in_language(language),
        "reference": act.reference,
        "paragraph": citation.paragraph,
        "section": citation.section,
        "sentence": citation.sentence,
        "letter": citation.letter,
        "text": citation.text(language),
    }


def version_as_plain(
    parameter: Parameter, version: ParameterVersion, language: Language = "nb"
) -> Plain:
    """Return one version of a parameter; ``valid_until`` is the first day no longer in force."""
    period = parameter.period_of(version)
    local = version.municipality is not None
    return {
        "id": parameter.id,
        "title": parameter.title.in_language(language),
        "value": value_as_plain(version.value),
        "unit": parameter.unit.id,
        "unit_name": parameter.unit.name.in_language(language),
        "rank": "kommunal" if local else parameter.rank.value,
        "municipality": version.municipality,
        "valid_from": period.start.isoformat(),
        "valid_until": None if period.end is None else period.end.isoformat(),
        "source": citation_as_plain(version.source, language),
        "confidence": version.review.status.value,
        "reviewed_on": version.review.on.isoformat(),
        "reviewed_against": version.review.source,
        "quote": version.quote,
        "note": None if version.note is None else version.note.in_language(language),
        "case_number": version.case_number,
        "file": f"law/data/{version.file}",
    }


def history_as_plain(parameter: Parameter, language: Language = "nb") -> Plain:
    """Return every version of a parameter: the national ones, then each municipality's choices."""
    versions = [
        *parameter.versions,
        *(version for number in sorted(parameter.local) for version in parameter.local[number]),
    ]
    bounds = parameter.local_bounds
    return {
        "id": parameter.id,
        "title": parameter.title.in_language(language),
        "unit": parameter.unit.id,
        "unit_name": parameter.unit.name.in_language(language),
        "rank": parameter.rank.value,
        "local_choice": None
        if bounds is None
        else {
            "minimum": None if bounds.minimum is None else value_as_plain(bounds.minimum),
            "maximum": None if bounds.maximum is None else value_as_plain(bounds.maximum),
        },
        "versions": [version_as_plain(parameter, version, language) for version in versions],
    }


def summary_as_plain(parameter: Parameter, language: Language = "nb") -> Plain:
    """Return what a list of parameters shows of one."""
    return {
        "id": parameter.id,
        "title": parameter.title.in_language(language),
        "area": parameter.id.split(".", 1)[0],
        "unit": parameter.unit.id,
        "unit_name": parameter.unit.name.in_language(language),
        "rank": parameter.rank.value,
        "versions": len(parameter.versions),
        "local_choice": parameter.local_bounds is not None,
        "municipalities": sorted(parameter.local),
    }


def rule_as_plain(rule: Rule, book: LawBook, language: Language = "nb") -> Plain:
    """Return a rule with the places it implements and the parameters it reads."""
    return {
        "id": rule.id,
        "title": rule.title.in_language(language),
        "summary": rule.summary,
        "sources": [citation_as_plain(place.citation(book), language) for place in rule.places],
        "parameters": list(rule.parameters),
    }


def finding_as_plain(finding: Finding, language: Language = "nb") -> Plain:
    """Return the result of a rule."""
    return {
        "outcome": finding.outcome.value,
        "label": finding.outcome.label.in_language(language),
        "reason": finding.reason,
        "sentence": finding.sentence.in_language(language),
        "value": None if finding.value is None else value_as_plain(finding.value),
        "sources": [citation_as_plain(citation, language) for citation in finding.citations],
        "rests_on_unverified": finding.rests_on_unverified,
    }
