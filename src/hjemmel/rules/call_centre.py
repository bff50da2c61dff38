"""The emergency communication centre (legevaktsentral): answering times, operators, recordings, numbers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from hjemmel.kernel.numbers import format_date, format_percent
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import add_years
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_AM = "akuttmedisinforskriften"
_PREFIX = "legevakt."


@provision(
    at(_AM, "13", letter="d"),
    title_nb="Svartid i legevaktsentralen",
    title_en="Answering time of the communication centre",
    reads=(f"{_PREFIX}calls_answered_share", f"{_PREFIX}calls_answered_seconds"),
)
def answer_time_is_met(calls: int, answered_in_time: int, law: LawAt) -> Finding:
    """Test that the centre answers the required share of calls in time; the value is that share.

    The regulation says «normalt», so one weak period needs judgement and is no breach.
    """
    share = law.number(f"{_PREFIX}calls_answered_share")
    seconds = law.integer(f"{_PREFIX}calls_answered_seconds")
    nb, en = _answered(calls, answered_in_time, seconds)
    if answered_in_time >= calls * share:
        return met(
            "in_time",
            f"{nb}; kravet er normalt {format_percent(share, decimals=0)}.",
            f"{en}; the requirement is normally {format_percent(share, 'en', decimals=0)}.",
            value=share,
        )
    return needs_judgement(
        "below_normal",
        f"{nb}; kravet er normalt {format_percent(share, decimals=0)}.",
        f"{en}; the requirement is normally {format_percent(share, 'en', decimals=0)}.",
        value=share,
    )


@provision(
    at(_AM, "15", letter="b"),
    title_nb="Svartid i AMK-sentralen",
    title_en="Answering time of the emergency medical centre",
    reads=(
        f"{_PREFIX}emergency_calls_answered_share",
        f"{_PREFIX}emergency_calls_answered_seconds",
    ),
)
def emergency_answer_time_is_met(calls: int, answered_in_time: int, law: LawAt) -> Finding:
    """Test that the emergency medical centre (AMK) answers the required share of calls in time."""
    share = law.number(f"{_PREFIX}emergency_calls_answered_share")
    seconds = law.integer(f"{_PREFIX}emergency_calls_answered_seconds")
    nb, en = _answered(calls, answered_in_time, seconds)
    enough = answered_in_time >= calls * share
    answer, reason = (met, "in_time") if enough else (not_met, "too_few_in_time")
    return answer(
        reason,
        f"{nb}; kravet er {format_percent(share, decimals=0)}.",
        f"{en}; the requirement is {format_percent(share, 'en', decimals=0)}.",
        value=share,
    )


@provision(
    at(_AM, "13", letter="f"),
    title_nb="Krav til operatører",
    title_en="Requirements for operators",
    reads=(f"{_PREFIX}operator_requirements",),
)
def operator_is_qualified(has: Collection[str], law: LawAt) -> Finding:
    """Test that an operator has the education, the practice and the training."""
    missing = [one for one in law.items(f"{_PREFIX}operator_requirements") if one not in has]
    if missing:
        return not_met(
            "requirement_missing",
            f"Operatøren mangler {n(len(missing))} av kravene: bachelor i helsefag, klinisk praksis "
            "og opplæring som operatør.",
            f"The operator lacks {n(len(missing), 'en')} of the requirements: a bachelor's degree in "
            "health, clinical practice and training as an operator.",
        )
    return met("qualified", "Operatøren oppfyller kravene.", "The operator meets the requirements.")


@provision(
    at(_AM, "20"),
    title_nb="Oppbevaring av lydopptak",
    title_en="Keeping of recordings",
    reads=(f"{_PREFIX}recording_kept_years",),
)
def recording_may_be_deleted(recorded: date, is_evidence: bool, law: LawAt) -> Finding:
    """Test that a recording is to be deleted on the day asked about; one used as evidence is not."""
    until = add_years(recorded, law.integer(f"{_PREFIX}recording_kept_years"))
    if is_evidence:
        return not_met(
            "evidence",
            "Opptaket har verdi som dokumentasjon og slettes ikke.",
            "The recording has value as evidence and is not deleted.",
        )
    if law.as_of < until:
        return not_met(
            "too_early",
            f"Opptaket oppbevares til {format_date(until)}.",
            f"The recording is kept until {format_date(until, 'en')}.",
        )
    return met(
        "delete",
        f"Opptaket slettes fra {format_date(until)}.",
        f"The recording is deleted from {format_date(until, 'en')}.",
    )


@provision(
    at(_AM, "12"),
    title_nb="Telefonnumre til legevakten",
    title_en="Telephone numbers of the duty service",
    reads=(f"{_PREFIX}national_number", f"{_PREFIX}direct_number_digits"),
)
def numbers_are_right(national: str, direct: str, law: LawAt) -> Finding:
    """Test that the national number is used and that the centre's direct number has the right length."""
    number = str(law.value(f"{_PREFIX}national_number"))
    digits = law.integer(f"{_PREFIX}direct_number_digits")
    fits = direct.isdigit() and len(direct) == digits
    answer, reason = (met, "right") if national == number and fits else (not_met, "wrong")
    return answer(
        reason,
        f"Legevakten nås på {number} og på et direktenummer med {n(digits)} siffer.",
        f"The duty service is reached at {number} and at a direct number of {n(digits, 'en')} digits.",
    )


@provision(
    at(_AM, "13"),
    title_nb="Video i legevaktsentralen",
    title_en="Video at the communication centre",
    reads=(f"{_PREFIX}video_required",),
)
def video_must_be_offered(law: LawAt) -> Finding:
    """Test whether the communication centre must offer video."""
    if law.flag(f"{_PREFIX}video_required"):
        return met("required", "Sentralen må tilby video.", "The centre must offer video.")
    return not_met(
        "not_required",
        "Sentralen har ingen plikt til å tilby video.",
        "The centre has no duty to offer video.",
    )


def _answered(calls: int, answered: int, seconds: int) -> tuple[str, str]:
    return (
        f"{n(answered)} av {n(calls)} henvendelser er besvart innen {n(seconds)} sekunder",
        f"{n(answered, 'en')} of {n(calls, 'en')} calls were answered within {n(seconds, 'en')} seconds",
    )
