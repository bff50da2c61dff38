"""Who is admitted to a list that is closed."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import add_months, add_years
from hjemmel.law.finding import Finding, met, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("pasientrettighetsforskriften_fastlege", "4", letter="a"),
    title_nb="Barn av listeinnbygger på lukket liste",
    title_en="Child of a listed person on a closed list",
    reads=("gp_list.closed_list_child_below_age",),
)
def child_is_admitted(age_years: int, parent_is_listed: bool, law: LawAt) -> Finding:
    """Test that a child (full years) is admitted to a closed list where a parent is listed."""
    limit = law.integer("gp_list.closed_list_child_below_age")
    if not parent_is_listed:
        return not_met(
            "parent_not_listed",
            "Ingen av foreldrene står på listen.",
            "Neither parent is on the list.",
        )
    if age_years < limit:
        return met(
            "child_admitted",
            f"Barn under {n(limit)} år av en listeinnbygger tas inn selv om listen er lukket.",
            f"Children under {n(limit, 'en')} of a listed person are admitted to a closed list.",
        )
    return not_met(
        "no_longer_child",
        f"Unntaket gjelder barn under {n(limit)} år.",
        f"The exception is for children under {n(limit, 'en')}.",
    )


@provision(
    at("pasientrettighetsforskriften_fastlege", "4", letter="b"),
    title_nb="Tidligere listeinnbygger som flytter tilbake",
    title_en="Formerly listed person who moves back",
    reads=("gp_list.closed_list_return_within_years", "gp_list.closed_list_return_claim_months"),
)
def returning_resident_is_admitted(
    moved_out: date, moved_back: date, claimed_on: date, law: LawAt
) -> Finding:
    """Test that a person who lived temporarily in another municipality gets the place back."""
    years = law.integer("gp_list.closed_list_return_within_years")
    if moved_back > add_years(moved_out, years):
        return not_met(
            "away_too_long",
            f"Retten gjelder opphold i en annen kommune på inntil {n(years)} år.",
            f"The right covers a stay in another municipality of up to {n(years, 'en')} years.",
        )
    if law.has("gp_list.closed_list_return_claim_months"):
        months = law.integer("gp_list.closed_list_return_claim_months")
        if claimed_on > add_months(moved_back, months):
            return not_met(
                "claimed_too_late",
                f"Plassen må kreves innen {n(months)} måneder etter registrert flytting.",
                f"The place must be claimed within {n(months, 'en')} months of the move.",
            )
    return met(
        "returning_admitted",
        f"Innbyggeren flyttet tilbake innen {n(years)} år og tas inn selv om listen er lukket.",
        f"The resident moved back within {n(years, 'en')} years and is admitted.",
    )
