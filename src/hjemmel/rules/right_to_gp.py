"""Who has a right to a GP, and the freedom to choose."""

from __future__ import annotations

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known

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

_WITH_CONDITION = {
    "former_home": Text(
        "Studenten har ikke lenger tilknytning til det tidligere bostedet.",
        "The student no longer has a tie to the former home.",
    ),
    "replaced_home": Text(
        "Boligen er ikke i samme kommune som den tidligere.",
        "The dwelling is not in the same municipality as the former one.",
    ),
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
    at(_ACT, "2", section=1),
    at(_ACT, "2", section=3),
    title_nb="Å komme tilbake til ordningen",
    title_en="Coming back to the scheme",
    reads=("right_to_gp.residents", "right_to_gp.opt_out_allowed"),
)
def outsider_may_come_back(is_resident: bool, asks_to_come_back: bool, law: LawAt) -> Finding:
    """Test that a person outside the scheme comes back; the right is not lost by staying outside."""
    if not asks_to_come_back and law.flag("right_to_gp.opt_out_allowed"):
        return not_met(
            "stays_outside",
            "Innbyggeren står utenfor til det bes om fastlege.",
            "The resident stays outside until she asks for a GP.",
        )
    if law.flag("right_to_gp.residents") and is_resident:
        return met(
            "comes_back",
            "Innbyggeren har fortsatt rett til fastlege og kommer inn igjen.",
            "The resident still has the right to a GP and comes in again.",
        )
    return not_met(
        "not_resident",
        "Personen er ikke bosatt; retten må prøves på nytt.",
        "The person is not resident; the right has to be examined anew.",
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


@provision(
    at(_ACT, "2", section=5),
    title_nb="Plassen på listen etter flytting",
    title_en="The place on the list after a move",
    reads=("right_to_gp.mover_keeps_place",),
)
def mover_keeps_place(has_chosen_new_gp: bool, law: LawAt) -> Finding:
    """Test that a resident who moves to another municipality stays on the old GP's list."""
    if law.flag("right_to_gp.mover_keeps_place") and not has_chosen_new_gp:
        return met(
            "stays_on_list",
            "Den som flytter, står på listen til en ny fastlege er valgt.",
            "A person who moves stays on the list until a new GP is chosen.",
        )
    return not_met("new_gp_chosen", "En ny fastlege er valgt.", "A new GP has been chosen.")


@provision(
    at(_ACT, "2", section=5),
    title_nb="Tilbud om å velge fastlege etter flytting",
    title_en="Offer of a choice of GP after a move",
    reads=("right_to_gp.mover_is_offered_choice",),
)
def mover_is_offered_choice(offer_sent: bool, law: LawAt) -> Finding:
    """Test that a person who reports a move to a municipality is offered a choice of GP there."""
    if law.flag("right_to_gp.mover_is_offered_choice") and not offer_sent:
        return not_met(
            "offer_not_sent",
            "Den som melder flytting, skal få tilbud om å velge fastlege i kommunen.",
            "A person who reports a move must be offered a choice of GP in the municipality.",
        )
    return met("offer_sent", "Tilbudet er sendt.", "The offer has been sent.")


@provision(
    at("folkeregisterforskriften", "5-1-4"),
    title_nb="Studentens valg av bosted",
    title_en="The student's choice of residence",
    reads=("right_to_gp.student_may_register_at",),
)
def student_is_resident_by_choice(registered_at: str, condition_holds: bool, law: LawAt) -> Finding:
    """Test that a student counts as resident where she chose to be registered.

    The right to a GP follows the registration, not where the student lives.

    Args:
        registered_at: ``place_of_study``, ``former_home``, ``parents_home``, ``shared_home`` (with
            spouse or children) or ``replaced_home``.
        condition_holds: For ``former_home`` that a tie to it remains, for ``replaced_home`` that it
            is in the same municipality as the former one; the others have no condition.
        law: The law on the day.
    """
    if not law.has("right_to_gp.student_may_register_at"):
        return needs_judgement(
            "choice_not_known",
            "Det er ikke kjent hvor studenter da kunne velge å være registrert.",
            "It is not known where students could then choose to be registered.",
        )
    choices = [str(choice) for choice in law.items("right_to_gp.student_may_register_at")]
    require_known(registered_at, choices, where="registered_at")
    if registered_at in _WITH_CONDITION and not condition_holds:
        lacks = _WITH_CONDITION[registered_at]
        return not_met("condition_missing", lacks.nb, lacks.en)
    return met(
        "follows_choice",
        "Studenten er bosatt der valget er registrert, og har rett til fastlege derfra.",
        "The student is resident where the choice is registered, and has the right from there.",
    )
