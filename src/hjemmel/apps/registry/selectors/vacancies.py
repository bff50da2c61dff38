"""Vacancies and how they were advertised, as known now or at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.apps.registry.models import AgreementTerms, Vacancy
from hjemmel.apps.registry.selectors.known import last_day_known

Terms = tuple[date, date | None, str]
"""First day, first day after, status."""


@dataclass(frozen=True, slots=True)
class VacancyView:
    """A vacancy with the days it was advertised and their deadlines."""

    since: date
    filled_on: date | None
    advertisements: tuple[tuple[date, date], ...]


def vacancies_by_agreement(
    known_at: datetime | None = None, **where: int
) -> dict[int, tuple[VacancyView, ...]]:
    """Return the vacancies of some agreements, oldest first. At most three queries.

    Vacancies have one time only. What was known of them at a moment is told by the terms, which
    have two: a vacancy was known when the terms known then had no holder from its day on, or when
    it was advertised already; that it was filled, when they had a holder from that day on.

    Args:
        known_at: The moment; ``None`` is now.
        where: ``agreement`` or ``agreement__municipality``, and its key.
    """
    found: dict[int, tuple[VacancyView, ...]] = {}
    terms = {} if known_at is None else _terms_known(known_at, where)
    last = last_day_known(known_at)
    for row in Vacancy.objects.filter(**where).prefetch_related("advertisements"):
        told = tuple(
            (one.published_on, one.deadline)
            for one in row.advertisements.all()
            if one.published_on <= last
        )
        view = VacancyView(row.since, row.filled_on, told)
        known = view if known_at is None else _as_known(view, terms.get(row.agreement_id, []), last)
        if known is not None:
            found[row.agreement_id] = (*found.get(row.agreement_id, ()), known)
    return found


def _terms_known(known_at: datetime, where: dict[str, int]) -> dict[int, list[Terms]]:
    rows = AgreementTerms.objects.known(known_at).filter(**where)
    terms: dict[int, list[Terms]] = {}
    for agreement, *times in rows.values_list("agreement_id", "valid_from", "valid_to", "status"):
        terms.setdefault(agreement, []).append((times[0], times[1], times[2]))
    return terms


def _as_known(view: VacancyView, terms: list[Terms], last: date) -> VacancyView | None:
    began = _status_on(view.since, terms)
    if not view.advertisements and (began == "held" or (began is None and view.since > last)):
        return None
    filled = view.filled_on
    if filled is not None and _status_on(filled, terms) != "held":
        filled = None
    return VacancyView(view.since, filled, view.advertisements)


def _status_on(day: date, terms: list[Terms]) -> str | None:
    held = (status for start, end, status in terms if start <= day and (end is None or end > day))
    return next(held, None)
