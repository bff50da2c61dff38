"""A doctor's competence over time: on which days she may be on duty alone, or be the back-up doctor.

Her ``Skill``s hold the values of ``Qualification`` with their periods. Both her own days and the
days on which the law changes are boundaries; between two boundaries the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise

from hjemmel.domain.duty_doctor import Skill
from hjemmel.domain.qualification import Qualification
from hjemmel.kernel.time import Period
from hjemmel.law.finding import Finding
from hjemmel.law.lawat import LawAt
from hjemmel.rules.competence import (
    ALONE,
    BACK_UP,
    COURSES,
    LIS1_EXEMPTION,
    may_be_alone,
    may_be_back_up,
)

_CODES = {qualification.value for qualification in Qualification}


def may_be_alone_on(
    day: date, skills: Iterable[Skill], law: LawAt, *, exempted: Iterable[Period] = ()
) -> Finding:
    """Tell whether a doctor may be on duty without a back-up doctor on a day.

    Args:
        day: The day; the law is read for it, whatever day ``law`` is for.
        skills: What she may do, and when; keys that are no ``Qualification`` do not matter here.
        law: Book and municipality; it takes over what was read.
        exempted: When the municipality has exempted her as one with LIS1 (until the end of 2025).

    Raises:
        MissingDataError: The requirement on the day is not known (before 2020).
    """
    then = LawAt(day, law.municipality, book=law.book)
    finding = may_be_alone(
        _held(skills, day), any(period.contains(day) for period in exempted), law=then
    )
    law.absorb(then)
    return finding


def may_be_back_up_on(day: date, skills: Iterable[Skill], law: LawAt) -> Finding:
    """Tell whether a doctor may be the back-up doctor of another on a day; as ``may_be_alone_on``."""
    then = LawAt(day, law.municipality, book=law.book)
    finding = may_be_back_up(_held(skills, day), law=then)
    law.absorb(then)
    return finding


def alone_periods(
    skills: Iterable[Skill], within: Period, law: LawAt, *, exempted: Iterable[Period] = ()
) -> tuple[Period, ...]:
    """Return the periods in which a doctor may be on duty without a back-up doctor, in order.

    Where a person has to judge, she may not. Periods that touch are one.
    """
    own, exempt = tuple(skills), tuple(exempted)
    return _periods(
        within,
        _boundaries(own, exempt, within, law),
        lambda day: may_be_alone_on(day, own, law, exempted=exempt).is_met,
    )


def back_up_periods(skills: Iterable[Skill], within: Period, law: LawAt) -> tuple[Period, ...]:
    """Return the periods in which a doctor may be the back-up doctor of another, in order."""
    own = tuple(skills)
    return _periods(
        within,
        _boundaries(own, (), within, law),
        lambda day: may_be_back_up_on(day, own, law).is_met,
    )


def _held(skills: Iterable[Skill], day: date) -> tuple[str, ...]:
    return tuple(sorted({s.key for s in skills if s.key in _CODES and s.period.contains(day)}))


def _boundaries(
    skills: tuple[Skill, ...], exempted: tuple[Period, ...], within: Period, law: LawAt
) -> list[date]:
    """Return the days within the period on which something changes, its first day included."""
    periods = [skill.period for skill in skills if skill.key in _CODES]
    days = set(_ends([*periods, *exempted, *_versions(law)]))
    return sorted({within.start} | {day for day in days if within.contains(day)})


def _versions(law: LawAt) -> Iterator[Period]:
    for parameter_id in (ALONE, BACK_UP, COURSES, LIS1_EXEMPTION):
        parameter = law.book.parameter(parameter_id)
        yield from (parameter.period_of(version) for version in parameter.versions)


def _ends(periods: Iterable[Period]) -> Iterator[date]:
    for period in periods:
        yield period.start
        if period.end is not None:
            yield period.end


def _periods(
    within: Period, boundaries: list[date], holds: Callable[[date], bool]
) -> tuple[Period, ...]:
    """Join the stretches between boundaries in which the answer is yes."""
    found: list[Period] = []
    for start, end in pairwise([*boundaries, within.end]):
        if start is None or not holds(start):
            continue
        if found and found[-1].end == start:
            found[-1] = Period(found[-1].start, end)
        else:
            found.append(Period(start, end))
    return tuple(found)
