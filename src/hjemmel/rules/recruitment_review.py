"""When a recruitment that does not succeed is to be reviewed."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Gjennomgang når en avtale ikke blir besatt",
    title_en="Review when an agreement is not filled",
    reads=("recruitment.review_after_advertisements", "recruitment.review_after_months"),
)
def review_is_due(advertisements: int, full_months_since_resignation: int, law: LawAt) -> Finding:
    """Test that both conditions for a review hold: enough advertisements and enough time.

    The plan also says «within one year» in another place; the rule follows the measure's text.
    """
    if not law.has("recruitment.review_after_advertisements"):
        return needs_judgement(
            "no_local_policy",
            "Kommunen har ikke vedtatt når en rekruttering skal gjennomgås.",
            "The municipality has not adopted when a recruitment is reviewed.",
        )
    least = law.integer("recruitment.review_after_advertisements")
    months = law.integer("recruitment.review_after_months")
    facts_nb = (
        f"utlysninger {n(advertisements)} av {n(least)}, "
        f"måneder etter oppsigelsen {n(full_months_since_resignation)} av {n(months)}"
    )
    facts_en = (
        f"advertisements {n(advertisements, 'en')} of {n(least, 'en')}, months since the "
        f"resignation {n(full_months_since_resignation, 'en')} of {n(months, 'en')}"
    )
    if advertisements < least or full_months_since_resignation < months:
        return not_met(
            "review_not_due",
            f"Gjennomgang er ikke påkrevd ennå: {facts_nb}.",
            f"A review is not due yet: {facts_en}.",
        )
    return met(
        "review_due",
        f"Årsakene skal gjennomgås og en plan lages: {facts_nb}.",
        f"The causes are to be reviewed and a plan made: {facts_en}.",
    )
