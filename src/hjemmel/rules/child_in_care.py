"""Who chooses a GP for a child in the care of the child welfare services."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("pasientrettighetsforskriften_fastlege", "5", section=3),
    title_nb="Barneverntjenestens valg av fastlege",
    title_en="The child welfare services' choice of GP",
    reads=("switching.child_welfare_chooses", "switching.child_follows_parent_below_age"),
)
def child_welfare_may_choose(
    age_years: int, custody_taken: bool, short_placement: bool, law: LawAt
) -> Finding:
    """Test that the child welfare services may choose a GP for a child (full years).

    Custody has been taken when care or parental responsibility is taken from the parents. During a
    short placement with parents who still have the responsibility, the choice should be made
    together with them.
    """
    limit = law.integer("switching.child_follows_parent_below_age")
    if age_years >= limit:
        return not_met(
            "chooses_alone",
            f"Den som har fylt {n(limit)} år, velger fastlege selv.",
            f"A person who has turned {n(limit, 'en')} chooses a GP alone.",
        )
    if law.flag("switching.child_welfare_chooses") and custody_taken:
        return met(
            "child_welfare_chooses",
            "Omsorgen eller foreldreansvaret er fratatt foreldrene; barneverntjenesten kan velge.",
            "Care or responsibility is taken from the parents; the child welfare services may choose.",
        )
    if short_placement:
        return needs_judgement(
            "with_the_parents",
            "Foreldrene har fortsatt foreldreansvaret, og valget bør skje i samråd med dem.",
            "The parents still have the responsibility, and the choice should be made with them.",
        )
    return not_met(
        "parents_choose",
        "Den som har foreldreansvaret, velger fastlege for barnet.",
        "The holder of parental responsibility chooses the child's GP.",
    )
