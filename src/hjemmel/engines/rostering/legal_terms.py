"""The limits that law and agreement set on a day, as a roster keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hjemmel.domain.duty_doctor import Employment
from hjemmel.engines.rostering.terms import Level, Limit, Terms
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt
from hjemmel.rules.competence import ALONE
from hjemmel.rules.public_holidays import red_days
from hjemmel.rules.rest import hours_between_duties
from hjemmel.rules.working_time import which_rules_apply

_HOUR = 60
_DUTY_AGREEMENT = "sfs_2305"
_NIGHT = ("working_time.night_from_hour", "working_time.night_until_hour")
_NIGHT_HOURS = "working_time.night_regular_above_hours"
_REST = "rest.after_duty_hours"


def terms_from(law: LawAt, *, local: Terms | None = None) -> Terms:
    """Return the limits of law and agreement, with the district's own beside them.

    Duty is outside the chapter on working time, so the agreement's rest holds for everybody whom the
    agreement covers; nobody else's is known.

    Args:
        law: The law on the day, with the municipality's local choices.
        local: The district's own limits, with the rest that holds where the main rule does not.

    Raises:
        MissingDataError: A limit is needed that nobody has provided.
    """
    starts, ends = (time(law.integer(hour)) for hour in _NIGHT)
    found = Terms(
        night_starts=starts,
        night_ends=ends,
        night_minutes=int(law.number(_NIGHT_HOURS) * _HOUR),
        rest=_rest(law),
        alone=Limit(value=1, level=Level.LAW, source=_source(law, ALONE)),
    )
    if local is None:
        return found
    return replace(
        local,
        night_starts=found.night_starts,
        night_ends=found.night_ends,
        night_minutes=found.night_minutes,
        rest={**found.rest, **local.rest},
        alone=found.alone,
    )


def _rest(law: LawAt) -> dict[Employment, Limit]:
    covered = [
        one
        for one in Employment
        if which_rules_apply(one.value, True, law=law).reason == _DUTY_AGREEMENT
    ]
    if not covered:
        return {}
    minutes = int(hours_between_duties(law) * _HOUR)
    limit = Limit(value=minutes, level=Level.AGREEMENT, source=_source(law, _REST))
    return dict.fromkeys(covered, limit)


def _source(law: LawAt, parameter: str) -> Text:
    return law.version(parameter).source.as_text()


def red_days_between(first: date, last: date, law: LawAt) -> frozenset[date]:
    """Return the public holidays of every year that a period touches."""
    days: set[date] = set()
    for year in range(first.year, last.year + 1):
        days |= red_days(year, law)
    return frozenset(days)
