"""Who has a right to a GP, and the freedom to choose."""

from __future__ import annotations

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_ACT = "pasientrettighetsforskriften_fastlege"
_PARAMETERS = {
    "resident": "right_to_gp.residents",
    "insured_asylum_seeker": "right_to_gp.insured_asylum_seekers",
    "international_staff": "right_to_gp.international_staff",
    "other_d_number": "right_to_gp.other_d_number_holders",
}
_WORDS = {
    "resident": Text("bosatt i en norsk kommune", "resident in a Norwegian municipality"),
    "insured_asylum_seeker": Text(
        "asylsøker eller familie med medlemskap i folketrygden",
        "asylum seeker or family member in the National Insurance Scheme",
    ),
    "international_staff": Text(
        "utsendt eller ansatt i internasjonal organisasjon med lovlig opphold",
        "lawfully staying diplomat or staff of an international organisation",
    ),
    "other_d_number": Text("annen person med d-nummer", "another person with a D number"),
}


@provision(
    at(_ACT, "2", section=1),
    at("helsenorge_fastlege"),
    title_nb="Rett til fastlege",
    title_en="Right to a GP",
    reads=tuple(_PARAMETERS.values()),
)
def person_has_right(stays_as: str, law: LawAt) -> Finding:
    """Test that a person has a right to be on a GP's list.

    The person stays as ``resident``, ``insured_asylum_seeker``, ``international_staff`` or
    ``other_d_number``.
    """
    if stays_as not in _PARAMETERS:
        known = ", ".join(_PARAMETERS)
        raise InputError(
            Text(f"Ukjent gruppe «{stays_as}».", f"Unknown group “{stays_as}”."),
            where="stays_as",
            remedy=Text(f"Bruk en av: {known}.", f"Use one of: {known}."),
        )
    group = _WORDS[stays_as]
    if not law.has(_PARAMETERS[stays_as]):
        return needs_judgement(
            "start_not_known",
            f"Det er ikke kjent om retten gjaldt da for {group.nb}.",
            f"It is not known whether the right then covered: {group.en}.",
        )
    if law.flag(_PARAMETERS[stays_as]):
        return met(
            "has_right",
            f"Har rett til fastlege: {group.nb}.",
            f"Has a right to a GP: {group.en}.",
        )
    return not_met(
        "necessary_care_only",
        f"Har ikke rett til fastlege, men til nødvendig helsehjelp: {group.nb}.",
        f"Has no right to a GP, but to necessary health care: {group.en}.",
    )


@provision(
    at(_ACT, "2", section=3),
    title_nb="Å stå utenfor ordningen",
    title_en="Staying outside the scheme",
    reads=("right_to_gp.opt_out_allowed",),
)
def person_may_stay_outside(reported_to_municipality: bool, law: LawAt) -> Finding:
    """Test that a resident who has told the municipality may stay outside the scheme."""
    allowed = law.flag("right_to_gp.opt_out_allowed")
    if allowed and reported_to_municipality:
        return met(
            "outside",
            "Innbyggeren har meldt fra og står utenfor ordningen.",
            "The resident has reported it and is outside the scheme.",
        )
    return not_met(
        "not_reported",
        "Innbyggeren må melde fra til kommunen for å stå utenfor.",
        "The resident must tell the municipality to stay outside.",
    )


@provision(
    at(_ACT, "2", section=4),
    title_nb="Fastlege i en annen kommune",
    title_en="A GP in another municipality",
    reads=("right_to_gp.may_choose_other_municipality",),
)
def guest_may_choose(list_is_open: bool, law: LawAt) -> Finding:
    """Test that a resident of another municipality may choose a GP here."""
    if not law.flag("right_to_gp.may_choose_other_municipality"):
        return not_met("not_allowed", "Valget er ikke tillatt.", "The choice is not allowed.")
    if list_is_open:
        return met(
            "may_choose",
            "Innbyggere i andre kommuner har samme rang som kommunens egne.",
            "Residents of other municipalities have the same rank as the municipality's own.",
        )
    return not_met("list_closed", "Listen er lukket.", "The list is closed.")
