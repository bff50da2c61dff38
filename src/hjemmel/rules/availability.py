"""How easily a GP is reached: telephone, appointment, digital services, emergencies, absence."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.numbers import format_percent as percent
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_OLD = at("fastlegeforskriften_2012", "21")
_NEW = "fastlegeforskriften_2025"
_STEP = Decimal("0.0001")


@provision(
    _OLD,
    at(_NEW, "16", section=2, letter="b"),
    title_nb="Svartid på telefon",
    title_en="Answering time on the telephone",
    reads=("availability.phone_answer_share", "availability.phone_answer_seconds"),
)
def phone_is_answered_in_time(calls: int, answered_in_time: int, law: LawAt) -> Finding:
    """Test that the required share of calls is answered in time; the value is the share.

    The regulation says «normalt», so a weak period needs judgement and is not a breach by itself.
    """
    wanted = law.number("availability.phone_answer_share")
    seconds = law.integer("availability.phone_answer_seconds")
    if calls <= 0:
        return needs_judgement("no_calls", "Ingen anrop i perioden.", "No calls in the period.")
    share = (Decimal(answered_in_time) / calls).quantize(_STEP, ROUND_HALF_UP)
    is_enough = Decimal(answered_in_time) >= wanted * calls
    answer = met if is_enough else needs_judgement
    return answer(
        "answered_in_time" if is_enough else "below_normal",
        f"{percent(share)} av anropene ble besvart innen {n(seconds)} sekunder; "
        f"kravet er normalt {percent(wanted)}.",
        f"{percent(share, 'en')} of calls were answered within {n(seconds, 'en')} seconds; "
        f"the requirement is normally {percent(wanted, 'en')}.",
        value=share,
    )


@provision(
    _OLD,
    at(_NEW, "22", section=2),
    title_nb="Time innen fem arbeidsdager",
    title_en="Appointment within five working days",
    reads=("availability.appointment_within_working_days",),
)
def appointment_is_in_time(working_days: int, law: LawAt) -> Finding:
    """Test that a person gets an appointment in time after medical prioritisation.

    The regulation says «normalt», so a longer wait needs judgement.
    """
    limit = law.integer("availability.appointment_within_working_days")
    is_in_time = working_days <= limit
    answer = met if is_in_time else needs_judgement
    return answer(
        "in_time" if is_in_time else "later_than_normal",
        f"Ventetid i arbeidsdager: {n(working_days)}; normalt høyst {n(limit)}.",
        f"Wait in working days: {n(working_days, 'en')}; normally at most {n(limit, 'en')}.",
    )


@provision(
    _OLD,
    at(_NEW, "16", section=2, letter="c"),
    title_nb="Timebestilling på telefon og digitalt",
    title_en="Booking by telephone and digitally",
    reads=("availability.digital_booking",),
)
def booking_is_offered(by_telephone: bool, digitally: bool, law: LawAt) -> Finding:
    """Test that appointments can be booked both by telephone and digitally."""
    digital_needed = law.flag("availability.digital_booking")
    if by_telephone and (digitally or not digital_needed):
        return met("booking_offered", "Timer kan bestilles.", "Appointments can be booked.")
    return not_met(
        "channel_missing",
        "Timer skal kunne bestilles både på telefon og digitalt.",
        "It must be possible to book both by telephone and digitally.",
    )


@provision(
    at(_NEW, "16", section=2, letter="d"),
    title_nb="Video, tekst og telefon",
    title_en="Video, text and telephone",
    reads=("availability.digital_consultations",),
)
def digital_consultations_are_offered(
    video: bool, text: bool, telephone: bool, law: LawAt
) -> Finding:
    """Test that consultations by video, text and telephone are offered where they are suitable."""
    parameter = "availability.digital_consultations"
    if not (law.has(parameter) and law.flag(parameter)):
        return met("no_duty_yet", "Plikten gjelder ikke ennå.", "The duty does not apply yet.")
    if video and text and telephone:
        return met("all_offered", "Alle tre formene tilbys.", "All three forms are offered.")
    return not_met(
        "form_missing",
        "Konsultasjon på video, tekst og telefon skal tilbys der det passer.",
        "Consultations by video, text and telephone must be offered where suitable.",
    )


@provision(
    at("fastlegeforskriften_2012", "22"),
    at(_NEW, "16", section=2, letter="a"),
    title_nb="Øyeblikkelig hjelp i åpningstiden",
    title_en="Emergency help in opening hours",
    reads=("availability.emergencies_are_assessed",),
)
def emergencies_are_received(
    received_by_practice: bool, organised_by_municipality: bool, law: LawAt
) -> Finding:
    """Test that the GP's own residents are received and assessed in opening hours."""
    must = law.flag("availability.emergencies_are_assessed")
    if received_by_practice or not must:
        return met("received", "Praksisen tar imot.", "The practice receives them.")
    if organised_by_municipality:
        return met(
            "organised_elsewhere",
            "Kommunen har organisert øyeblikkelig hjelp et annet sted.",
            "The municipality has organised emergency help elsewhere.",
        )
    return not_met(
        "not_received",
        "Egne listeinnbyggere med behov for øyeblikkelig hjelp skal tas imot og vurderes.",
        "Own residents in need of emergency help must be received and assessed.",
    )


@provision(
    at("fastlegeforskriften_2012", "25"),
    at(_NEW, "31", section=2),
    title_nb="Legemiddelgjennomgang",
    title_en="Medication review",
    reads=("availability.medication_review_min_drugs",),
)
def medication_review_is_considered(medicines: int, law: LawAt) -> Finding:
    """Test that a person uses so many medicines that the GP considers a review of them.

    The review itself is made when the doctor finds it necessary, so it needs judgement.
    """
    limit = law.integer("availability.medication_review_min_drugs")
    is_considered = medicines >= limit
    answer = needs_judgement if is_considered else not_met
    return answer(
        "doctor_decides" if is_considered else "too_few_medicines",
        f"Legemidler i bruk: {n(medicines)}; gjennomgang vurderes fra {n(limit)}.",
        f"Medicines in use: {n(medicines, 'en')}; a review is considered from {n(limit, 'en')}.",
    )
