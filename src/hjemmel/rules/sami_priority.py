"""Priority of Sami-speaking persons on the list of a Sami-speaking GP."""

from __future__ import annotations

from datetime import date

from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("forvaltningsomraadet_samiske_spraak", "1"),
    title_nb="Kommuner i forvaltningsområdet for samiske språk",
    title_en="Municipalities of the administrative area for Sami languages",
    reads=("sami_language.area",),
)
def municipality_is_in_sami_area(municipality: str, law: LawAt) -> Finding:
    """Test that a municipality (number) was in the administrative area on the day."""
    for row in law.table("sami_language.area"):
        starts = date.fromisoformat(row["valid_from"])
        ended = row["valid_until"] and date.fromisoformat(row["valid_until"]) <= law.as_of
        if row["number"] == municipality and starts <= law.as_of and not ended:
            return met(
                "in_area",
                f"{row['name']} er i forvaltningsområdet for samiske språk.",
                f"{row['name']} is in the administrative area for Sami languages.",
            )
    return not_met(
        "outside_area",
        f"Kommune {municipality} er ikke i forvaltningsområdet for samiske språk.",
        f"Municipality {municipality} is not in the administrative area for Sami languages.",
    )


@provision(
    at("fastlegeforskriften_2012", "36"),
    at("fastlegeforskriften_2025", "36"),
    title_nb="Fortrinn for samisktalende",
    title_en="Priority of Sami speakers",
    reads=("sami_language.priority_on_new_list",),
    private=("is_sami_speaking",),
)
def sami_speaker_goes_first(
    is_sami_speaking: bool,
    gp_speaks_sami: bool,
    municipality_in_area: bool,
    list_is_new: bool,
    law: LawAt,
) -> Finding:
    """Test that a person goes before others on a Sami-speaking GP's list.

    The regulation gives the priority when the list is set up; the remarks speak of the lists of
    Sami-speaking GPs in general, so on a list that stands a person decides.
    """
    has_priority = law.flag("sami_language.priority_on_new_list")
    if not has_priority or not (is_sami_speaking and gp_speaks_sami and municipality_in_area):
        return not_met(
            "no_priority",
            "Fortrinnet gjelder samisktalende hos en samisktalende fastlege i forvaltningsområdet.",
            "The priority is for Sami speakers with a Sami-speaking GP in the administrative area.",
        )
    if not list_is_new:
        return needs_judgement(
            "list_already_set_up",
            "Forskriften gir fortrinnet når listen etableres; denne listen er i drift.",
            "The regulation gives the priority when the list is set up; this one is running.",
        )
    return met(
        "goes_first",
        "Samisktalende har fortrinnsrett til å stå på listen.",
        "Sami speakers have priority to be on the list.",
    )
