"""Words for figures and assumptions that the data names in English."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.text import Text

FACTORS = {
    "population": Text("Innbyggere i målåret", "Residents in the target year"),
    "guests": Text("Gjestepasienter", "Guest patients"),
    "mean_list": Text("Listelengde", "List length"),
    "leavers": Text("Avgang", "Leavers"),
    "hours_per_person": Text("Timer per listeinnbygger", "Hours per listed person"),
    "consultation_rate": Text("Konsultasjonsrater", "Consultation rates"),
}

FIGURES = {
    "agreements_needed_high": Text("Nye avtaler som trengs, høyt", "New agreements needed, high"),
    "agreements_needed_low": Text("Nye avtaler som trengs, lavt", "New agreements needed, low"),
    "answer_wait_minutes": Text("Ventetid på svar, minutter", "Wait for an answer, minutes"),
    "calls_answered_in_two_minutes_share": Text(
        "Andel anrop besvart innen to minutter", "Share of calls answered within two minutes"
    ),
    "consultations_per_resident": Text(
        "Konsultasjoner per innbygger i året", "Consultations per resident a year"
    ),
    "free_places": Text("Ledige plasser", "Free places"),
    "free_share_highest": Text("Høyeste ledige andel", "Highest free share"),
    "gp_survey_answered_share": Text(
        "Andel fastleger som svarte på undersøkelsen", "Share of GPs who answered the survey"
    ),
    "gps": Text("Fastleger", "GPs"),
    "gps_august_2023": Text("Fastleger, august 2023", "GPs, August 2023"),
    "gps_derived": Text("Fastleger (utledet)", "GPs (derived)"),
    "gps_january_2021": Text("Fastleger, januar 2021", "GPs, January 2021"),
    "gps_outside_legevakt_share": Text(
        "Andel fastleger utenfor legevakt", "Share of GPs outside out-of-hours duty"
    ),
    "gps_who_consider_longer_list_share": Text(
        "Andel som vurderer lengre liste", "Share considering a longer list"
    ),
    "gps_who_want_shorter_list_share": Text(
        "Andel som ønsker kortere liste", "Share wanting a shorter list"
    ),
    "gps_with_municipal_post_share": Text(
        "Andel med kommunal deltidsstilling", "Share with a municipal part-time post"
    ),
    "gps_with_part_time_post_share": Text(
        "Andel med deltidsstilling", "Share with a part-time post"
    ),
    "gps_with_university_post_share": Text(
        "Andel med stilling ved universitetet", "Share with a university post"
    ),
    "grant_reference_patients": Text(
        "Pasienter som tilskuddet regnes av", "Patients the grant is counted from"
    ),
    "growth_places_high": Text("Nye plasser per år, høyt", "New places a year, high"),
    "growth_places_low": Text("Nye plasser per år, lavt", "New places a year, low"),
    "guests": Text("Gjestepasienter", "Guest patients"),
    "guests_in": Text("Gjestepasienter inn", "Guest patients in"),
    "guests_out": Text("Innbyggere på liste i annen kommune", "Residents on a list elsewhere"),
    "legevakt_visits_2021": Text("Besøk på legevakt 2021", "Out-of-hours visits 2021"),
    "legevakt_visits_2023_to_october": Text(
        "Besøk på legevakt til 23. oktober 2023", "Out-of-hours visits to 23 October 2023"
    ),
    "list_places": Text("Listeplasser", "List places"),
    "listed": Text("Personer på liste", "Persons on a list"),
    "lists": Text("Lister", "Lists"),
    "lists_without_doctor": Text("Lister uten lege", "Lists without a doctor"),
    "mean_list": Text("Gjennomsnittlig listelengde", "Mean list length"),
    "mean_list_men": Text("Listelengde, menn", "List length, men"),
    "mean_list_planning": Text("Listelengde lagt til grunn", "List length planned with"),
    "mean_list_with_vacant": Text(
        "Listelengde med ubemannede lister", "List length with vacant lists"
    ),
    "mean_list_women": Text("Listelengde, kvinner", "List length, women"),
    "medicine_list_patients": Text(
        "Pasienter med felles legemiddelliste", "Patients with a shared medicine list"
    ),
    "municipal_doctor_fte": Text("Kommunale legeårsverk", "Municipal doctor FTEs"),
    "municipal_subsidy": Text("Kommunenes tilskudd", "The municipalities' subsidy"),
    "municipal_subsidy_2021": Text("Kommunenes merutgifter 2021", "Extra costs 2021"),
    "new_agreements_five_years": Text("Nye avtaler på fem år", "New agreements in five years"),
    "normal_hours_mean_list": Text(
        "Liste som fyller en vanlig uke", "List that fills a normal week"
    ),
    "nursing_home_doctor_fte": Text("Årsverk leger i sykehjem", "Nursing-home doctor FTEs"),
    "nursing_home_doctors": Text("Leger i sykehjem", "Nursing-home doctors"),
    "places_needed": Text("Listeplasser som trengs", "List places needed"),
    "population": Text("Innbyggere", "Residents"),
    "population_growth_2015_2022": Text("Befolkningsvekst 2015–2022", "Growth 2015–2022"),
    "practice_survey_answered_share": Text(
        "Andel legesentre som svarte", "Share of centres that answered"
    ),
    "practices": Text("Praksiser", "Practices"),
    "prison_places_high_security": Text("Fengselsplasser, Bergen", "Prison places, Bergen"),
    "prison_places_low_security": Text("Fengselsplasser, Bjørgvin", "Prison places, Bjørgvin"),
    "residents_with_consultation_share": Text(
        "Andel innbyggere med minst én konsultasjon", "Share of residents with a consultation"
    ),
    "small_practices": Text("Sentre med høyst tre leger", "Centres with at most three doctors"),
    "students_without_gp": Text(
        "Studenter uten fastlege i byen", "Students without a GP in the city"
    ),
    "subdistricts": Text("Delbydeler", "Sub-districts"),
    "subdistricts_with_practice": Text("Delbydeler med praksis", "Sub-districts with a practice"),
    "takeovers_five_years": Text("Overtakelser på fem år", "Takeovers in five years"),
    "vacant_lists": Text("Ubemannede lister", "Vacant lists"),
    "vacant_lists_over_a_year": Text("Ubemannet over et år", "Vacant for over a year"),
    "vacant_posts": Text("Ledige hjemler", "Vacant posts"),
    "vacant_share": Text("Andel ubemannede lister", "Share of vacant lists"),
    "waiting": Text("På venteliste", "On the waiting list"),
    "without_gp": Text("Uten fastlege", "Without a GP"),
    "zones": Text("Levekårssoner", "Living-condition zones"),
    "zones_with_practice": Text("Levekårssoner med praksis", "Zones with a practice"),
}


_ITSELF = "system:"
_PARTS = {
    "serve": Text("serveren", "the server"),
    "setup": Text("oppsettet", "the set-up"),
    "population": Text("folkeregisteret", "the population register"),
    "migrate": Text("oppgraderingen", "the upgrade"),
}


def user_words(name: str) -> Text:
    """Return who did something: a user by her name, a part of hjemmel as hjemmel itself."""
    if not name.startswith(_ITSELF):
        return Text(name, name)
    part = name.removeprefix(_ITSELF)
    words = _PARTS.get(part, Text(part, part))
    return Text(f"hjemmel selv ({words.nb})", f"hjemmel itself ({words.en})")


def day_written(text: str) -> date | None:
    """Return the day that a text is, written as year-month-day; ``None``: it is no day."""
    try:
        return date.fromisoformat(text) if len(text) == len("2024-01-01") else None
    except ValueError:
        return None


def age_words(band: str) -> str:
    """Return an age band as people write it: ``0–5``; a hyphen would make a spreadsheet see a date."""
    return band.replace("-", "–")


def figure_words(name: str) -> Text:
    """Return the words for a figure; an unknown name is shown as it is, with spaces."""
    plain = name.replace("_", " ")
    return FIGURES.get(name, Text(plain, plain))
