"""How out-of-hours duty is organised: a doctor around the clock, and what municipalities have chosen."""

from __future__ import annotations

import calendar
from datetime import datetime

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known
from hjemmel.rules.hours import in_norway
from hjemmel.rules.public_holidays import is_red

_AM = "akuttmedisinforskriften"
_TRONDHEIM = at("trondheim_plan_2024", "kap. 3.3.1")
_BERGEN = "bergen_strategi_2024"
_PERIODS = ("day", "evening", "night", "weekend")
_HOURS = ("legevakt.station_weekday_hours", "legevakt.station_weekend_hours")


@provision(
    at(_AM, "6", section=1),
    title_nb="En lege hele døgnet",
    title_en="One doctor around the clock",
    reads=("legevakt.min_doctors",),
)
def one_doctor_round_the_clock(fewest_doctors: int, law: LawAt) -> Finding:
    """Test that a doctor is available for duty at every time of the day; the value is the least number.

    ``fewest_doctors`` is the number at the time when they are fewest.
    """
    needed = law.integer("legevakt.min_doctors")
    answer, reason = (
        (met, "always_a_doctor") if fewest_doctors >= needed else (not_met, "time_without_doctor")
    )
    return answer(
        reason,
        f"Færrest leger tilgjengelig til noen tid: {n(fewest_doctors)}; kravet er minst {n(needed)}.",
        f"Fewest doctors available at any time: {n(fewest_doctors, 'en')}; the requirement is at least "
        f"{n(needed, 'en')}.",
        value=needed,
    )


@provision(
    at(_AM, "9", section=2),
    title_nb="Utrykning",
    title_en="Turning out",
    reads=("legevakt.turns_out_at_once",),
)
def can_turn_out(able_at_once: bool, law: LawAt) -> Finding:
    """Test that those on duty are organised and equipped to turn out at once."""
    if able_at_once or not law.flag("legevakt.turns_out_at_once"):
        return met("able", "De kan rykke ut umiddelbart.", "They can turn out at once.")
    return not_met(
        "unable",
        "Helsepersonell i vakt skal kunne rykke ut umiddelbart.",
        "Health personnel on duty must be able to turn out at once.",
    )


@provision(
    _TRONDHEIM,
    title_nb="Kommuner som deler vakten",
    title_en="Municipalities that share the duty",
    reads=("legevakt.members", "legevakt.daytime_members"),
)
def municipality_takes_part(member: str, is_weekday_daytime: bool, law: LawAt) -> Finding:
    """Test that a municipality takes part in the duty of the one that hosts it."""
    parameter = "legevakt.daytime_members" if is_weekday_daytime else "legevakt.members"
    if not law.has(parameter):
        return _not_entered("vaktsamarbeid", "shared duty")
    when_nb, when_en = (
        ("på hverdager på dagtid", "on weekdays by day")
        if is_weekday_daytime
        else ("kveld, natt, helg og helligdag", "in the evening, at night, weekends and holidays")
    )
    if member in law.items(parameter):
        return met(
            "takes_part",
            f"Kommune {member} er med i vakten {when_nb}.",
            f"Municipality {member} takes part in the duty {when_en}.",
        )
    return not_met(
        "does_not_take_part",
        f"Kommune {member} er ikke med i vakten {when_nb}.",
        f"Municipality {member} does not take part in the duty {when_en}.",
    )


@provision(
    _TRONDHEIM,
    at(_BERGEN, "kap. 3.1"),
    title_nb="Perioder som fast ansatte leger dekker",
    title_en="Periods that employed doctors cover",
    reads=("legevakt.periods_of_employed_doctors",),
)
def employed_doctors_cover(period: str, law: LawAt) -> Finding:
    """Test that employed doctors cover a period: ``day``, ``evening``, ``night`` or ``weekend``."""
    require_known(period, _PERIODS, where="period")
    if not law.has("legevakt.periods_of_employed_doctors"):
        return _not_entered("hvem som dekker vaktene", "who covers the duties")
    if period in law.items("legevakt.periods_of_employed_doctors"):
        return met(
            "employed_doctors",
            "Fast ansatte leger dekker perioden.",
            "Employed doctors cover the period.",
        )
    return not_met("gps", "Fastleger dekker perioden.", "GPs cover the period.")


