"""Measures of coverage: GPs per inhabitant, corrected list length, normal hours."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.numbers import ceil_exact, round_half_up
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, needs_judgement
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_PER_THOUSAND = Decimal("0.001")
_ALTERNATIVES_NB = {
    "registered": "registrert",
    "low": "lavt alternativ",
    "main": "hovedalternativet",
    "high": "høyt alternativ",
}
_ALTERNATIVES_EN = {
    "registered": "registered",
    "low": "low alternative",
    "main": "main alternative",
    "high": "high alternative",
}


@provision(
    at("planleggingstall_bergen", "kap. 2.1"),
    title_nb="Fastleger over eller under dekningsmålet",
    title_en="GPs above or below the coverage measure",
    reads=("planning.norm_gps_per_1000",),
)
def gps_against_norm(gps: int, inhabitants: int, law: LawAt) -> Finding:
    """Calculate how many GPs an area has more (or, negative, fewer) than the measure gives."""
    needed = inhabitants * _PER_THOUSAND * law.number("planning.norm_gps_per_1000")
    difference = gps - needed
    return calculated(
        "below_measure" if difference < 0 else "at_or_above_measure",
        f"{n(gps)} fastleger mot {n(needed, decimals=1)} etter dekningsmålet: "
        f"{n(difference, decimals=1, signed=True)}.",
        f"{n(gps, 'en')} GPs against {n(needed, 'en', decimals=1)} by the coverage measure: "
        f"{n(difference, 'en', decimals=1, signed=True)}.",
        value=difference,
    )


@provision(
    at("ssb_allmennlegetjenesten", "korrigert listelengde"),
    title_nb="Korrigert listelengde",
    title_en="Corrected list length",
    reads=("planning.persons_per_fte", "planning.normal_week_hours"),
)
def corrected_list_length(
    persons: int,
    municipal_hours_per_week: Decimal,
    agreements: int,
    lists_without_gp: int,
    law: LawAt,
) -> Finding:
    """Calculate the mean list when the GPs' municipal work counts as listed persons.

    ``persons`` on lists and all ``agreements``; the hours are those of all GPs together.
    """
    staffed = agreements - lists_without_gp
    if staffed < 1:
        return needs_judgement(
            "no_staffed_lists",
            "Ingen lister har fast lege.",
            "No list has a permanent GP.",
        )
    fte = municipal_hours_per_week / law.number("planning.normal_week_hours")
    mean = round_half_up((persons + fte * law.number("planning.persons_per_fte")) / staffed, 1)
    return calculated(
        "with_municipal_work",
        f"Korrigert listelengde er {n(mean)} personer per fastlege.",
        f"The corrected list length is {n(mean, 'en')} persons per GP.",
        value=mean,
    )


@provision(
    at("planleggingstall_bergen", "kap. 1.1"),
    title_nb="Fastleger som trengs ved normal arbeidstid",
    title_en="GPs needed at normal working hours",
    reads=("planning.normal_hours_list",),
)
def gps_at_normal_hours(list_places: int, law: LawAt) -> Finding:
    """Calculate how many GPs it takes if each works a normal week."""
    normal_list = law.number("planning.normal_hours_list")
    gps = ceil_exact(list_places / normal_list)
    return calculated(
        "rounded_up",
        f"Fastleger som trengs til {n(list_places)} listeplasser med {n(normal_list)} hver: "
        f"{n(gps)}.",
        f"GPs needed for {n(list_places, 'en')} places with {n(normal_list, 'en')} each: "
        f"{n(gps, 'en')}.",
        value=gps,
    )


@provision(
    at("planleggingstall_bergen", "kap. 1.1"),
    title_nb="Timer per uke for en liste",
    title_en="Hours per week of a list",
    reads=("planning.normal_hours_list", "planning.normal_week_hours"),
)
def weekly_hours_of_list(persons: int, law: LawAt) -> Finding:
    """Calculate the hours per week that a list takes, in proportion to its length."""
    week = law.number("planning.normal_week_hours")
    hours = round_half_up(persons * week / law.number("planning.normal_hours_list"), 1)
    return calculated(
        "in_proportion",
        f"En liste på {n(persons)} svarer til {n(hours, decimals=1)} timer per uke.",
        f"A list of {n(persons, 'en')} corresponds to {n(hours, 'en', decimals=1)} hours per week.",
        value=hours,
    )


@provision(
    at("ssb_befolkning", "framskriving 2024"),
    title_nb="Framskrevet folkemengde for landet",
    title_en="Projected population of the country",
    reads=("planning.national_projection",),
)
def projected_population(alternative: str, year: int, law: LawAt) -> Finding:
    """Look up Statistics Norway's projection; ``alternative`` is low, main, high or registered."""
    for row in law.table("planning.national_projection"):
        if row["alternative"] == alternative and int(row["year"]) == year:
            persons = int(row["persons"])
            return calculated(
                "published_figure",
                f"{n(persons)} personer i {year} ({_ALTERNATIVES_NB[alternative]}).",
                f"{n(persons, 'en')} persons in {year} ({_ALTERNATIVES_EN[alternative]}).",
                value=persons,
            )
    return needs_judgement(
        "no_published_figure",
        f"Tabellen har ikke {year} for alternativet «{alternative}».",
        f"The table has no {year} for the alternative “{alternative}”.",
    )
