"""Rest between duties under the agreement for doctors, and daily and weekly rest under the Act.

``working_time.which_rules_apply`` tells which of the two a doctor's work is under.
"""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.hours import hours_en, hours_nb
from hjemmel.rules.own_agreement import OWN_AGREEMENT, require_covered

_AML = "arbeidsmiljoeloven"
_SFS = "sfs_2305"


def hours_between_duties(law: LawAt) -> Decimal:
    """Return the rest between work periods with duty, as the main rule, in hours.

    Raises:
        MissingDataError: Nobody has provided it for the day, or the municipality has its own agreement.
    """
    require_covered("rest.after_duty_hours", law)
    return law.number("rest.after_duty_hours")


@provision(
    at(_SFS, "pkt. 7.4", section=3),
    title_nb="Hvile etter legevakt",
    title_en="Rest after duty",
    reads=("rest.after_duty_hours", OWN_AGREEMENT),
)
def rest_after_duty_is_enough(hours_free: Decimal, was_calm: bool, law: LawAt) -> Finding:
    """Test the rest after a duty; after a calm one less may do, which a person judges.

    The value is the rest of the main rule, hours.
    """
    needed = hours_between_duties(law)
    said_nb, said_en = hours_nb(hours_free), hours_en(hours_free)
    if hours_free >= needed:
        return met(
            "rested",
            f"{said_nb} hvile etter vakt; hovedregelen er {hours_nb(needed)}.",
            f"{said_en} of rest after duty; the main rule is {hours_en(needed)}.",
            value=needed,
        )
    if was_calm:
        return needs_judgement(
            "short_after_calm_duty",
            f"{said_nb} hvile er under hovedregelens {hours_nb(needed)}; vakten var rolig, så "
            "kortere hvile kan være nok.",
            f"{said_en} of rest is below the main rule's {hours_en(needed)}; the duty was calm, so "
            "a shorter rest may do.",
            value=needed,
        )
    return not_met(
        "too_little_rest",
        f"{said_nb} hvile etter vakt er for lite; hovedregelen er {hours_nb(needed)}.",
        f"{said_en} of rest after duty is too little; the main rule is {hours_en(needed)}.",
        value=needed,
    )


@provision(
    at(_SFS, "pkt. 7"),
    at("sfs_2305_2024", "pkt. 7"),
    title_nb="Minste antall leger i vaktordningen",
    title_en="The smallest number of doctors in a rota",
    reads=("rest.min_doctors_is_binding", "rest.min_doctors_in_rota"),
)
def rota_has_enough_doctors(doctors: int, law: LawAt) -> Finding:
    """Test the number of doctors who share a rota.

    The agreement sets a number for each kind of rota. It was not found, so without a local value
    a person has to judge; the sentence says where to enter it.
    """
    binding = law.flag("rest.min_doctors_is_binding")
    if not law.has("rest.min_doctors_in_rota"):
        return needs_judgement(
            "number_not_known",
            f"{n(doctors)} leger deler vakten. Avtalens minste antall er ikke funnet; legg det inn i "
            "law/data/rest/min_doctors_in_rota.toml.",
            f"{n(doctors, 'en')} doctors share the duty. The agreement's smallest number was not "
            "found; enter it in law/data/rest/min_doctors_in_rota.toml.",
        )
    fewest = law.integer("rest.min_doctors_in_rota")
    said_nb = f"{n(doctors)} leger deler vakten; avtalens minste antall er {n(fewest)}."
    said_en = f"{n(doctors, 'en')} doctors share the duty; the agreement's smallest number is "
    said_en += f"{n(fewest, 'en')}."
    if doctors >= fewest:
        return met("enough_doctors", said_nb, said_en, value=fewest)
    if binding:
        return not_met("too_few_doctors", said_nb, said_en, value=fewest)
    return needs_judgement("fewer_than_advised", said_nb, said_en, value=fewest)


@provision(
    at("fastlegeforskriften_2012", "13"),
    at("fastlegeforskriften_2025", "33"),
    at(_SFS, "pkt. 7"),
    title_nb="Lengste vakt",
    title_en="Longest duty",
    reads=("rest.max_duty_hours", "duty.load_limit_is_defensibility"),
)
def duty_length_is_defensible(hours: Decimal, law: LawAt) -> Finding:
    """Test the length of a duty; no law sets a number, so a person judges unless one is entered."""
    if law.has("rest.max_duty_hours"):
        limit = law.number("rest.max_duty_hours")
        answer, reason = (met, "within_hours") if hours <= limit else (not_met, "too_long")
        return answer(
            reason,
            f"En vakt på {hours_nb(hours)}; grensen er {hours_nb(limit)}.",
            f"A duty of {hours_en(hours)}; the limit is {hours_en(limit)}.",
            value=limit,
        )
    law.flag("duty.load_limit_is_defensibility")
    return needs_judgement(
        "no_number_in_law",
        f"En vakt på {hours_nb(hours)}: ingen lov setter en grense i timer; den må være forsvarlig.",
        f"A duty of {hours_en(hours)}: no law sets a limit in hours; it must be defensible.",
    )


