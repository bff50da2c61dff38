"""What a municipality pays self-employed GPs per listed person, and what short lists get."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_RATES = (
    "capitation.is_patient_adjusted",
    "capitation.rate_up_to_knee",
    "capitation.rate_above_knee",
    "capitation.knee",
    "capitation.national_average_rate",
)
_INSTALMENTS = ("capitation.is_paid_by_day", "capitation.instalments_per_year")


@provision(
    at("statsavtalen", "basistilskudd"),
    title_nb="Pasienttilpasset basistilskudd",
    title_en="Patient-adjusted capitation",
    reads=("capitation.is_patient_adjusted",),
)
def capitation_depends_on_patients(law: LawAt) -> Finding:
    """Test whether the capitation is weighted by who is on the list, not the same for all."""
    if law.flag("capitation.is_patient_adjusted"):
        return met(
            "weighted_by_patients",
            "Basistilskuddet vektes etter hvem som står på listen.",
            "The capitation is weighted by who is on the list.",
        )
    return not_met(
        "rate_per_person",
        "Basistilskuddet er en sats per person, uansett hvem som står på listen.",
        "The capitation is a rate per person, whoever is on the list.",
    )


@provision(
    at("fastlegeforskriften_2012", "9"),
    at("fastlegeforskriften_2025", "13", section=1),
    at("statsavtalen", "basistilskudd"),
    title_nb="Basistilskudd for en liste, per måned",
    title_en="Capitation of a list, per month",
    reads=_RATES + _INSTALMENTS,
)
def monthly_capitation(persons: int, law: LawAt) -> Finding:
    """Calculate the capitation (NOK) of a list of ``persons`` for the month of the day asked about.

    While the capitation is patient-adjusted, the result rests on the national average rate:
    an estimate. What is really paid for a list stands in Helfo's monthly report.
    """
    amount = monthly_part(_yearly(Decimal(persons), law), law)
    if law.flag("capitation.is_patient_adjusted"):
        return calculated(
            "national_average",
            f"Med nasjonal gjennomsnittssats gir {n(persons)} personer {kr(amount)} for måneden; "
            "det riktige beløpet for listen står i Helfos rapport.",
            f"At the national average rate {n(persons, 'en')} persons give {kr(amount, 'en')} "
            "for the month; the list's own amount stands in Helfo's report.",
            value=amount,
        )
    return calculated(
        "rate_per_person",
        f"En liste med {n(persons)} personer gir {kr(amount)} i basistilskudd for måneden.",
        f"A list of {n(persons, 'en')} persons gives {kr(amount, 'en')} in capitation "
        "for the month.",
        value=amount,
    )


@provision(
    at("statsavtalen", "pkt. 2.1"),
    title_nb="Grunntilskudd: hvor mange personer det betales for",
    title_en="Base grant: how many persons are paid for",
    reads=(
        "capitation.floor_list",
        "capitation.floor_ceiling_min",
        "capitation.floor_ceiling_strictly_above",
        "capitation.floor_max_months",
    ),
)
def base_grant_persons(
    list_length: int, ceiling: int, month_of_agreement: int, is_self_employed: bool, law: LawAt
) -> Finding:
    """Test whether a short list is paid as the base grant's list; the value is persons paid for.

    ``month_of_agreement`` counts from 1, the first month of the GP agreement.
    """
    floor = law.integer("capitation.floor_list")
    last_month = law.integer("capitation.floor_max_months")
    if not is_self_employed:
        return not_met(
            "not_self_employed",
            "Grunntilskudd betales bare til næringsdrivende fastleger.",
            "The base grant is paid to self-employed GPs only.",
        )
    refusal = None
    if not _is_ceiling_high_enough(ceiling, law):
        refusal = ("ceiling_too_low", "listetaket er for lavt", "the list ceiling is too low")
    elif list_length >= floor:
        refusal = ("list_long_enough", "listen er lang nok", "the list is long enough")
    elif month_of_agreement > last_month:
        refusal = ("too_late", "avtalen er for gammel", "the agreement is too old")
    if refusal is not None:
        reason, nb, en = refusal
        return not_met(
            reason,
            f"Ikke grunntilskudd, {nb}: det betales for {n(list_length)} personer.",
            f"No base grant, {en}: {n(list_length, 'en')} persons are paid for.",
            value=list_length,
        )
    return met(
        "paid_as_floor_list",
        f"Listen på {n(list_length)} personer regnes som {n(floor)} til og med måned "
        f"{n(last_month)} av avtalen.",
        f"The list of {n(list_length, 'en')} persons counts as {n(floor, 'en')} through month "
        f"{n(last_month, 'en')} of the agreement.",
        value=floor,
    )


@provision(
    at("statsavtalen", "pkt. 2.1"),
    title_nb="Grunntilskudd, beløp per måned",
    title_en="Base grant, amount per month",
    reads=("capitation.floor_list", *_RATES, *_INSTALMENTS),
)
def monthly_base_grant(law: LawAt) -> Finding:
    """Calculate the base grant (NOK per month): the capitation of the base grant's list."""
    floor = law.number("capitation.floor_list")
    amount = monthly_part(_yearly(floor, law), law)
    return calculated(
        "capitation_of_floor_list",
        f"Grunntilskuddet er {kr(amount)} per måned.",
        f"The base grant is {kr(amount, 'en')} per month.",
        value=amount,
    )


