"""What of a rotation counts as specialist training in general practice."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.numbers import format_percent
from hjemmel.law.finding import Finding, met, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("spesialistforskriften", "8", section=4),
    at("spesialistforskriften", "2", section=4),
    title_nb="Turnus som teller som tid i åpen praksis",
    title_en="A rotation that counts as time in open practice",
    reads=("training.open_practice_min_share", "training.open_practice_min_years"),
)
def rotation_counts_as_open_practice(share: Decimal, has_dispensation: bool, law: LawAt) -> Finding:
    """Test that a post of a share of full time counts towards the years in open unselected practice.

    Two weeks on and four off is a third of full time and does not count without a dispensation.
    """
    least = law.number("training.open_practice_min_share")
    years = law.integer("training.open_practice_min_years")
    counts = share >= least or has_dispensation
    answer, reason = (met, "counts") if counts else (not_met, "share_too_small")
    return answer(
        reason,
        f"Stillingen er {format_percent(share)}; minst {format_percent(least, decimals=0)} teller mot "
        f"de {n(years)} årene i åpen uselektert allmennpraksis.",
        f"The post is {format_percent(share, 'en')}; at least "
        f"{format_percent(least, 'en', decimals=0)} counts towards the {n(years, 'en')} years in open "
        "unselected practice.",
        value=least,
    )
