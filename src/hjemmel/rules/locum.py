"""Locums: absence is covered, long absence is agreed, and a locum is offered an own agreement."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("fastlegeforskriften_2012", "21"),
    at("fastlegeforskriften_2025", "16", section=2, letter="e"),
    title_nb="Vanlig fravær skal dekkes",
    title_en="Ordinary absence is covered",
    reads=("availability.absence_is_covered",),
)
def absence_is_covered(covered: bool, locum_is_qualified: bool, law: LawAt) -> Finding:
    """Test that a GP's ordinary absence is covered by a qualified doctor."""
    must = law.flag("availability.absence_is_covered")
    if must and not covered:
        return not_met(
            "not_covered",
            "Vanlig fravær, som ferie og kurs, skal dekkes.",
            "Ordinary absence, such as holiday and courses, must be covered.",
        )
    if covered and not locum_is_qualified:
        return not_met(
            "locum_not_qualified", "Vikaren er ikke kvalifisert.", "The locum is not qualified."
        )
    return met("covered", "Fraværet er dekket.", "The absence is covered.")


@provision(
    at("helfo_fastlege", "vikar"),
    title_nb="Lengre vikariat avtales og meldes",
    title_en="A longer locum arrangement is agreed and reported",
    reads=("locum.long_absence_needs_consent",),
)
def long_absence_is_agreed(
    is_long: bool, municipality_agrees: bool, reported_to_helfo: bool, law: LawAt
) -> Finding:
    """Test that a long absence is agreed with the municipality and reported to Helfo."""
    needed = law.flag("locum.long_absence_needs_consent")
    if not is_long or not needed or (municipality_agrees and reported_to_helfo):
        return met("in_order", "Vikariatet er i orden.", "The arrangement is in order.")
    return not_met(
        "not_agreed_or_reported",
        "Lengre vikariat skal avtales med kommunen og meldes til Helfo.",
        "A longer locum arrangement must be agreed with the municipality and reported to Helfo.",
    )


@provision(
    at("bergen_strategi_2024", "kap. 8.1.3"),
    title_nb="Vikar tilbys egen hjemmel",
    title_en="A locum is offered an own agreement",
    reads=("locum.own_agreement_within_months",),
)
def locum_is_offered_agreement(full_months_as_locum: int, offered: bool, law: LawAt) -> Finding:
    """Test that a locum has been offered an own agreement in time."""
    if not law.has("locum.own_agreement_within_months"):
        return needs_judgement(
            "no_local_policy",
            "Kommunen har ikke vedtatt når vikarer tilbys egen hjemmel.",
            "The municipality has not adopted when locums are offered an own agreement.",
        )
    limit = law.integer("locum.own_agreement_within_months")
    if offered:
        return met("offered", "Vikaren er tilbudt egen hjemmel.", "An agreement has been offered.")
    if full_months_as_locum < limit:
        return met(
            "still_time",
            f"Tilbudet skal komme innen {n(limit)} måneder.",
            f"The offer is due within {n(limit, 'en')} months.",
        )
    return not_met(
        "offer_overdue",
        f"Vikaren skulle vært tilbudt egen hjemmel innen {n(limit)} måneder.",
        f"The locum should have been offered an own agreement within {n(limit, 'en')} months.",
    )
