"""Other general-practice tasks that the municipality may impose on a GP."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("fastlegeforskriften_2012", "12"),
    at("fastlegeforskriften_2025", "32"),
    title_nb="Timer til andre allmennlegeoppgaver",
    title_en="Hours for other general-practice tasks",
    reads=("side_tasks.max_hours_per_week",),
)
def hours_may_be_imposed(
    hours_per_week: Decimal, full_time_share: Decimal, agreed: bool, law: LawAt
) -> Finding:
    """Test that the hours a week are within what may be imposed; the value is that limit.

    The limit of a full-time practice is reduced in proportion to the share of full opening hours.
    More hours are possible when the GP agrees.
    """
    limit = law.number("side_tasks.max_hours_per_week") * Decimal(full_time_share)
    hours_nb, hours_en = n(hours_per_week, decimals=2), n(hours_per_week, "en", decimals=2)
    limit_nb, limit_en = n(limit, decimals=2), n(limit, "en", decimals=2)
    if hours_per_week <= limit:
        return met(
            "within_hours",
            f"{hours_nb} timer per uke kan pålegges; grensen er {limit_nb}.",
            f"{hours_en} hours per week may be imposed; the limit is {limit_en}.",
            value=limit,
        )
    if agreed:
        return met(
            "more_hours_agreed",
            f"{hours_nb} timer per uke er over grensen på {limit_nb}, men avtalt med legen.",
            f"{hours_en} hours per week are above the limit of {limit_en} but agreed.",
            value=limit,
        )
    return not_met(
        "too_many_hours",
        f"{hours_nb} timer per uke kan ikke pålegges; grensen er {limit_nb}.",
        f"{hours_en} hours per week may not be imposed; the limit is {limit_en}.",
        value=limit,
    )


@provision(
    at("fastlegeforskriften_2012", "13"),
    at("fastlegeforskriften_2025", "33", section=2),
    title_nb="Legevakt kommer i tillegg til andre oppgaver",
    title_en="Out-of-hours duty comes in addition to other tasks",
    reads=("side_tasks.out_of_hours_in_addition",),
)
def hours_that_count(side_task_hours: Decimal, out_of_hours_hours: Decimal, law: LawAt) -> Finding:
    """Calculate the hours a week that count against the limit for other tasks."""
    in_addition = law.flag("side_tasks.out_of_hours_in_addition")
    hours = Decimal(side_task_hours) + (0 if in_addition else Decimal(out_of_hours_hours))
    how_nb = "legevakt kommer i tillegg" if in_addition else "legevakt er regnet med"
    how_en = "comes in addition" if in_addition else "is included"
    return calculated(
        "duty_in_addition" if in_addition else "duty_included",
        f"{n(hours, decimals=2)} timer per uke teller mot grensen; {how_nb}.",
        f"{n(hours, 'en', decimals=2)} hours per week count against the limit; "
        f"out-of-hours duty {how_en}.",
        value=hours,
    )
