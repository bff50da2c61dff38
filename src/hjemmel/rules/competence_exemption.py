"""Exceptions from the competence requirements: short engagements, older posts, and LIS1 before 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known

_OLD = "kompetanseforskriften_2017"
_NEW = "kompetanseforskriften"
_PREFIX = "competence.exemption_"
_MONTH_DAYS = (f"{_PREFIX}month_days_low", f"{_PREFIX}month_days_high")


@provision(
    at(_NEW, "4", section=3),
    title_nb="Dager som teller mot unntaket",
    title_en="Days that count against the exception",
    reads=(f"{_PREFIX}counts_from",),
)
def days_that_count(engaged_on: date, worked: Iterable[date], law: LawAt) -> Finding:
    """Calculate the days worked that count: in older engagements only those from the day set.

    Args:
        engaged_on: The day the engagement was entered into.
        worked: The days worked; a day twice is one.
        law: The law on the day.
    """
    start = date.fromisoformat(str(law.value(f"{_PREFIX}counts_from")))
    days = {day for day in worked if engaged_on >= start or day >= start}
    return calculated(
        "counted_from" if engaged_on < start else "all_count",
        f"{n(len(days))} dager i arbeid teller; eldre engasjementer regnes fra {format_date(start)}.",
        f"{n(len(days), 'en')} days worked count; older engagements count from "
        f"{format_date(start, 'en')}.",
        value=len(days),
    )


@provision(
    at(_OLD, "4"),
    at(_NEW, "4", section=1),
    title_nb="Korte engasjementer uten spesialisering",
    title_en="Short engagements without specialisation",
    reads=(
        f"{_PREFIX}total_months",
        f"{_PREFIX}year_months",
        f"{_PREFIX}duty_year_months",
        *_MONTH_DAYS,
    ),
)
def engagement_is_exempt(
    days_in_all: int, days_this_year: int, on_duty: bool, law: LawAt
) -> Finding:
    """Test that engagements are short enough to need no specialisation; the value is the months allowed.

    It is enough to be within one of the limits: in all, or in the calendar year (longer for duty).
    The regulation counts days worked without saying how many make a month. Few days are within on
    any reading and many are beyond on any; between, a person judges.
    """
    in_all = law.integer(f"{_PREFIX}total_months")
    limits = [(days_in_all, in_all, "i alt", "in all")]
    yearly = f"{_PREFIX}duty_year_months" if on_duty else f"{_PREFIX}year_months"
    if law.has(yearly):
        limits.append(
            (days_this_year, law.integer(yearly), "i kalenderåret", "in the calendar year")
        )
    low, high = (law.integer(parameter) for parameter in _MONTH_DAYS)
    for days, months, nb, en in limits:
        if days <= months * low:
            return _exempt(met, "short_engagement", (days, months, nb, en))
    for days, months, nb, en in limits:
        if days <= months * high:
            return _exempt(needs_judgement, "depends_on_reading", (days, months, nb, en))
    return _exempt(not_met, "too_long", limits[-1])


@provision(
    at(_NEW, "4", section=4),
    title_nb="Årlig rapport til statsforvalteren",
    title_en="Yearly report to the county governor",
    reads=(f"{_PREFIX}report_month", f"{_PREFIX}report_day", f"{_PREFIX}report_last_year"),
)
def use_is_reported(year: int, was_used: bool, law: LawAt, sent_on: date | None = None) -> Finding:
    """Test that a municipality has reported its use of the exception in a year; the value is days left.

    The report is due on 31 March of the next year, for the last time in 2029.
    """
    last = law.integer(f"{_PREFIX}report_last_year")
    due = date(year + 1, law.integer(f"{_PREFIX}report_month"), law.integer(f"{_PREFIX}report_day"))
    due_nb, due_en = format_date(due), format_date(due, "en")
    if due.year > last:
        return met(
            "no_longer_required",
            f"Rapport kreves ikke etter {last}.",
            f"No report is required after {last}.",
        )
    if not was_used:
        return met(
            "nothing_to_report",
            f"Unntaket ble ikke brukt i {year}.",
            f"The exception was not used in {year}.",
        )
    if sent_on is not None and sent_on <= due:
        return met(
            "reported",
            f"Bruken i {year} er rapportert innen {due_nb}.",
            f"The use in {year} was reported by {due_en}.",
        )
    if sent_on is not None or law.as_of > due:
        return not_met(
            "late",
            f"Bruken i {year} skulle vært rapportert til statsforvalteren innen {due_nb}.",
            f"The use in {year} should have been reported to the county governor by {due_en}.",
        )
    return calculated(
        "due",
        f"Bruken i {year} rapporteres til statsforvalteren innen {due_nb}.",
        f"The use in {year} is to be reported to the county governor by {due_en}.",
        value=(due - law.as_of).days,
    )


@provision(
    at(_OLD, "5"),
    at(_NEW, "5"),
    title_nb="Unntak for dem som var i arbeid i 2017",
    title_en="Exception for those in post in 2017",
    reads=("competence.grandfathered_by",),
)
def earlier_post_exempts(ground: str, law: LawAt) -> Finding:
    """Test that what a doctor had on 1 March 2017 exempts her from the requirement of specialisation.

    ``ground`` is ``none`` or a code of ``competence.grandfathered_by``: a GP post, another municipal
    post, leave from one, qualifying as an approved GP, or an agreement on supervision.
    """
    grounds = [str(code) for code in law.items("competence.grandfathered_by")]
    require_known(ground, ["none", *grounds], where="ground")
    if ground in grounds:
        return met(
            "exempt_since_2017",
            "Legen er unntatt på grunn av det hun hadde 1. mars 2017.",
            "The doctor is exempt because of what she had on 1 March 2017.",
        )
    return not_met(
        "not_exempt",
        "Legen hadde ikke noe 1. mars 2017 som gir unntak.",
        "The doctor had nothing on 1 March 2017 that exempts her.",
    )


@provision(
    at("akuttmedisinforskriften", "7", section=3),
    title_nb="Unntak fra bakvakt for lege med LIS1 (til og med 2025)",
    title_en="Exemption from back-up for a doctor with LIS1 (until the end of 2025)",
    reads=("competence.lis1_exemption_allowed",),
)
def lis1_may_be_exempted(
    has_lis1: bool, hard_to_recruit: bool, governor_informed: bool, law: LawAt
) -> Finding:
    """Test that the municipality may exempt a doctor with LIS1, or the like, from having a back-up doctor."""
    if not law.has("competence.lis1_exemption_allowed"):
        return not_met(
            "not_open",
            f"Unntaket kunne ikke gis {format_date(law.as_of)}.",
            f"The exemption could not be given on {format_date(law.as_of, 'en')}.",
        )
    allowed = law.flag("competence.lis1_exemption_allowed")
    if not (allowed and has_lis1 and hard_to_recruit):
        return not_met(
            "conditions_not_met",
            "Unntaket krever LIS1 eller tilsvarende og utfordringer med å rekruttere.",
            "The exemption requires LIS1 or the like and difficulties in recruiting.",
        )
    if not governor_informed:
        return needs_judgement(
            "inform_governor",
            "Unntaket kan gis; statsforvalteren skal orienteres.",
            "The exemption may be given; the county governor is to be informed.",
        )
    return met("may_exempt", "Unntaket kan gis.", "The exemption may be given.")


@provision(
    at("akuttmedisinforskriften", "7", section=1),
    title_nb="Tilsvarende kompetanse (til og med 2025)",
    title_en="Corresponding competence (until the end of 2025)",
    reads=("competence.corresponding_consultations", "competence.corresponding_duties"),
)
def corresponding_competence(consultations: int, duties: int, law: LawAt) -> Finding:
    """Set a doctor's experience beside the numbers remembered; they are unverified, so a person judges."""
    if not law.has("competence.corresponding_duties"):
        return not_met(
            "not_a_ground",
            "Tilsvarende erfaring er ikke et grunnlag på denne dagen.",
            "Corresponding experience is not a ground on this day.",
        )
    asked = law.integer("competence.corresponding_consultations")
    duties_asked = law.integer("competence.corresponding_duties")
    enough = consultations >= asked and duties >= duties_asked
    return needs_judgement(
        "as_much_as_remembered" if enough else "less_than_remembered",
        f"{n(consultations)} konsultasjoner og {n(duties)} vakter, mot {n(asked)} og "
        f"{n(duties_asked)} som ikke er kontrollert; kommunen vurderer.",
        f"{n(consultations, 'en')} consultations and {n(duties, 'en')} duties, against "
        f"{n(asked, 'en')} and {n(duties_asked, 'en')}, which are unverified; the municipality judges.",
    )


def _exempt(
    answer: Callable[..., Finding], reason: str, limit: tuple[int, int, str, str]
) -> Finding:
    days, months, nb, en = limit
    unsure_nb = (
        "; hvor mange dager det er, sier ikke forskriften" if answer is needs_judgement else ""
    )
    unsure_en = "; how many days that is, the regulation does not say" if unsure_nb else ""
    return answer(
        reason,
        f"{n(days)} dager i arbeid {nb}; unntaket gjelder inntil {n(months)} måneder{unsure_nb}.",
        f"{n(days, 'en')} days worked {en}; the exception is for up to {n(months, 'en')} "
        f"months{unsure_en}.",
        value=months,
    )
