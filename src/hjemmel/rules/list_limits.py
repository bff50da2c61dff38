"""How long a list may be, and when it is closed."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("fastlegeforskriften_2012", "34"),
    at("fastlegeforskriften_2025", "10"),
    title_nb="Høyeste listetak",
    title_en="Highest list ceiling",
    reads=("gp_list.ceiling_max",),
)
def ceiling_is_allowed(ceiling: int, law: LawAt) -> Finding:
    """Test that a list ceiling (persons) is not above the highest one allowed."""
    highest = law.integer("gp_list.ceiling_max")
    if ceiling > highest:
        return not_met(
            "above_ceiling_max",
            f"Listetaket {n(ceiling)} er over det høyeste tillatte, {n(highest)}.",
            f"The ceiling {n(ceiling, 'en')} is above the highest allowed, {n(highest, 'en')}.",
        )
    return met(
        "within_ceiling_max",
        f"Listetaket {n(ceiling)} er innenfor {n(highest)}.",
        f"The ceiling {n(ceiling, 'en')} is within {n(highest, 'en')}.",
    )


@provision(
    at("fastlegeforskriften_2012", "34"),
    at("fastlegeforskriften_2025", "10"),
    title_nb="Lavt listetak krever avtale med kommunen",
    title_en="A low ceiling needs an agreement with the municipality",
    reads=("gp_list.ceiling_min_without_agreement",),
)
def low_ceiling_is_agreed(ceiling: int, agreed_with_municipality: bool, law: LawAt) -> Finding:
    """Test that a ceiling (persons) below the limit has been agreed with the municipality."""
    limit = law.integer("gp_list.ceiling_min_without_agreement")
    if ceiling >= limit:
        return met(
            "no_agreement_needed",
            f"Listetaket {n(ceiling)} er ikke under {n(limit)} og trenger ingen egen avtale.",
            f"The ceiling {n(ceiling, 'en')} is not below {n(limit, 'en')} and needs no agreement.",
        )
    if agreed_with_municipality:
        return met(
            "low_ceiling_agreed",
            f"Listetaket {n(ceiling)} er under {n(limit)} og avtalt med kommunen.",
            f"The ceiling {n(ceiling, 'en')} is below {n(limit, 'en')} and agreed with "
            "the municipality.",
        )
    return not_met(
        "low_ceiling_not_agreed",
        f"Listetaket {n(ceiling)} er under {n(limit)} og må avtales med kommunen.",
        f"The ceiling {n(ceiling, 'en')} is below {n(limit, 'en')} and must be agreed with "
        "the municipality.",
    )


@provision(
    at("fastlegeforskriften_2012", "34"),
    at("fastlegeforskriften_2025", "10"),
    title_nb="Når en liste er åpen",
    title_en="When a list is open",
    reads=("gp_list.closed_at_ceiling",),
)
def list_is_open(length: int, ceiling: int, law: LawAt) -> Finding:
    """Test that a list is below its ceiling; the value is the number of free places (persons)."""
    closes = law.flag("gp_list.closed_at_ceiling")
    free = max(0, ceiling - length)
    if free > 0 or not closes:
        return met(
            "list_open",
            f"Listen er åpen: ledige plasser {n(free)}, listetak {n(ceiling)}.",
            f"The list is open: free places {n(free, 'en')}, ceiling {n(ceiling, 'en')}.",
            value=free,
        )
    over = length - ceiling
    if over > 0:
        return not_met(
            "list_over_ceiling",
            f"Listen er lukket: {n(length)} på listen er {n(over)} over taket {n(ceiling)}.",
            f"The list is closed: its length {n(length, 'en')} is {n(over, 'en')} above "
            f"the ceiling {n(ceiling, 'en')}.",
            value=0,
        )
    return not_met(
        "list_full",
        f"Listen er lukket: den har nådd taket {n(ceiling)}.",
        f"The list is closed: it has reached the ceiling {n(ceiling, 'en')}.",
        value=0,
    )


@provision(
    at("sfs_2305", "pkt. 3.1"),
    title_nb="Listetak for fast ansatte fastleger",
    title_en="Ceiling of employed GPs",
    reads=("gp_list.ceiling_employed_max_required",),
)
def employer_may_require_ceiling(ceiling: int, full_time_share: Decimal, law: LawAt) -> Finding:
    """Test the ceiling (persons) an employer asks of a GP with the given share of a full post.

    The agreement states the limit for a full post; for part-time it is taken in proportion.
    """
    limit = law.integer("gp_list.ceiling_employed_max_required") * Decimal(full_time_share)
    if ceiling > limit:
        return not_met(
            "employer_may_not_require",
            f"Arbeidsgiver kan ikke kreve listetak {n(ceiling)}; grensen er {n(limit)}.",
            f"The employer may not require a ceiling of {n(ceiling, 'en')}; "
            f"the limit is {n(limit, 'en')}.",
            value=limit,
        )
    return met(
        "employer_may_require",
        f"Arbeidsgiver kan kreve listetak {n(ceiling)}; grensen er {n(limit)}.",
        f"The employer may require a ceiling of {n(ceiling, 'en')}; the limit is {n(limit, 'en')}.",
        value=limit,
    )


@provision(
    at("bergen_strategi_2024", "kap. 8.1.1"),
    title_nb="Hvem som bestemmer listelengden",
    title_en="Who decides the length of the list",
    reads=("gp_list.own_length_above",),
)
def gp_decides_own_length(length: int, law: LawAt) -> Finding:
    """Test that a GP decides the length of a list (persons), by the municipality's own policy."""
    if not law.has("gp_list.own_length_above"):
        return needs_judgement(
            "no_local_policy",
            "Kommunen har ikke vedtatt når fastlegen selv styrer listelengden.",
            "The municipality has not adopted when the GP decides the length of the list.",
        )
    limit = law.integer("gp_list.own_length_above")
    if length > limit:
        return met(
            "gp_decides",
            f"Listen på {n(length)} er over {n(limit)}: fastlegen styrer lengden.",
            f"The list of {n(length, 'en')} is above {n(limit, 'en')}: the GP decides its length.",
        )
    return not_met(
        "municipality_decides",
        f"Listen på {n(length)} er ikke over {n(limit)}: lengden avtales med kommunen.",
        f"The list of {n(length, 'en')} is not above {n(limit, 'en')}: "
        "its length is settled with the municipality.",
    )