@provision(
    _TRONDHEIM,
    title_nb="Vurdering av hastegrad ved ankomst",
    title_en="Assessment of urgency on arrival",
    reads=("legevakt.triage_on_arrival",),
)
def arrivals_are_triaged(law: LawAt) -> Finding:
    """Test whether the urgency of all who arrive is assessed."""
    if not law.has("legevakt.triage_on_arrival"):
        return _not_entered("vurdering ved ankomst", "assessment on arrival")
    if law.flag("legevakt.triage_on_arrival"):
        return met(
            "all_triaged",
            "Hastegrad vurderes for alle ved ankomst.",
            "Urgency is assessed for all on arrival.",
        )
    return not_met(
        "not_all_triaged",
        "Hastegrad vurderes ikke for alle ved ankomst.",
        "Urgency is not assessed for all on arrival.",
    )


@provision(
    at(_BERGEN, "kap. 3.2"),
    title_nb="Legevaktstasjonenes åpningstid",
    title_en="Opening hours of the duty stations",
    reads=(
        *_HOURS,
        "public_holidays.days",
        "public_holidays.may_days",
        "public_holidays.sundays",
    ),
)
def station_is_open(moment: datetime, law: LawAt) -> Finding:
    """Test that the municipality's duty stations are open at a moment."""
    moment = in_norway(moment)
    if not law.has(_HOURS[0]):
        return _not_entered("stasjonenes åpningstid", "the stations' opening hours")
    is_weekend = moment.weekday() == calendar.SATURDAY or is_red(moment.date(), law)
    opens, closes = (int(str(hour)) for hour in law.items(_HOURS[is_weekend]))
    is_open = opens <= moment.hour < closes
    when_nb, when_en = (
        ("i helger og på helligdager", "at weekends and on holidays")
        if is_weekend
        else ("på hverdager", "on weekdays")
    )
    answer, reason = (met, "open") if is_open else (not_met, "closed")
    return answer(
        reason,
        f"Stasjonene er {'åpne' if is_open else 'stengt'}; åpent {when_nb} kl. {opens}–{closes}.",
        f"The stations are {'open' if is_open else 'closed'}; open {when_en}, "
        f"{opens}:00–{closes}:00.",
    )


@provision(
    at(_BERGEN, "kap. 8.4.1"),
    title_nb="Fastleger og egne legevaktleger",
    title_en="GPs and doctors of its own",
    reads=("legevakt.gps_and_own_doctors",),
)
def duty_is_covered_by_both(
    gps_take_part: bool, own_doctors_take_part: bool, law: LawAt
) -> Finding:
    """Test a municipality's goal that both GPs and its own duty doctors cover the duty."""
    if not law.has("legevakt.gps_and_own_doctors"):
        return _not_entered("hvem som dekker vaktene", "who covers the duties")
    wanted = law.flag("legevakt.gps_and_own_doctors")
    if not wanted or (gps_take_part and own_doctors_take_part):
        return met(
            "covered_as_wished",
            "Vakten dekkes slik kommunen har vedtatt.",
            "The duty is covered as the municipality has adopted.",
        )
    return not_met(
        "one_group_only",
        "Kommunen vil at både fastleger og egne legevaktleger dekker vakten.",
        "The municipality wants both GPs and its own duty doctors to cover the duty.",
    )


def _not_entered(nb: str, en: str) -> Finding:
    return needs_judgement(
        "no_local_choice",
        f"Kommunen har ikke lagt inn {nb}.",
        f"The municipality has not entered {en}.",
    )
