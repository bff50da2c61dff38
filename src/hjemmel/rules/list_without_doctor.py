"""A list whose agreement no permanent GP holds: the residents stay, and are served."""

from __future__ import annotations

from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_REPORT = at("helsedirektoratet_fastlege", "månedsrapport november 2023 kap. 1")


@provision(
    _REPORT,
    title_nb="Plassen på en liste uten fast lege",
    title_en="The place on a list without a permanent doctor",
    reads=("gp_list.kept_without_doctor",),
)
def place_is_kept_without_doctor(has_permanent_doctor: bool, law: LawAt) -> Finding:
    """Test that residents keep their place when the list has no permanent doctor."""
    if has_permanent_doctor:
        return met("has_doctor", "Listen har fast lege.", "The list has a permanent doctor.")
    if not law.has("gp_list.kept_without_doctor"):
        return needs_judgement(
            "start_not_known",
            "Det er ikke kjent om lister uten fast lege ble holdt ved like da.",
            "It is not known whether lists without a permanent doctor were kept then.",
        )
    if law.flag("gp_list.kept_without_doctor"):
        return met(
            "place_kept",
            "Innbyggerne beholder plassen på listen selv om den ikke har fast lege.",
            "The residents keep their place on the list although it has no permanent doctor.",
        )
    return not_met("place_lost", "Plassen faller bort.", "The place lapses.")


@provision(
    at("fastlegeforskriften_2012", "4"),
    at("fastlegeforskriften_2025", "3"),
    at("fastlegeforskriften_2025", "4", section=2),
    _REPORT,
    title_nb="Hvem som betjener en liste uten fast lege",
    title_en="Who serves a list without a permanent doctor",
    reads=("gp_list.locum_may_serve",),
)
def residents_are_served(has_permanent_doctor: bool, locum_serves: bool, law: LawAt) -> Finding:
    """Test that the residents of a list have a doctor.

    Without doctor and locum the municipality still owes them general practice; how it gives them
    that is its own to judge.
    """
    if has_permanent_doctor:
        return met("has_doctor", "Listen har fast lege.", "The list has a permanent doctor.")
    known = law.has("gp_list.locum_may_serve")
    if locum_serves and known and law.flag("gp_list.locum_may_serve"):
        return met(
            "served_by_locum",
            "Listen er uten fast lege og betjenes av vikar.",
            "The list has no permanent doctor and is served by a locum.",
        )
    return needs_judgement(
        "municipality_must_provide",
        "Kommunen skal sørge for nødvendige allmennlegetjenester til innbyggerne på listen.",
        "The municipality must provide the residents on the list with general practice.",
    )