@provision(
    at("statsavtalen", "pkt. 2.1"),
    title_nb="Grunntilskudd eller basistilskudd",
    title_en="Base grant or capitation",
    reads=("capitation.floor_only_if_better",),
)
def base_grant_or_capitation(own_capitation: Decimal, base_grant: Decimal, law: LawAt) -> Finding:
    """Decide what a list entitled to the base grant is paid (both amounts NOK per month).

    ``own_capitation`` is the list's own capitation for the month, as Helfo reports it.
    """
    if law.flag("capitation.floor_only_if_better") and own_capitation > base_grant:
        return calculated(
            "own_capitation_is_better",
            f"Listens eget basistilskudd, {kr(own_capitation)}, er høyere enn grunntilskuddet "
            f"{kr(base_grant)} og betales.",
            f"The list's own capitation, {kr(own_capitation, 'en')}, is higher than the base "
            f"grant {kr(base_grant, 'en')} and is paid.",
            value=own_capitation,
        )
    return calculated(
        "base_grant_is_paid",
        f"Grunntilskuddet {kr(base_grant)} betales i stedet for {kr(own_capitation)}.",
        f"The base grant {kr(base_grant, 'en')} is paid instead of {kr(own_capitation, 'en')}.",
        value=base_grant,
    )


@provision(
    at("fastlegeforskriften_2012", "9"),
    at("fastlegeforskriften_2025", "13", section=2),
    at("statsavtalen", "pkt. 2.2"),
    title_nb="Utjamningstilskudd per fastlege, per år",
    title_en="Equalisation grant per GP, per year",
    reads=(
        "capitation.equalisation_population_max",
        "capitation.equalisation_reference_list",
        *_RATES,
    ),
)
def equalisation_grant(inhabitants: int, gp_positions: int, law: LawAt) -> Finding:
    """Calculate what each self-employed GP in a small municipality gets (NOK per year).

    The mean list is the inhabitants divided by the established GP positions of every kind, a
    part-time position counted as one.
    """
    limit = law.integer("capitation.equalisation_population_max")
    if inhabitants >= limit:
        return not_met(
            "municipality_too_large",
            f"Kommunen har {n(inhabitants)} innbyggere; tilskuddet gis under {n(limit)}.",
            f"The municipality has {n(inhabitants, 'en')} inhabitants; the grant is given "
            f"below {n(limit, 'en')}.",
            value=0,
        )
    if gp_positions < 1:
        return needs_judgement(
            "no_positions",
            "Uten legehjemler finnes ingen gjennomsnittlig listelengde.",
            "Without GP positions there is no mean list length.",
        )
    return _equalisation(Decimal(inhabitants) / gp_positions, law)


@provision(
    at("statsavtalen", "pkt. 4.2"),
    title_nb="Husleietillegg per år",
    title_en="Rent supplement per year",
    reads=("capitation.rent_supplement_higher", "capitation.rent_supplement_lower"),
)
def rent_supplement(has_higher_rate: bool, law: LawAt) -> Finding:
    """State the personal rent supplement (NOK per year) of a GP who has one."""
    rate = "higher" if has_higher_rate else "lower"
    amount = law.number(f"capitation.rent_supplement_{rate}")
    return calculated(
        f"{rate}_rate",
        f"Husleietillegget er {kr(amount)} per år og følger legen.",
        f"The rent supplement is {kr(amount, 'en')} per year and is personal.",
        value=amount,
    )


def _yearly(persons: Decimal, law: LawAt) -> Decimal:
    """Return the capitation (NOK per year) of a list or a mean list, not rounded."""
    if law.flag("capitation.is_patient_adjusted"):
        return persons * law.number("capitation.national_average_rate")
    # Under a flat rate nobody is above the knee.
    knee = law.number("capitation.knee") if law.has("capitation.knee") else persons
    up_to_knee = min(persons, knee) * law.number("capitation.rate_up_to_knee")
    above_knee = max(persons - knee, Decimal(0)) * law.number("capitation.rate_above_knee")
    return up_to_knee + above_knee


def monthly_part(yearly: Decimal, law: LawAt) -> Decimal:
    """Return the part of a yearly amount that falls on the month, in whole øre."""
    if law.flag("capitation.is_paid_by_day"):
        year = law.as_of.year
        days_in_year = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        days_in_month = calendar.monthrange(year, law.as_of.month)[1]
        return Money.kroner(yearly * days_in_month / days_in_year).in_kroner
    return Money.kroner(yearly / law.integer("capitation.instalments_per_year")).in_kroner


def _is_ceiling_high_enough(ceiling: int, law: LawAt) -> bool:
    lowest = law.integer("capitation.floor_ceiling_min")
    if law.flag("capitation.floor_ceiling_strictly_above"):
        return ceiling > lowest
    return ceiling >= lowest


def _equalisation(mean_list: Decimal, law: LawAt) -> Finding:
    reference = law.number("capitation.equalisation_reference_list")
    if mean_list >= reference:
        return not_met(
            "mean_list_long_enough",
            f"Gjennomsnittlig liste er {n(mean_list)}, ikke kortere enn {n(reference)}.",
            f"The mean list is {n(mean_list, 'en')}, not shorter than {n(reference, 'en')}.",
            value=0,
        )
    difference = _yearly(reference, law) - _yearly(mean_list, law)
    amount = Money.kroner(difference).in_kroner
    return calculated(
        "difference_to_reference_list",
        f"Gjennomsnittlig liste er {n(mean_list)}; forskjellen opp til {n(reference)} gir "
        f"{kr(amount)} per år til hver næringsdrivende fastlege.",
        f"The mean list is {n(mean_list, 'en')}; the difference up to {n(reference, 'en')} gives "
        f"{kr(amount, 'en')} per year to each self-employed GP.",
        value=amount,
    )
