"""Changing GP: how often, from when, and whom children follow."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import Month
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_ACT = "pasientrettighetsforskriften_fastlege"


@provision(
    at(_ACT, "6"),
    title_nb="To bytter per kalenderår",
    title_en="Two changes per calendar year",
    reads=("switching.max_per_calendar_year", "switching.not_counted", "switching.reason_required"),
)
def switch_is_allowed(counted_this_year: int, cause: str, law: LawAt) -> Finding:
    """Test that a resident may change GP once more this calendar year.

    Args:
        counted_this_year: Changes already made this year that count.
        cause: Why the resident changes now: ``own_wish``, or a cause that is not counted
            (``moved``, ``gp_left``, ``list_reduced``, ``struck_off``).
        law: The law on the day of the request.
    """
    highest = law.integer("switching.max_per_calendar_year")
    if cause in law.items("switching.not_counted"):
        return met(
            "not_counted",
            "Byttet telles ikke og er alltid tillatt.",
            "The change is not counted and always allowed.",
        )
    if not cause and law.flag("switching.reason_required"):
        return not_met("reason_missing", "Byttet må begrunnes.", "The change needs a reason.")
    if counted_this_year >= highest:
        return not_met(
            "no_changes_left",
            f"Innbyggeren har brukt sine {n(highest)} bytter i kalenderåret.",
            f"The resident has used the {n(highest, 'en')} changes of the calendar year.",
            value=0,
        )
    left = highest - counted_this_year - 1
    return met(
        "change_allowed",
        f"Byttet er tillatt. Gjenstående bytter i kalenderåret: {n(left)}.",
        f"The change is allowed. Changes left in the calendar year: {n(left, 'en')}.",
        value=left,
    )


def first_of_next_month(day: date) -> date:
    """Return the day on which a change requested on ``day`` takes effect."""
    return Month.of(day).plus(1).first_day


@provision(
    at("helsenorge_fastlege"),
    title_nb="Når byttet gjelder fra",
    title_en="When the change takes effect",
    reads=("switching.effective_on_first_of_next_month",),
)
def switch_takes_effect_on(requested: date, effective: date, law: LawAt) -> Finding:
    """Test that a change takes effect on the first day of the month after the request."""
    if not law.flag("switching.effective_on_first_of_next_month"):
        return needs_judgement("no_fixed_day", "Dagen er ikke fastsatt.", "No day is set.")
    right = first_of_next_month(requested)
    answer = met if effective == right else not_met
    return answer(
        "right_day" if effective == right else "wrong_day",
        f"Et bytte bestilt {format_date(requested)} gjelder fra {format_date(right)}.",
        f"A change requested on {format_date(requested, 'en')} takes effect on "
        f"{format_date(right, 'en')}.",
    )


@provision(
    at(_ACT, "5"),
    title_nb="Barn følger foreldrenes fastlege",
    title_en="Children follow the parents' GP",
    reads=("switching.child_follows_parent_below_age",),
)
def child_follows_parent(age_years: int, own_choice_made: bool, law: LawAt) -> Finding:
    """Test that a child (full years) is placed on a parent's list because no choice was made."""
    limit = law.integer("switching.child_follows_parent_below_age")
    if age_years >= limit:
        return not_met(
            "chooses_alone",
            f"Den som har fylt {n(limit)} år, velger fastlege selv.",
            f"A person who has turned {n(limit, 'en')} chooses a GP alone.",
        )
    if own_choice_made:
        return not_met(
            "choice_made", "Det er valgt fastlege for barnet.", "A GP was chosen for the child."
        )
    return met(
        "follows_parent",
        f"Barn under {n(limit)} år følger foreldrenes fastlege når ingen har valgt.",
        f"Children under {n(limit, 'en')} follow the parents' GP when nobody has chosen.",
    )


