"""What must be looked after in the money of the lists: what lapses, what is not claimed, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

import numpy as np

from hjemmel.engines.funding.inputs import UNKNOWN, Form
from hjemmel.engines.funding.model import capitation_of
from hjemmel.engines.funding.regimes import spans
from hjemmel.engines.funding.results import FundingResult, Part
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt


class Watch(Enum):
    """What is watched."""

    LAPSES = "lapses"
    UNCLAIMED = "unclaimed"
    REPORT_MISSING = "report_missing"
    RATE_MISSING = "rate_missing"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    Watch.LAPSES: Text("Faller bort", "Lapses"),
    Watch.UNCLAIMED: Text("Kan være ubrukt", "May be unclaimed"),
    Watch.REPORT_MISSING: Text("Rapport mangler", "Report missing"),
    Watch.RATE_MISSING: Text("Sats mangler", "Rate missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Something that must be looked after.

    Args:
        kind: What it is.
        by: The first day it is so.
        key: The list; empty: it is about all.
        name: What people call the list.
        amount: Kroner a month that it is about; ``None``: not known.
        sentence: What is so, and what to do.
    """

    kind: Watch
    by: date
    key: str
    name: str
    amount: Money | None
    sentence: Text


def watch(result: FundingResult, law: LawAt, *, as_of: date) -> tuple[Watched, ...]:
    """Return what must be looked after, the earliest first.

    Args:
        result: The money of some months, computed with ``missing="leave"``.
        law: The law it was computed with.
        as_of: The day: reports are not missing before their month has begun.
    """
    found = [*_lapses(result), *_unclaimed(result, law), *_reports(result, as_of), *_rates(result)]
    return tuple(sorted(found, key=lambda one: (one.by, one.kind.value, one.name)))


def _lapses(result: FundingResult) -> Iterator[Watched]:
    """Yield lists whose base grant ends because the agreement has become too old."""
    inputs, grants = result.inputs, result.parts[Part.BASE_GRANT]
    for column in range(1, len(inputs.months)):
        if column in result.missing:
            continue
        before, now = grants[:, column - 1], grants[:, column]
        same_length = inputs.length[:, column] == inputs.length[:, column - 1]
        shorter = inputs.length[:, column] > UNKNOWN
        for row in np.flatnonzero((before > 0) & (now == 0) & shorter & same_length).tolist():
            lost = int(before[row] - result.paid[row, column])
            amount = Money(max(0, lost))
            yield Watched(
                kind=Watch.LAPSES,
                by=inputs.months[column].first_day,
                key=inputs.keys[row],
                name=inputs.names[row],
                amount=amount,
                sentence=Text(
                    "Grunntilskuddet slutter fordi avtalen er for gammel; listen betales som den er.",
                    "The base grant ends since the agreement is too old; the list is paid as it is.",
                ),
            )


def _unclaimed(result: FundingResult, law: LawAt) -> Iterator[Watched]:
    """Yield short lists whose agreement has no known start, so that the base grant may be lost."""
    inputs = result.inputs
    seen: set[int] = set()
    for span in spans(inputs.months, law.fresh()):
        grant, regime = span.base_grant, span.regime
        if grant is None or regime is None:
            continue
        floor = np.full(len(span.months), grant.persons, np.int64)
        amounts = capitation_of(floor, regime, span.months)
        for place, month in enumerate(span.months):
            column = span.columns.start + place
            length = inputs.length[:, column]
            short = (
                (inputs.form[:, column] == Form.SELF_EMPLOYED)
                & (length > UNKNOWN)
                & (length < grant.persons)
                & (inputs.ceiling[:, column] >= grant.lowest_ceiling)
                & (inputs.agreement_month[:, column] == UNKNOWN)
            )
            for row in np.flatnonzero(short).tolist():
                if row in seen:
                    continue
                seen.add(row)
                lacking = int(amounts[place]) - int(result.paid[row, column])
                yield Watched(
                    kind=Watch.UNCLAIMED,
                    by=month.first_day,
                    key=inputs.keys[row],
                    name=inputs.names[row],
                    amount=Money(max(0, lacking)),
                    sentence=Text(
                        "Listen er kort, men avtalens start er ikke registrert: før den inn, "
                        "så vises om listen har rett til grunntilskudd.",
                        "The list is short, but the start of the agreement is not registered: enter "
                        "it, and it shows whether the list is entitled to the base grant.",
                    ),
                )


def _reports(result: FundingResult, as_of: date) -> Iterator[Watched]:
    """Yield months that have begun and rest on the national average rate."""
    lists = result.is_estimate.sum(axis=0)
    for column, month in enumerate(result.inputs.months):
        count = int(lists[column])
        if count and month.first_day <= as_of:
            yield Watched(
                kind=Watch.REPORT_MISSING,
                by=month.first_day,
                key="",
                name="",
                amount=None,
                sentence=Text(
                    f"Statens månedsrapport mangler for {n(count)} lister; les den inn, så blir "
                    "anslaget et beløp.",
                    f"The state's monthly report is missing for {n(count, 'en')} lists; load it, and "
                    "the estimate becomes an amount.",
                ),
            )


def _rates(result: FundingResult) -> Iterator[Watched]:
    """Yield the first month that lacks each rate."""
    seen: set[object] = set()
    for column, error in sorted(result.missing.items()):
        parameter = error.data.get("parameter", error.where)
        if parameter in seen:
            continue
        seen.add(parameter)
        yield Watched(
            kind=Watch.RATE_MISSING,
            by=result.inputs.months[column].first_day,
            key="",
            name="",
            amount=None,
            sentence=Text(
                f"{error.what.nb} {error.remedy.nb}", f"{error.what.en} {error.remedy.en}"
            ),
        )
