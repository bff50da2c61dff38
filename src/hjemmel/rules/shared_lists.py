"""Shared lists, part lists and places that are kept."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("fastlegeforskriften_2012", "11"),
    at("fastlegeforskriften_2025", "20"),
    title_nb="Fellesliste",
    title_en="Shared list",
    reads=("gp_list.shared_list_allowed", "gp_list.shared_list_named_doctor"),
)
def shared_list_is_lawful(
    doctors: int, every_resident_has_named_doctor: bool, law: LawAt
) -> Finding:
    """Test that a list may be shared and names one responsible doctor for each resident."""
    allowed = law.flag("gp_list.shared_list_allowed")
    if doctors <= 1:
        return met("not_shared", "Listen er ikke delt.", "The list is not shared.")
    if not allowed:
        return not_met(
            "shared_list_not_allowed", "Fellesliste er ikke tillatt.", "A list may not be shared."
        )
    name_needed = law.has("gp_list.shared_list_named_doctor") and law.flag(
        "gp_list.shared_list_named_doctor"
    )
    if name_needed and not every_resident_has_named_doctor:
        return not_met(
            "no_named_doctor",
            "Hver innbygger på felleslisten skal ha én navngitt ansvarlig lege.",
            "Each resident on the shared list must have one named responsible doctor.",
        )
    return met(
        "shared_list_lawful",
        f"Felleslisten med {n(doctors)} leger er i samsvar med forskriften.",
        f"The list shared by {n(doctors, 'en')} doctors keeps to the regulation.",
    )


@provision(
    at("fastlegeforskriften_2012", "11"),
    at("fastlegeforskriften_2025", "20", section=3),
    title_nb="Én ansvarlig lege for hver innbygger",
    title_en="One responsible doctor for each resident",
    reads=("gp_list.shared_list_named_doctor",),
)
def resident_has_one_named_doctor(named_doctors: int, law: LawAt) -> Finding:
    """Test that a resident on a shared list has exactly one named responsible doctor."""
    parameter = "gp_list.shared_list_named_doctor"
    if not (law.has(parameter) and law.flag(parameter)):
        return met(
            "none_required",
            "Forskriften krevde da ingen navngitt ansvarlig lege på fellesliste.",
            "The regulation then asked for no named responsible doctor on a shared list.",
        )
    if named_doctors == 1:
        return met(
            "one_named_doctor",
            "Innbyggeren har én navngitt ansvarlig lege.",
            "The resident has one named responsible doctor.",
        )
    return not_met(
        "not_one_named_doctor",
        f"Innbyggeren skal ha én navngitt ansvarlig lege, ikke {n(named_doctors)}.",
        f"The resident must have one named responsible doctor, not {n(named_doctors, 'en')}.",
    )


@provision(
    at("fastlegeforskriften_2012", "11"),
    at("fastlegeforskriften_2025", "20", section=4),
    title_nb="Listetak for en fellesliste",
    title_en="Ceiling of a shared list",
    reads=("gp_list.ceiling_max",),
)
def shared_ceiling_is_allowed(ceiling: int, doctors: int, law: LawAt) -> Finding:
    """Test the ceiling (persons) of a list shared by doctors.

    The rules on length apply «tilsvarende» and give no ceiling per doctor: up to that of one doctor
    the ceiling is allowed, above that of all of them it is not, and between a person decides.
    """
    highest = law.integer("gp_list.ceiling_max")
    if ceiling <= highest:
        return met(
            "within_ceiling_max",
            f"Listetaket {n(ceiling)} er innenfor {n(highest)}.",
            f"The ceiling {n(ceiling, 'en')} is within {n(highest, 'en')}.",
        )
    if ceiling > highest * max(1, doctors):
        return not_met(
            "above_ceiling_of_all",
            f"Listetaket {n(ceiling)} er over {n(highest)} per lege.",
            f"The ceiling {n(ceiling, 'en')} is above {n(highest, 'en')} per doctor.",
        )
    return needs_judgement(
        "per_doctor_not_stated",
        f"Listetaket {n(ceiling)} er over {n(highest)}; forskriften sier ikke om taket er per lege.",
        f"The ceiling {n(ceiling, 'en')} is above {n(highest, 'en')}; the regulation does not say "
        "whether it is per doctor.",
    )


@provision(
    at("helfo_fastlege", "deleliste"),
    title_nb="Deleliste for fastlege som trapper ned",
    title_en="Part list for a GP who steps down",
    reads=("gp_list.part_list_min_age",),
)
def part_list_age_is_reached(age_years: int, law: LawAt) -> Finding:
    """Test that a GP is old enough (full years) for a part list."""
    limit = law.integer("gp_list.part_list_min_age")
    if age_years >= limit:
        return met(
            "old_enough",
            f"Legen har fylt {n(limit)} år og kan avtale deleliste.",
            f"The doctor has turned {n(limit, 'en')} and may agree on a part list.",
        )
    return not_met(
        "too_young",
        f"Deleliste gjelder leger som har fylt {n(limit)} år.",
        f"A part list is for doctors who have turned {n(limit, 'en')}.",
    )


@provision(
    at("fastlegeforskriften_2012", "14"),
    at("fastlegeforskriften_2025", "29"),
    title_nb="Plassen på listen under opphold på institusjon",
    title_en="The place on the list during a stay in an institution",
    reads=("gp_list.institution_stay_keeps_place",),
)
def place_is_kept(in_institution: bool, law: LawAt) -> Finding:
    """Test that a resident keeps the place on the list during a stay in an institution."""
    keeps = law.flag("gp_list.institution_stay_keeps_place")
    if keeps or not in_institution:
        return met(
            "place_kept",
            "Innbyggeren beholder plassen på fastlegens liste.",
            "The resident keeps the place on the GP's list.",
        )
    return not_met("place_lost", "Plassen faller bort.", "The place lapses.")
