"""What a GP agreement states, and how a vacant one is announced."""

from __future__ import annotations

from hjemmel.law.finding import Finding, met, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_WORDS = {
    "opening_hours": ("åpningstid", "opening hours"),
    "list_ceiling": ("listetak", "list ceiling"),
    "location": ("lokalisering", "location"),
    "other_tasks": ("andre oppgaver", "other tasks"),
}


@provision(
    at("fastlegeforskriften_2012", "30"),
    at("fastlegeforskriften_2025", "8", section=3),
    title_nb="Innholdet i avtalen med en næringsdrivende fastlege",
    title_en="Content of the agreement with a self-employed GP",
    reads=("agreement.must_state",),
)
def agreement_is_complete(
    opening_hours: bool, list_ceiling: bool, location: bool, other_tasks: bool, law: LawAt
) -> Finding:
    """Test that a self-employed GP's agreement states all it must.

    The value is how many points are missing."""
    stated = {
        "opening_hours": opening_hours,
        "list_ceiling": list_ceiling,
        "location": location,
        "other_tasks": other_tasks,
    }
    missing = [point for point in law.items("agreement.must_state") if not stated[str(point)]]
    if not missing:
        return met(
            "agreement_complete",
            "Avtalen sier det den skal si.",
            "The agreement states what it must.",
            value=0,
        )
    names = [_WORDS[str(point)] for point in missing]
    return not_met(
        "agreement_incomplete",
        f"Avtalen mangler: {', '.join(nb for nb, _ in names)}.",
        f"The agreement lacks: {', '.join(en for _, en in names)}.",
        value=len(missing),
    )


@provision(
    at("asa_4310", "kap. 5"),
    title_nb="Kunngjøring av ledig avtale",
    title_en="Announcement of a vacant agreement",
    reads=("agreement.vacancy_is_advertised",),
)
def vacancy_is_announced(self_employed: bool, announced: bool, law: LawAt) -> Finding:
    """Test that a vacant agreement for a self-employed GP has been announced."""
    must = law.flag("agreement.vacancy_is_advertised")
    if self_employed and must and not announced:
        return not_met(
            "not_announced",
            "Den ledige avtalen skal kunngjøres før den tildeles.",
            "The vacant agreement must be announced before it is allotted.",
        )
    if announced:
        return met("announced", "Avtalen er kunngjort.", "The agreement has been announced.")
    return met(
        "no_announcement_needed",
        "Rammeavtalen krever ikke kunngjøring i dette tilfellet.",
        "The framework agreement asks for no announcement in this case.",
    )
