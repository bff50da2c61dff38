"""Grants that a municipality has decided itself: Trondheim's and Bergen's."""

from __future__ import annotations

from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Etableringstilskudd til nytt legesenter",
    title_en="Establishment grant for a new GP centre",
    reads=("grants.new_centre_per_doctor", "grants.new_centre_max_doctors"),
)
def new_centre_grant(doctors: int, law: LawAt) -> Finding:
    """Calculate the one-off grant (NOK) to a new centre of self-employed ``doctors``."""
    counted = min(doctors, law.integer("grants.new_centre_max_doctors"))
    amount = counted * law.integer("grants.new_centre_per_doctor")
    return calculated(
        "per_doctor",
        f"Nytt legesenter med {n(doctors)} leger: tilskudd for {n(counted)}, {kr(amount)}.",
        f"New centre with {n(doctors, 'en')} doctors: grant for {n(counted, 'en')}, "
        f"{kr(amount, 'en')}.",
        value=amount,
    )


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Tilskudd til utvidelse av lite legesenter",
    title_en="Grant for expanding a small GP centre",
    reads=(
        "grants.expansion_per_doctor",
        "grants.expansion_max_doctors",
        "grants.expansion_min_new_doctors",
    ),
)
def expansion_grant(doctors: int, new_doctors: int, has_new_premises: bool, law: LawAt) -> Finding:
    """Calculate the one-off grant (NOK) to a small centre that expands in new premises.

    The text of the plan asks for at least two new doctors, the measure itself does not; one new
    doctor is therefore left to judgement.
    """
    largest = law.integer("grants.expansion_max_doctors")
    if doctors > largest:
        return not_met(
            "centre_too_large",
            f"Senteret har {n(doctors)} leger; tilskuddet gjelder inntil {n(largest)}.",
            f"The centre has {n(doctors, 'en')} doctors; the grant is for up to "
            f"{n(largest, 'en')}.",
            value=0,
        )
    if not has_new_premises or new_doctors < 1:
        return not_met(
            "no_expansion_in_new_premises",
            "Tilskuddet gis til utvidelse med nye leger i nye lokaler.",
            "The grant is given for an expansion with new doctors in new premises.",
            value=0,
        )
    return _expansion_amount(new_doctors, law)


@provision(
    at("bergen_sak_1020_22"),
    at("bergen_strategi_2024", "kap. 8.2.5"),
    title_nb="Inntektsgaranti ved ny fastlegeavtale",
    title_en="Income guarantee for a new GP agreement",
    reads=("grants.income_floor_list",),
)
def income_guarantee_persons(list_length: int, law: LawAt) -> Finding:
    """Calculate how many persons a new GP is paid for while the list is short."""
    floor = law.integer("grants.income_floor_list")
    if list_length > floor:
        return calculated(
            "own_list",
            f"Listen på {n(list_length)} er over {n(floor)} og betales som den er.",
            f"The list of {n(list_length, 'en')} is above {n(floor, 'en')} and is paid as it is.",
            value=list_length,
        )
    return calculated(
        "guaranteed_list",
        f"Listen på {n(list_length)} betales som {n(floor)} personer.",
        f"The list of {n(list_length, 'en')} is paid as {n(floor, 'en')} persons.",
        value=floor,
    )


@provision(
    at("bergen_fastlegestrategi", "kap. 2.3.1"),
    at("bergen_strategi_2024", "kap. 8.2.5"),
    title_nb="Rekrutteringstilskudd ved overtakelse av vanskelig praksis",
    title_en="Recruitment grant on takeover of a difficult practice",
    reads=("grants.takeover_max",),
)
def takeover_grant(amount_sought: int, law: LawAt) -> Finding:
    """Calculate the highest grant (NOK) on takeover; the municipality decides within it."""
    highest = law.integer("grants.takeover_max")
    amount = min(amount_sought, highest)
    return calculated(
        "up_to_maximum",
        f"Av {kr(amount_sought)} kan inntil {kr(amount)} gis (grensen er {kr(highest)}).",
        f"Of {kr(amount_sought, 'en')} up to {kr(amount, 'en')} may be given "
        f"(the limit is {kr(highest, 'en')}).",
        value=amount,
    )


@provision(
    at("bergen_fastlegestrategi", "kap. 8.2.5"),
    at("bergen_strategi_2024", "kap. 8.2.5"),
    title_nb="Utkjøpsordningens varighet",
    title_en="Duration of the buy-out scheme",
    reads=("grants.buy_out_years",),
)
def buy_out_is_open(year_of_scheme: int, law: LawAt) -> Finding:
    """Test that a practice is still within the buy-out scheme; the first year counts as 1."""
    years = law.integer("grants.buy_out_years")
    if year_of_scheme > years:
        return not_met(
            "scheme_is_over",
            f"År {n(year_of_scheme)} er etter utkjøpsordningens {n(years)} år.",
            f"Year {n(year_of_scheme, 'en')} is after the {n(years, 'en')} years of the scheme.",
        )
    return met(
        "within_scheme",
        f"År {n(year_of_scheme)} er innenfor utkjøpsordningens {n(years)} år.",
        f"Year {n(year_of_scheme, 'en')} is within the {n(years, 'en')} years of the scheme.",
    )


@provision(
    at("trondheim_plan_2024", "tiltak 20"),
    title_nb="Hva en del av et årsverk koster",
    title_en="What a part of a full-time post costs",
    reads=("grants.post_price",),
)
def post_cost(percent: int, law: LawAt) -> Finding:
    """Calculate what a post of ``percent`` costs (NOK per year) at the plan's price of a full-time post."""
    price = law.integer("grants.post_price")
    amount = Money(price * percent).in_kroner
    return calculated(
        "share_of_post",
        f"{n(percent)} % stilling koster {kr(amount)} i året med {kr(price)} per årsverk.",
        f"A {n(percent, 'en')}% post costs {kr(amount, 'en')} a year at {kr(price, 'en')} per "
        "full-time post.",
        value=amount,
    )


def _expansion_amount(new_doctors: int, law: LawAt) -> Finding:
    fewest = law.integer("grants.expansion_min_new_doctors")
    amount = new_doctors * law.integer("grants.expansion_per_doctor")
    if new_doctors < fewest:
        return needs_judgement(
            "fewer_new_doctors_than_text",
            f"{n(new_doctors)} ny lege gir {kr(amount)} etter tiltaket, men planens tekst krever "
            f"minst {n(fewest)} nye.",
            f"{n(new_doctors, 'en')} new doctor gives {kr(amount, 'en')} by the measure, but the "
            f"text of the plan asks for at least {n(fewest, 'en')}.",
            value=amount,
        )
    return calculated(
        "per_new_doctor",
        f"{n(new_doctors)} nye leger i nye lokaler gir {kr(amount)}.",
        f"{n(new_doctors, 'en')} new doctors in new premises give {kr(amount, 'en')}.",
        value=amount,
    )