@provision(
    at(_AML, "10-8", section=1),
    title_nb="Daglig arbeidsfri",
    title_en="Daily rest",
    reads=("rest.daily_hours", "rest.daily_hours_agreed"),
)
def daily_rest_is_enough(
    hours: Decimal, union_agreement: bool, compensating_rest: bool, law: LawAt
) -> Finding:
    """Test the unbroken rest in 24 hours; the value is the rest that is needed."""
    return _rest(
        hours,
        law.number("rest.daily_hours"),
        law.number("rest.daily_hours_agreed") if union_agreement and compensating_rest else None,
        ("i løpet av 24 timer", "in 24 hours"),
    )


@provision(
    at(_AML, "10-8", section=2),
    title_nb="Ukentlig arbeidsfri",
    title_en="Weekly rest",
    reads=("rest.weekly_hours", "rest.weekly_hours_agreed"),
)
def weekly_rest_is_enough(
    hours: Decimal, union_agreement: bool, compensating_rest: bool, law: LawAt
) -> Finding:
    """Test the unbroken rest in seven days; the value is the rest that is needed."""
    return _rest(
        hours,
        law.number("rest.weekly_hours"),
        law.number("rest.weekly_hours_agreed") if union_agreement and compensating_rest else None,
        ("i løpet av sju dager", "in seven days"),
    )


@provision(
    at(_AML, "10-8", section=4),
    title_nb="Frie søn- og helgedager",
    title_en="Sundays and holidays off",
    reads=(
        "rest.free_sunday_one_in",
        "rest.free_sunday_weeks",
        "rest.free_sunday_at_least_every",
    ),
)
def sundays_off_are_enough(
    sundays: int, worked: int, most_weeks_between_free: int, worked_two_in_a_row: bool, law: LawAt
) -> Finding:
    """Test the Sundays and holidays off in a plan.

    The main rule is that the next one is off; an agreed plan may average it.

    Args:
        sundays: Sundays and holidays in the averaging period.
        worked: How many of them are worked.
        most_weeks_between_free: From one week with its day off on a Sunday or holiday to the next, at most.
        worked_two_in_a_row: Whether two are worked one after the other.
        law: The law on the day.
    """
    one_in = law.integer("rest.free_sunday_one_in")
    weeks = law.integer("rest.free_sunday_weeks")
    every = law.integer("rest.free_sunday_at_least_every")
    if not worked_two_in_a_row:
        return met(
            "next_is_off",
            "Etter arbeid på en søn- eller helgedag er den neste fri.",
            "After work on a Sunday or holiday the next one is off.",
        )
    if (sundays - worked) * one_in >= sundays and most_weeks_between_free <= every:
        return met(
            "off_on_average",
            f"{n(sundays - worked)} av {n(sundays)} søn- og helgedager er fri; avtalt plan kan "
            f"beregnes over {n(weeks)} uker.",
            f"{n(sundays - worked, 'en')} of {n(sundays, 'en')} Sundays and holidays are off; an "
            f"agreed plan may be averaged over {n(weeks, 'en')} weeks.",
        )
    return not_met(
        "too_few_off",
        f"{n(sundays - worked)} av {n(sundays)} søn- og helgedager er fri, med inntil "
        f"{n(most_weeks_between_free)} uker mellom; kravet er en av {n(one_in)} og minst hver "
        f"{n(every)}. uke.",
        f"{n(sundays - worked, 'en')} of {n(sundays, 'en')} Sundays and holidays are off, with up to "
        f"{n(most_weeks_between_free, 'en')} weeks between; the requirement is one in "
        f"{n(one_in, 'en')} and at least one in {n(every, 'en')} weeks.",
    )


def _rest(hours: Decimal, main: Decimal, agreed: Decimal | None, per: tuple[str, str]) -> Finding:
    needed = main if agreed is None else agreed
    answer, reason = (met, "rested") if hours >= needed else (not_met, "too_little_rest")
    if answer is met and hours < main:
        reason = "rested_by_agreement"
    return answer(
        reason,
        f"{hours_nb(hours)} sammenhengende fri {per[0]}; kravet er {hours_nb(needed)}.",
        f"{hours_en(hours)} of unbroken rest {per[1]}; the requirement is {hours_en(needed)}.",
        value=needed,
    )
