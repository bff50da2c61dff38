"""A roster as the engine is asked for it, and as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hjemmel.apps.duty.mapping.doctors import doctors_of, key_of, pictures_of, wishes_of
from hjemmel.apps.duty.mapping.history import opening_ledger, other_duty
from hjemmel.apps.duty.mapping.shifts import called, shifts_of
from hjemmel.apps.duty.models import DutyAssignment, DutyDistrict, DutyRoster
from hjemmel.domain.duty_roster import Assignment, DutyPicture
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.cycles import Cycle, weeks_on_off
from hjemmel.engines.rostering.file_parts import read_limits
from hjemmel.engines.rostering.legal_terms import red_days_between, terms_from
from hjemmel.engines.rostering.model import ledger_of
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.terms import Prices, Terms
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import LawAt, law_on

LIMITS, CYCLES, PRICES = "limits", "cycles", "prices"
"""Names in a district's settings."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some doctors of a roster with all their shifts, and the shifts that a change is about."""

    doctors: frozenset[str]
    shifts: frozenset[str]


def law_of(roster: DutyRoster) -> LawAt:
    """Return the law on a roster's first day, with the host municipality's choices."""
    return law_on(roster.first, roster.district.host.number).fresh()


def terms_of(district: DutyDistrict, law: LawAt) -> Terms:
    """Return the limits of law, agreement and the district itself.

    Raises:
        DataFileError: The district's own limits are not as they should be.
        MissingDataError: A limit is needed that nobody has provided.
    """
    own = district.settings.get(LIMITS, {})
    return terms_from(law, local=read_limits(own, law, district.short_name))


def inputs_of(roster: DutyRoster, *, part: Part | None = None) -> RosterInputs:
    """Return what a roster is made from, as it is stored now; a bounded number of queries.

    Args:
        roster: The roster.
        part: Only some of it, to judge a change by; ``None``: all.
    """
    law = law_of(roster)
    period = Period(roster.first, roster.last)
    rows = doctors_of(roster)
    if part is not None:
        rows = [row for row in rows if key_of(row.pk) in part.doctors]
    before, beside, earlier_names = other_duty(roster, rows)
    shifts = shifts_of(roster, None if part is None else part.shifts)
    doctors = pictures_of(rows, period, law, beside)
    names = {key_of(row.pk): row.doctor.name for row in rows}
    names |= {shift.key: called(name, shift.day) for shift, name in shifts}
    return RosterInputs(
        picture=DutyPicture(
            period=period,
            doctors=doctors,
            shifts=tuple(shift for shift, _ in shifts),
            wishes=wishes_of(rows, period),
            fixed=_known(assignments_of(roster, is_fixed=True), names),
            earlier=tuple(before),
        ),
        terms=terms_of(roster.district, law),
        red_days=red_days_between(roster.first, roster.last, law),
        opening=opening_ledger(roster, rows),
        cycles=tuple(_cycle(one) for one in roster.district.settings.get(CYCLES, [])),
        prices=Prices(**roster.district.settings.get(PRICES, {})),
        published=_known(published_of(roster), names),
        names={**earlier_names, **names},
    )


def _known(assignments: frozenset[Assignment], names: Mapping[str, str]) -> frozenset[Assignment]:
    """Return the assignments of doctors and shifts that are there."""
    return frozenset(one for one in assignments if {one.shift, one.doctor} <= names.keys())


def _cycle(one: Mapping[str, Any]) -> Cycle:
    days = one.get("days")
    pattern = (
        tuple(tuple(day) for day in days)
        if days
        else weeks_on_off(int(one["weeks_on"]), int(one["weeks_off"]))
    )
    return Cycle(
        key=str(one["key"]),
        name=Text(str(one["name_nb"]), str(one["name_en"])),
        days=pattern,
        starts={key: date.fromisoformat(day) for key, day in one["starts"].items()},
    )


def assignments_of(roster: DutyRoster, *, is_fixed: bool = False) -> frozenset[Assignment]:
    """Return who is on which shift now; ``is_fixed``: only those who are locked to theirs."""
    rows = DutyAssignment.objects.filter(shift__roster=roster, ended_at__isnull=True)
    if is_fixed:
        rows = rows.filter(is_fixed=True)
    return frozenset(
        Assignment(shift, key_of(doctor))
        for shift, doctor in rows.values_list("shift__key", "duty_doctor")
    )


def published_of(roster: DutyRoster) -> frozenset[Assignment]:
    """Return who was on which shift when the roster was last sent out."""
    newest = roster.publications.order_by("-number").values_list("assignments", flat=True).first()
    return frozenset(Assignment(shift, key_of(doctor)) for shift, doctor in newest or [])


def shares_of(problem: Problem) -> dict[str, dict[str, tuple[int, bool]]]:
    """Return the fair share of each doctor by key and category, and whether it is compared."""
    found: dict[str, dict[str, tuple[int, bool]]] = {}
    for line in ledger_of(problem, problem.fixed & False).balances:
        found.setdefault(line.doctor, {})[line.category.value] = (line.share, line.counts)
    return found
