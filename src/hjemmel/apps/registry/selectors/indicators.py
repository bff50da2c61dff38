"""The published indicators computed from the register, beside what was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import AgreementTerms, PatientList
from hjemmel.apps.registry.selectors.lists import lists_kept
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.statistics import IndicatorView, indicator_series
from hjemmel.engines.coverage.indicators import (
    CountedList,
    IndicatorValue,
    indicators,
    totals,
)
from hjemmel.kernel.digest import plain
from hjemmel.kernel.numbers import round_half_up
from hjemmel.kernel.text import Language
from hjemmel.kernel.time import add_months
from hjemmel.law import law_on


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator from the register, and the newest published one.

    Args:
        ours: As computed from the register.
        published: The newest published figure that is not after the day; ``None``: not fetched.
        difference: Ours less published, ours rounded as published; ``None``: one of them is missing.
    """

    ours: IndicatorValue
    published: IndicatorView | None
    difference: Decimal | None


def indicators_on(
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> tuple[IndicatorRow, ...]:
    """Return every published indicator, computed from the register on a day.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_FIGURES, municipality=municipality.key)
    law = law_on(as_of, municipality.number)
    sums = totals(
        _lists(municipality, as_of, known_at),
        law,
        _ids_a_month_before(municipality, as_of, known_at),
    )
    newest = _newest(municipality.number, as_of, by)
    return tuple(_row(found, newest.get(found.code)) for found in indicators(sums, law))


def as_plain(
    rows: tuple[IndicatorRow, ...], municipality: MunicipalityView, as_of: date, language: Language
) -> dict[str, Any]:
    """Return indicators as plain data, for the command line and the API."""
    return {
        "municipality": municipality.number,
        "name": municipality.name,
        "is_synthetic": municipality.is_synthetic,
        "as_of": as_of.isoformat(),
        "indicators": [
            {
                "id": row.ours.id,
                "publisher": row.ours.publisher,
                "title": row.ours.title.in_language(language),
                "value": _number(row.ours.value, row.ours.decimals),
                "unit": row.ours.unit.in_language(language),
                "formula": row.ours.formula.in_language(language),
                "inputs": {name: _number(v, 4) for name, v in row.ours.inputs.items()},
                "missing": list(row.ours.missing),
                "source": row.ours.source.in_language(language),
                "note": None if row.ours.note is None else row.ours.note.in_language(language),
                "published": _published(row),
                "difference": None if row.difference is None else float(row.difference),
            }
            for row in rows
        ],
    }


def _published(row: IndicatorRow) -> dict[str, Any] | None:
    found = row.published
    if found is None:
        return None
    return {
        "table": found.table,
        "content": found.content,
        "year": found.year,
        "value": None if found.value is None else float(found.value),
        "status": found.status,
        "retrieved_on": plain(found.retrieved_on),
    }


def _number(value: Decimal | None, decimals: int) -> float | None:
    return None if value is None else float(round_half_up(value, decimals))


def _lists(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> tuple[CountedList, ...]:
    hours: Mapping[int, Decimal | None] = dict(
        AgreementTerms.objects.on(as_of, known_at)
        .filter(agreement__municipality=municipality.key)
        .values_list("agreement_id", "side_task_hours")
    )
    kept = lists_kept(municipality.key, municipality.revision, as_of, known_at)
    return tuple(
        CountedList(
            id=str(row.key),
            length=row.length,
            ceiling=row.ceiling,
            has_doctor=row.status == "held",
            municipal_hours=hours.get(row.agreement),
        )
        for row in kept.rows
    )


def _ids_a_month_before(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> frozenset[str] | None:
    """Return the lists of a month before; ``None`` when the register does not reach so far back."""
    before = add_months(as_of, -1)
    here = PatientList.objects.filter(municipality=municipality.key)
    starts = AgreementTerms.objects.known(known_at).filter(
        Q(valid_from__lte=before), agreement__municipality=municipality.key
    )
    if not here.exists() or not starts.exists():
        return None
    kept = lists_kept(municipality.key, municipality.revision, before, known_at)
    return frozenset(str(row.key) for row in kept.rows)


def _newest(number: str, as_of: date, by: Actor) -> Mapping[str, IndicatorView]:
    """Return the newest figure of each series; those of a year are of its last day."""
    found: dict[str, IndicatorView] = {}
    for row in indicator_series(number=number, by=by):
        if date(row.year, 12, 31) <= as_of:
            found[row.content] = row
    return found


def _row(ours: IndicatorValue, published: IndicatorView | None) -> IndicatorRow:
    difference = None
    if published is not None and published.value is not None and ours.value is not None:
        exponent = published.value.normalize().as_tuple().exponent
        decimals = max(ours.decimals, -exponent if isinstance(exponent, int) else 0)
        difference = round_half_up(ours.value, decimals) - published.value
    return IndicatorRow(ours, published, difference)
