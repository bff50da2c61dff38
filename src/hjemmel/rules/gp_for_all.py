"""The municipality's duty to have a place on a list for everyone who wants one."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("fastlegeforskriften_2012", "4"),
    at("fastlegeforskriften_2025", "4"),
    title_nb="Plass på en liste til alle som ønsker det",
    title_en="A place on a list for everyone who wants one",
    reads=("right_to_gp.residents",),
)
def everyone_has_a_gp(residents_without_gp: int, law: LawAt) -> Finding:
    """Test that no resident who wants a GP is without one."""
    if not law.flag("right_to_gp.residents"):
        return needs_judgement(
            "no_right", "Det er ingen rett til fastlege.", "There is no right to a GP."
        )
    if residents_without_gp > 0:
        return not_met(
            "residents_without_gp",
            f"{n(residents_without_gp)} innbyggere som har rett til fastlege, står uten.",
            f"{n(residents_without_gp, 'en')} residents with a right to a GP have none.",
            value=residents_without_gp,
        )
    return met(
        "everyone_has_a_gp",
        "Ingen som har rett til fastlege, står uten.",
        "Nobody with a right to a GP is without one.",
        value=0,
    )
