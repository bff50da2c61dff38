"""Changing a list's ceiling: who must agree when it is raised, and when it is lowered."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("fastlegeforskriften_2012", "30"),
    at("fastlegeforskriften_2012", "34"),
    at("fastlegeforskriften_2025", "8", section=3),
    at("fastlegeforskriften_2025", "10"),
    title_nb="Listetaket heves etter avtale",
    title_en="A ceiling is raised by agreement",
    reads=("agreement.must_state", "gp_list.ceiling_max"),
)
def raised_ceiling_is_agreed(
    new_ceiling: int, gp_agrees: bool, municipality_agrees: bool, law: LawAt
) -> Finding:
    """Test that a higher ceiling (persons) is agreed; above the highest there is nothing to agree."""
    highest = law.integer("gp_list.ceiling_max")
    if new_ceiling > highest:
        return not_met(
            "above_ceiling_max",
            f"Det kan ikke avtales høyere listetak enn {n(highest)}.",
            f"No ceiling above {n(highest, 'en')} can be agreed.",
        )
    stands_in_agreement = "list_ceiling" in law.items("agreement.must_state")
    if stands_in_agreement and not (gp_agrees and municipality_agrees):
        return not_met(
            "raise_not_agreed",
            "Listetaket står i avtalen og heves bare når fastlegen og kommunen er enige.",
            "The ceiling stands in the agreement and is raised only when GP and municipality agree.",
        )
    return met(
        "raise_agreed",
        f"Fastlegen og kommunen er enige om listetaket {n(new_ceiling)}.",
        f"The GP and the municipality agree on the ceiling {n(new_ceiling, 'en')}.",
    )


@provision(
    at("fastlegeforskriften_2012", "34"),
    at("fastlegeforskriften_2012", "35"),
    at("fastlegeforskriften_2025", "10"),
    at("fastlegeforskriften_2025", "11", section=1),
    at("bergen_strategi_2024", "kap. 8.1.1"),
    title_nb="Hvem som kan senke listetaket",
    title_en="Who may lower a ceiling",
    reads=(
        "list_reduction.municipality_may_impose",
        "gp_list.ceiling_min_without_agreement",
        "gp_list.own_length_above",
    ),
)
def lowered_ceiling_is_decided(
    new_ceiling: int, list_length: int, gp_agrees: bool, municipality_agrees: bool, law: LawAt
) -> Finding:
    """Test that a lower ceiling (persons) can be set by those who want it.

    What a GP may set alone follows from the agreement, and from the municipality's own policy for
    lists above a length.
    """
    may_impose = law.flag("list_reduction.municipality_may_impose")
    if not gp_agrees and not may_impose:
        return not_met(
            "not_unilateral",
            "Kommunen kan ikke senke listetaket uten at fastlegen er enig.",
            "The municipality may not lower the ceiling without the GP's consent.",
        )
    if municipality_agrees:
        return met(
            "lowering_agreed",
            f"Fastlegen og kommunen er enige om listetaket {n(new_ceiling)}.",
            f"The GP and the municipality agree on the ceiling {n(new_ceiling, 'en')}.",
        )
    lowest = law.integer("gp_list.ceiling_min_without_agreement")
    if new_ceiling < lowest:
        return not_met(
            "low_ceiling_not_agreed",
            f"Et listetak under {n(lowest)} må avtales med kommunen.",
            f"A ceiling below {n(lowest, 'en')} must be agreed with the municipality.",
        )
    if law.has("gp_list.own_length_above"):
        own = law.integer("gp_list.own_length_above")
        if list_length > own and new_ceiling >= own:
            return met(
                "gp_decides",
                f"Listen på {n(list_length)} er over {n(own)}: fastlegen styrer lengden.",
                f"The list of {n(list_length, 'en')} is above {n(own, 'en')}: "
                "the GP decides its length.",
            )
    return needs_judgement(
        "depends_on_agreement",
        "Om fastlegen kan sette dette taket alene, følger av avtalen.",
        "Whether the GP may set this ceiling alone follows from the agreement.",
    )