@provision(
    at(_ACT, "5"),
    title_nb="Hvilken forelders fastlege barnet får",
    title_en="Which parent's GP the child gets",
    reads=("switching.child_default_is_mothers_gp",),
)
def child_gets_mothers_gp(
    newborn: bool, joint_responsibility: bool, parents_share_address: bool, law: LawAt
) -> Finding:
    """Test that a child without a choice gets the mother's GP."""
    mothers = law.flag("switching.child_default_is_mothers_gp")
    if mothers and (newborn or (joint_responsibility and parents_share_address)):
        return met("mothers_gp", "Barnet får morens fastlege.", "The child gets the mother's GP.")
    if joint_responsibility:
        return not_met(
            "parent_at_childs_address",
            "Barnet får fastlegen til den av foreldrene som det bor hos ifølge Folkeregisteret.",
            "The child gets the GP of the parent it lives with in the Population Register.",
        )
    return not_met(
        "holder_of_responsibility",
        "Barnet får fastlegen til den som har foreldreansvaret.",
        "The child gets the GP of the holder of parental responsibility.",
    )


@provision(
    at(_ACT, "6"),
    title_nb="Hvem som kan kreve bytte for et barn",
    title_en="Who may demand a change for a child",
    reads=("switching.child_consents_from_age", "switching.child_follows_parent_below_age"),
)
def child_may_demand_change(age_years: int, parent_consents: bool, law: LawAt) -> Finding:
    """Test that a child (full years) may itself demand a change of GP."""
    consent_from = law.integer("switching.child_consents_from_age")
    adult_from = law.integer("switching.child_follows_parent_below_age")
    if age_years >= adult_from:
        return met(
            "chooses_alone",
            f"Den som har fylt {n(adult_from)} år, velger selv.",
            f"A person who has turned {n(adult_from, 'en')} chooses alone.",
        )
    if age_years < consent_from:
        return not_met(
            "parents_decide",
            f"For barn under {n(consent_from)} år velger den som har foreldreansvaret.",
            f"For children under {n(consent_from, 'en')} the holder of parental responsibility "
            "chooses.",
        )
    answer = met if parent_consents else not_met
    return answer(
        "with_consent" if parent_consents else "consent_missing",
        f"Barn mellom {n(consent_from)} og {n(adult_from)} år kan kreve bytte med samtykke.",
        f"Children between {n(consent_from, 'en')} and {n(adult_from, 'en')} may demand a change "
        "with consent.",
    )


@provision(
    at(_ACT, "5"),
    at(_ACT, "6"),
    title_nb="Når en forelder kan velge for barnet",
    title_en="When a parent may choose for the child",
    reads=("switching.child_follows_parent_below_age",),
)
def parent_may_choose(age_years: int, law: LawAt) -> Finding:
    """Test that a holder of parental responsibility may choose a GP for a child (full years)."""
    limit = law.integer("switching.child_follows_parent_below_age")
    if age_years < limit:
        return met(
            "parent_chooses",
            f"For barn under {n(limit)} år kan den som har foreldreansvaret, velge fastlege.",
            f"For children under {n(limit, 'en')} the holder of parental responsibility may choose.",
        )
    return not_met(
        "chooses_alone",
        f"Den som har fylt {n(limit)} år, velger selv; en forelder kan ikke velge.",
        f"A person who has turned {n(limit, 'en')} chooses alone; a parent may not choose.",
    )


@provision(
    at(_ACT, "2", section=6),
    title_nb="Den som er strøket fra en liste",
    title_en="A person struck off a list",
    reads=("switching.struck_off_may_return",),
)
def gp_may_be_chosen(struck_off_by_this_gp: bool, law: LawAt) -> Finding:
    """Test that a resident may choose a GP who has not had the resident struck off the list."""
    may_return = law.flag("switching.struck_off_may_return")
    if struck_off_by_this_gp and not may_return:
        return not_met(
            "struck_off",
            "Den som er strøket fra listen, kan ikke velge samme fastlege igjen.",
            "A person struck off the list may not choose the same GP again.",
        )
    return met("may_choose", "Fastlegen kan velges.", "The GP may be chosen.")
