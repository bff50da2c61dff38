"""What the rules say about a list, a centre and a doctor of the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import HjemmelError
from hjemmel.law.finding import Finding
from hjemmel.law.lawat import LawAt
from hjemmel.rules.agreement_content import agreement_is_complete
from hjemmel.rules.agreement_end import agreement_runs_at_age, extension_is_within_age
from hjemmel.rules.list_limits import ceiling_is_allowed, list_is_open, low_ceiling_is_agreed
from hjemmel.rules.shared_lists import part_list_age_is_reached, shared_list_is_lawful

Said = Finding | HjemmelError


def about_list(
    row: ListOnDay,
    as_of: date,
    law: LawAt,
    *,
    opening_hours: bool,
    side_tasks: bool,
    agreed: bool,
    doctors: int,
    responsible: int,
) -> tuple[Said, ...]:
    """Return what the rules say about a list; a rule that lacks a figure says which.

    Args:
        row: The list.
        as_of: The day.
        law: The law of the day.
        opening_hours: Whether the agreement states them.
        side_tasks: Whether the agreement states other tasks.
        agreed: Whether the municipality has agreed to the ceiling.
        doctors: Doctors on the list: the holder and those who share it.
        responsible: How many of them are named as the responsible one.
    """
    asked: list[Callable[[], Finding]] = []
    if row.ceiling is not None:
        ceiling = row.ceiling
        asked.append(lambda: ceiling_is_allowed(ceiling, law=law))
        asked.append(lambda: low_ceiling_is_agreed(ceiling, agreed, law=law))
        if row.length is not None:
            length = row.length
            asked.append(lambda: list_is_open(length, ceiling, law=law))
    age = row.holder_age(as_of)
    if age is not None:
        asked.append(lambda: agreement_runs_at_age(age, law=law, agreed_age_years=row.end_age))
    agreed_age = row.end_age
    if agreed_age is not None:
        asked.append(lambda: extension_is_within_age(agreed_age, law=law))
    if row.kind == "shared" or doctors > 1:
        asked.append(lambda: shared_list_is_lawful(doctors, responsible == 1, law=law))
    if row.kind == "part" and age is not None:
        asked.append(lambda: part_list_age_is_reached(age, law=law))
    if row.form == "self_employed":
        asked.append(
            lambda: agreement_is_complete(
                opening_hours, row.ceiling is not None, True, side_tasks, law=law
            )
        )
    return tuple(_said(rule) for rule in asked)


def about_ceiling(ceiling: int, agreed: bool, law: LawAt) -> tuple[Said, ...]:
    """Return what the rules say about a ceiling before it is set."""
    return (
        _said(lambda: ceiling_is_allowed(ceiling, law=law)),
        _said(lambda: low_ceiling_is_agreed(ceiling, agreed, law=law)),
    )


def _said(rule: Callable[[], Finding]) -> Said:
    try:
        return rule()
    except HjemmelError as error:
        return error
