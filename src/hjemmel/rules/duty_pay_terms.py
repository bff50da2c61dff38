"""Additions and compensations of the doctors' agreement: travel, practice, rest, LIS1, pension."""

from __future__ import annotations

from decimal import Decimal

from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.hours import hours_en, hours_nb

_SFS = "sfs_2305"
_2021 = "sfs_2305_2021"


@provision(
    at(_2021, "pkt. 9.4"),
    title_nb="Reisegodtgjøring",
    title_en="Travel pay",
    reads=(
        "duty_pay.travel_free_minutes",
        "duty_pay.travel_unit_minutes",
        "duty_pay.travel_half_hour",
    ),
)
def travel_pay(minutes_there: int, minutes_back: int, law: LawAt) -> Finding:
    """Calculate the travel pay (øre) for each started half hour beyond the first, each way."""
    free = law.integer("duty_pay.travel_free_minutes")
    unit = law.integer("duty_pay.travel_unit_minutes")
    started = sum(-(-max(0, way - free) // unit) for way in (minutes_there, minutes_back))
    pay = Money.kroner(started * law.number("duty_pay.travel_half_hour"))
    return _pay(
        "per_half_hour",
        f"{n(started)} påbegynte halvtimer utover {n(free)} minutter hver vei",
        f"{n(started, 'en')} started half hours beyond {n(free, 'en')} minutes each way",
        pay,
    )


@provision(
    at(_2021, "pkt. 8.2"),
    title_nb="Tillegg når legevakten har legevaktsentral",
    title_en="Addition where the duty has a communication centre",
    reads=("duty_pay.centre_addition",),
)
def centre_addition(hours: Decimal, law: LawAt) -> Finding:
    """Calculate the addition (øre) for hours of duty with a communication centre."""
    pay = Money.kroner(hours * law.number("duty_pay.centre_addition"))
    return _pay("per_hour", hours_nb(hours), hours_en(hours), pay)


@provision(
    at(_SFS, "pkt. 6.4"),
    title_nb="Dagvakt for næringsdrivende fastlege",
    title_en="Daytime duty of a self-employed GP",
    reads=("duty_pay.daytime_population_max", "duty_pay.daytime_class"),
)
def daytime_duty_class(population: int, law: LawAt) -> Finding:
    """Calculate the class that daytime duty of self-employed GPs is paid by in a smaller municipality."""
    largest = law.integer("duty_pay.daytime_population_max")
    if population > largest:
        return needs_judgement(
            "agreed_locally",
            f"I kommuner med over {n(largest)} innbyggere avtales godtgjøringen lokalt.",
            f"In municipalities of more than {n(largest, 'en')} inhabitants the pay is agreed locally.",
        )
    one = law.integer("duty_pay.daytime_class")
    return calculated(
        "small_municipality",
        f"I kommuner med inntil {n(largest)} innbyggere godtgjøres dagvakt etter klasse {one}.",
        f"In municipalities of up to {n(largest, 'en')} inhabitants daytime duty is paid by class {one}.",
        value=one,
    )


@provision(
    at(_2021, "pkt. 6.4 b"),
    title_nb="Øyeblikkelig hjelp på dagtid",
    title_en="Daytime emergency help",
    reads=("duty_pay.daytime_rate",),
)
def daytime_help_pay(hours: Decimal, law: LawAt) -> Finding:
    """Calculate the pay (øre) for hours of organised daytime emergency help."""
    pay = Money.kroner(hours * law.number("duty_pay.daytime_rate"))
    return _pay("per_hour", hours_nb(hours), hours_en(hours), pay)


@provision(
    at(_2021, "pkt. 4.1"),
    title_nb="Praksiskompensasjon",
    title_en="Practice compensation",
    reads=("duty_pay.practice_compensation",),
)
def practice_compensation(hours_per_week: int, law: LawAt) -> Finding:
    """Calculate the compensation (NOK a year) for whole hours a week away from one's practice."""
    rows = {
        int(row["hours_per_week"]): int(row["kroner_per_year"])
        for row in law.table("duty_pay.practice_compensation")
    }
    most = max(rows)
    if hours_per_week not in rows:
        return needs_judgement(
            "outside_table",
            f"Tabellen går fra 1 til {n(most)} timer per uke; over det er beløpet minst det samme.",
            f"The table goes from 1 to {n(most, 'en')} hours a week; above it is at least the same.",
            value=rows[most] if hours_per_week > most else 0,
        )
    amount = rows[hours_per_week]
    return calculated(
        "from_table",
        f"{hours_nb(hours_per_week)} per uke gir kr {n(amount)} per år.",
        f"{hours_en(hours_per_week)} a week gives NOK {n(amount, 'en')} a year.",
        value=amount,
    )


@provision(
    at(_2021, "pkt. 7.4"),
    title_nb="Kompensasjon for hvile etter nattevakt",
    title_en="Compensation for rest after night duty",
    reads=("duty_pay.night_rest_compensation", "duty_pay.night_rest_hours"),
)
def night_rest_compensation(hours_away: Decimal, law: LawAt) -> Finding:
    """Calculate the compensation (øre) for resting from one's practice after a night on duty.

    The agreement gives an amount for eight hours; how fewer are counted was not found.
    """
    whole = law.number("duty_pay.night_rest_hours")
    pay = Money.kroner(law.number("duty_pay.night_rest_compensation"))
    if hours_away < whole:
        return needs_judgement(
            "part_of_the_hours",
            f"Beløpet gjelder {hours_nb(whole)}; hvordan {hours_nb(hours_away)} regnes, er ikke funnet.",
            f"The amount is for {hours_en(whole)}; how {hours_en(hours_away)} count was not found.",
        )
    return _pay("for_the_rest", hours_nb(whole), hours_en(whole), pay)


@provision(
    at(_2021, "pkt. 8.11"),
    title_nb="Innbetaling per innbygger",
    title_en="Payment per inhabitant",
    reads=("duty_pay.per_inhabitant",),
)
def payment_by_inhabitants(inhabitants: int, law: LawAt) -> Finding:
    """Calculate what a municipality pays in (øre) by its inhabitants."""
    pay = Money.kroner(inhabitants * law.number("duty_pay.per_inhabitant"))
    return _pay(
        "per_inhabitant", f"{n(inhabitants)} innbyggere", f"{n(inhabitants, 'en')} inhabitants", pay
    )


@provision(
    at(_2021, "pkt. 12.1"),
    title_nb="Minstelønn for LIS1",
    title_en="Lowest salary of LIS1",
    reads=("duty_pay.lis1_salary_min",),
)
def lis1_salary_is_enough(kroner_per_year: int, law: LawAt) -> Finding:
    """Test that a salary (NOK a year) of LIS1 is not below the lowest."""
    least = law.integer("duty_pay.lis1_salary_min")
    answer, reason = (met, "enough") if kroner_per_year >= least else (not_met, "too_low")
    return answer(
        reason,
        f"Lønn på kr {n(kroner_per_year)}; minstelønn for LIS1 er kr {n(least)}.",
        f"A salary of NOK {n(kroner_per_year, 'en')}; the lowest of LIS1 is NOK {n(least, 'en')}.",
        value=least,
    )


@provision(
    at(_2021, "pkt. 12.3"),
    title_nb="Vaktdøgn for LIS1",
    title_en="Days of duty of LIS1",
    reads=("duty_pay.lis1_duty_day",),
)
def lis1_duty_days_pay(days: int, law: LawAt) -> Finding:
    """Calculate the pay (øre) of LIS1 for whole days and nights of duty."""
    pay = Money.kroner(days * law.number("duty_pay.lis1_duty_day"))
    return _pay("per_day", f"{n(days)} vaktdøgn", f"{n(days, 'en')} days of duty", pay)


@provision(
    at(_SFS),
    at("sfs_2305_2024", "LIS1"),
    title_nb="Timelønn for LIS1 på legevakt",
    title_en="Hourly pay of LIS1 on duty",
    reads=("duty_pay.lis1_paid_by_hour", "duty_pay.lis1_hourly_rate"),
)
def lis1_hourly_pay(hours: Decimal, law: LawAt) -> Finding:
    """Calculate the hourly pay (øre) of LIS1 on duty, from September 2024; the rate was not found."""
    if not (law.has("duty_pay.lis1_paid_by_hour") and law.flag("duty_pay.lis1_paid_by_hour")):
        return not_met(
            "not_paid_by_hour",
            "LIS1 hadde ikke timelønn på legevakt på denne dagen.",
            "LIS1 was not paid by the hour on duty on this day.",
        )
    if not law.has("duty_pay.lis1_hourly_rate"):
        return needs_judgement(
            "rate_not_known",
            "LIS1 får timelønn, men satsen er ikke funnet; legg den inn i "
            "law/data/duty_pay/lis1_hourly_rate.toml.",
            "LIS1 is paid by the hour, but the rate was not found; enter it in "
            "law/data/duty_pay/lis1_hourly_rate.toml.",
        )
    pay = Money.kroner(hours * law.number("duty_pay.lis1_hourly_rate"))
    return _pay("per_hour", hours_nb(hours), hours_en(hours), pay)


@provision(
    at(_SFS, "pensjon"),
    title_nb="Pensjonsgivende",
    title_en="Pensionable",
    reads=("duty_pay.is_pensionable",),
)
def duty_pay_is_pensionable(law: LawAt) -> Finding:
    """Test that pay for duty is pensionable."""
    if law.flag("duty_pay.is_pensionable"):
        return met("pensionable", "Godtgjøringen er pensjonsgivende.", "The pay is pensionable.")
    return not_met(
        "not_pensionable", "Godtgjøringen er ikke pensjonsgivende.", "The pay is not pensionable."
    )


def _pay(reason: str, nb: str, en: str, pay: Money) -> Finding:
    return calculated(
        reason,
        f"{nb}: kr {n(pay.in_kroner, decimals=2)}.",
        f"{en}: NOK {n(pay.in_kroner, 'en', decimals=2)}.",
        value=pay.oere,
    )
