"""The results of this engine as plain data for JSON: the same from every door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hjemmel.domain.attention import Attention
from hjemmel.domain.figure import Figure, Source
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage.check import check
from hjemmel.engines.coverage.districts import DistrictCoverage
from hjemmel.engines.coverage.explain import explain
from hjemmel.engines.coverage.promises import Promise
from hjemmel.engines.coverage.questions import QUESTIONS, Question
from hjemmel.engines.coverage.results import CoverageResult, MethodResult, NeedResult, PathYear
from hjemmel.engines.coverage.sensitivity import Band
from hjemmel.engines.coverage.sentences import overview_answer
from hjemmel.engines.coverage.waiting_reserve import WaitingReserveNeed
from hjemmel.kernel.text import Language
from hjemmel.law.plain import finding_as_plain

Plain = dict[str, object]
_DECIMALS = 6


def number(value: float | None, decimals: int = _DECIMALS) -> int | float | None:
    """Return a number without binary dust; a whole number is an ``int``.

    >>> number(280.0), number(294.00000000000006), number(0.8855894, 3)
    (280, 294, 0.886)
    """
    if value is None:
        return None
    rounded = round(float(value), decimals)
    return int(rounded) if rounded.is_integer() else rounded


def coverage_as_plain(
    result: CoverageResult,
    picture: MunicipalityOnDay,
    language: Language = "nb",
    *,
    attention: Sequence[Attention] = (),
) -> Plain:
    """Return where the scheme stands; ``attention`` is what needs somebody."""
    return {
        **_head(picture, language),
        "as_of": result.as_of.isoformat(),
        "norm_per_1000": number(result.norm_per_1000),
        "districts": [_row(row) for row in result.districts],
        "total": _total(result.total, picture),
        "promises": [_promise(promise, language) for promise in result.promises],
        "answer": overview_answer(result).in_language(language),
        "attention": [_attention(item, language) for item in attention],
        "receipt": result.receipt.as_plain(),
    }


def need_as_plain(
    result: NeedResult,
    picture: MunicipalityOnDay,
    changes: Mapping[str, Any],
    language: Language = "nb",
) -> Plain:
    """Return how many GPs are needed; ``changes`` are the assumptions that the asker gave."""
    inputs = result.inputs
    return {
        **_head(picture, language),
        "as_of": result.as_of.isoformat(),
        "target_year": inputs.target_year,
        "persons": number(result.persons),
        "need": number(result.need),
        "target": result.target,
        "target_by_need": result.target_by_need,
        "target_by_capacity_share": result.target_by_capacity_share,
        "reserve_share": number(result.reserve_share),
        "reserve_of": inputs.reserve_of,
        "free_share_of_capacity": number(result.free_share_of_capacity),
        "gps_today": inputs.gps_today,
        "leavers_per_year": number(result.leavers_per_year),
        "years": inputs.years,
        "recruits": result.recruits,
        "methods": [_method(method, language) for method in result.methods],
        "hours": {name: number(value) for name, value in asdict(result.hours).items()},
        "demand": None
        if result.demand is None
        else {name: number(value) for name, value in asdict(result.demand).items()},
        "corrected_list_length": number(result.corrected_list_length),
        "waiting_reserve": _waiting_reserve(result.waiting_reserve),
        "influences": [
            {
                "factor": influence.factor,
                "half_width": number(influence.half_width),
                "at_low": number(influence.at_low),
                "at_high": number(influence.at_high),
            }
            for influence in result.influences
        ],
        "path": [_year(year) for year in result.path],
        "districts": [
            {"number": d.number, "name": d.name, "path": [_year(year) for year in d.years]}
            for d in result.district_paths
        ],
        "assumptions": _assumptions(result, picture, changes, language),
        "steps": [
            {
                "label": step.label.in_language(language),
                "formula": step.formula.in_language(language),
                "value": step.value.in_language(language),
                "unit": step.unit.in_language(language),
            }
            for step in explain(result)
        ],
        "findings": [finding_as_plain(finding, language) for finding in result.findings],
        "checks": [finding_as_plain(finding, language) for finding in check(result)],
        "receipt": result.receipt.as_plain(),
    }


def source_as_plain(source: Source | None, language: Language = "nb") -> Plain | None:
    """Return a source with its document, its place and both as one text."""
    if source is None:
        return None
    return {
        "document": source.document.in_language(language),
        "place": source.place,
        "text": source.text(language),
    }


def _head(picture: MunicipalityOnDay, language: Language) -> Plain:
    return {
        "case": picture.id,
        "municipality": picture.number or None,
        "name": picture.name,
        "kind": picture.kind.value,
        "kind_name": picture.kind.label.in_language(language),
        "source": source_as_plain(picture.district_source or picture.source, language),
    }


def _row(row: DistrictCoverage) -> Plain:
    """Counts as they are; GPs per 1 000, gap and needed GPs with three decimals."""
    computed = ("gps_per_1000", "needed", "gap")
    return {
        name: number(value, 3) if name in computed else _count_or_share(value)
        for name, value in asdict(row).items()
    }


def _total(row: DistrictCoverage, picture: MunicipalityOnDay) -> Plain:
    """The sum row; without districts, what nobody has published for the whole is unknown."""
    total = _row(row)
    if picture.districts:
        return total
    unknown = {name for name in ("gps", "population") if name not in picture.figures}
    if unknown:
        unknown |= {"gps_per_1000", "gap"}
    if "population" in unknown:
        unknown.add("needed")
    return {name: None if name in unknown else value for name, value in total.items()}


def _count_or_share(value: object) -> object:
    return number(value) if isinstance(value, float) else value


def _attention(item: Attention, language: Language) -> Plain:
    return {
        "id": item.id,
        "count": item.count,
        "text": item.text.in_language(language),
        "page": item.where,
        "choice": dict(item.choice),
        "remedy": None if item.remedy is None else item.remedy.in_language(language),
    }


def _promise(promise: Promise, language: Language) -> Plain:
    return {
        "id": promise.id,
        "title": promise.title.in_language(language),
        "value": None if promise.value is None else number(float(promise.value)),
        "is_share": promise.is_share,
        "unit": promise.unit.in_language(language),
        "detail": promise.detail.in_language(language),
        "status": promise.status,
        "status_name": promise.status_label.in_language(language),
        "as_of": promise.as_of.isoformat(),
        "source": source_as_plain(promise.source, language),
        "finding": None if promise.finding is None else finding_as_plain(promise.finding, language),
    }


def _method(method: MethodResult, language: Language) -> Plain:
    return {
        "method": method.method,
        "title": method.title.in_language(language),
        "status": "unknown" if method.need is None else "computed",
        "need": number(method.need),
        "target": method.target,
        "band": None if method.band is None else _band(method.band),
        "why": method.why.in_language(language),
        "remedy": None if method.remedy is None else method.remedy.in_language(language),
    }


def _band(band: Band) -> Plain:
    return {"low": number(band.low), "high": number(band.high)}


def _year(year: PathYear) -> Plain:
    return {
        "year": year.year,
        "population": number(year.population),
        "target": number(year.target),
        "target_band": _band(year.target_band),
        "gps": number(year.gps),
        "recruits": number(year.recruits),
        "leavers": number(year.leavers),
    }


def _waiting_reserve(need: WaitingReserveNeed | None) -> Plain | None:
    if need is None:
        return None
    return {
        "places": number(need.places),
        "agreements_low": need.agreements_low,
        "agreements_high": need.agreements_high,
        "yearly_agreements_low": number(need.yearly_agreements_low),
        "yearly_agreements_high": number(need.yearly_agreements_high),
        "inputs": {name: number(value) for name, value in asdict(need.inputs).items()},
    }


def _assumptions(
    result: NeedResult,
    picture: MunicipalityOnDay,
    changes: Mapping[str, Any],
    language: Language,
) -> list[Plain]:
    return [
        _assumption(question, result, picture, changes, language)
        for question in QUESTIONS
        if question.label is not None
    ]


def _assumption(
    question: Question,
    result: NeedResult,
    picture: MunicipalityOnDay,
    changes: Mapping[str, Any],
    language: Language,
) -> Plain:
    """One assumption with where it comes from: the asker, the municipality's own, the law or us."""
    published = getattr(picture.need, question.field, None) if picture.need else None
    origin = "published" if published is not None else "assumed"
    if question.field == "reserve_share":
        origin = "law"
    if changes.get(question.field) is not None:
        origin, published = "given", None
    value = getattr(result.inputs, question.field)
    if value is None:
        value = getattr(result, question.field, None)
    figure = published if isinstance(published, Figure) else None
    assert question.label is not None
    return {
        "name": question.name,
        "field": question.field,
        "label": question.label.in_language(language),
        "value": number(value),
        "origin": origin,
        "as_of": None if figure is None else figure.as_of.isoformat(),
        "source": None if figure is None else source_as_plain(figure.source, language),
    }
