"""How a GP agreement ends: age, notice, loss of authorisation."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import add_months
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_OLD = at("fastlegeforskriften_2012", "32")


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "12", section=3),
    title_nb="Avtalen opphører ved aldersgrensen",
    title_en="The agreement ends at the age limit",
    reads=("agreement.end_age", "agreement.extension_max_age"),
)
def agreement_runs_at_age(
    age_years: int, agreed_age_years: int | None = None, *, law: LawAt
) -> Finding:
    """Test that a GP (full years) is below the age at which the agreement ends without notice.

    What was agreed goes before the law's age, up to the highest that may be agreed.
    """
    limit = end_age(agreed_age_years, law)
    if age_years < limit:
        return met(
            "below_end_age",
            f"Avtalen løper til legen fyller {n(limit)} år.",
            f"The agreement runs until the doctor turns {n(limit, 'en')}.",
        )
    return not_met(
        "ended_by_age",
        f"Avtalen opphørte uten oppsigelse da legen fylte {n(limit)} år.",
        f"The agreement ended without notice when the doctor turned {n(limit, 'en')}.",
    )


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "12", section=3),
    title_nb="Tidsbegrenset avtale etter aldersgrensen",
    title_en="Time-limited agreement after the age limit",
    reads=("agreement.extension_max_age",),
)
def extension_is_within_age(age_years_at_end: int, law: LawAt) -> Finding:
    """Test that a time-limited agreement ends no later than at the highest age (full years)."""
    limit = law.integer("agreement.extension_max_age")
    if age_years_at_end <= limit:
        return met(
            "extension_allowed",
            f"Kommunen kan inngå tidsbegrenset avtale til legen er {n(limit)} år.",
            "The municipality may make a time-limited agreement until the doctor is "
            f"{n(limit, 'en')}.",
        )
    return not_met(
        "extension_too_long",
        f"Avtalen kan ikke vare etter at legen er {n(limit)} år.",
        f"The agreement cannot last after the doctor is {n(limit, 'en')}.",
    )


def end_age(agreed_age_years: int | None, law: LawAt) -> int:
    """Return the age (full years) at which an agreement ends without notice.

    Raises:
        MissingDataError: Nothing is agreed, and the law's age is not known on the day.
    """
    if agreed_age_years is None:
        return law.integer("agreement.end_age")
    if not law.has("agreement.extension_max_age"):
        return agreed_age_years
    return min(agreed_age_years, law.integer("agreement.extension_max_age"))


def earliest_end(received: date, law: LawAt) -> date:
    """Return the first day on which an agreement can end after notice received on ``received``."""
    return add_months(received, law.integer("agreement.notice_months"))


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "12", section=1),
    at("asa_4310", "dreiebok for oppsigelse"),
    title_nb="Oppsigelsestid",
    title_en="Period of notice",
    reads=(
        "agreement.notice_months",
        "agreement.notice_runs_from_receipt",
        "agreement.employed_follows_employment_law",
    ),
)
def notice_is_long_enough(
    sent: date, received: date, ends: date, employed: bool, law: LawAt
) -> Finding:
    """Test that the agreement ends no earlier than the period of notice after the notice."""
    if employed and law.flag("agreement.employed_follows_employment_law"):
        return needs_judgement(
            "ordinary_employment_law",
            "For en ansatt fastlege følger oppsigelsen arbeidsrettens vanlige regler.",
            "For an employed GP the notice follows ordinary employment law.",
        )
    start = received if law.flag("agreement.notice_runs_from_receipt") else sent
    first = earliest_end(start, law)
    months = law.integer("agreement.notice_months")
    nb = f"Oppsigelsestiden er {n(months)} måneder og løper ut {format_date(first)}"
    en = (
        f"The period of notice is {n(months, 'en')} months and runs out on "
        f"{format_date(first, 'en')}"
    )
    if ends < first:
        return not_met(
            "notice_too_short",
            f"{nb}, etter den oppgitte sluttdagen {format_date(ends)}.",
            f"{en}, after the stated end {format_date(ends, 'en')}.",
        )
    return met("notice_long_enough", f"{nb}.", f"{en}.")


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "12", section=4),
    title_nb="Avtalen faller bort når autorisasjonen er tapt",
    title_en="The agreement lapses when the authorisation is lost",
    reads=("agreement.lapses_on_lost_authorisation",),
)
def agreement_survives_authorisation(
    authorisation_lost: bool, decision_is_final: bool, law: LawAt
) -> Finding:
    """Test that an agreement stands; a final loss of the authorisation ends it at once."""
    lapses = law.flag("agreement.lapses_on_lost_authorisation")
    if authorisation_lost and decision_is_final and lapses:
        return not_met(
            "lapsed",
            "Avtalen har falt bort: autorisasjonen er tapt ved endelig vedtak.",
            "The agreement has lapsed: the authorisation is lost by a final decision.",
        )
    if authorisation_lost:
        return met(
            "locum_allowed",
            "Avtalen står mens vedtaket ikke er endelig; en vikar kan drive praksisen.",
            "The agreement stands while the decision is not final; a locum may run the practice.",
        )
    return met("authorised", "Legen har autorisasjon.", "The doctor is authorised.")
