"""Hours under the Working Environment Act, and whom the Act covers: day work of employed doctors and nurses.

Duty itself is outside the Act's chapter on working time; ``rest`` has what the agreement says of it.
"""

from __future__ import annotations

from decimal import Decimal

from hjemmel.domain.duty_doctor import Employment
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known
from hjemmel.rules.hours import hours_en, hours_nb
from hjemmel.rules.own_agreement import OWN_AGREEMENT, has_own_agreement

_AML = "arbeidsmiljoeloven"
_SFS = "sfs_2305"
_PATTERNS = {
    "ordinary": "working_time.week_max_hours",
    "shift": "working_time.week_max_hours_shift",
    "continuous": "working_time.week_max_hours_continuous",
}
_DAY_LIMITS = {
    "none": "working_time.day_max_hours",
    "individual": "working_time.averaged_day_max_hours",
    "union": "working_time.averaged_day_max_hours_union",
    "authority": "working_time.averaged_day_max_hours_authority",
}


@provision(
    at(_SFS, "pkt. 3.2"),
    at(_AML, "10-12", section=4),
    title_nb="Hvilke regler om arbeidstid som gjelder",
    title_en="Which rules on working time apply",
    reads=(
        OWN_AGREEMENT,
        "working_time.duty_outside_chapter",
        "working_time.self_employed_is_employee_on_duty",
        "working_time.covers_self_employed",
    ),
)
def which_rules_apply(employment: str, is_duty: bool, law: LawAt) -> Finding:
    """Tell which rules on hours and rest apply to work: the reason names them.

    ``sfs_2305`` for duty, ``working_environment_act`` for employed day work, ``own_practice`` (none)
    for a self-employed doctor's day. A municipality outside the KS area has its own agreement,
    which is not known here.
    """
    require_known(employment, (kind.value for kind in Employment), where="employment")
    if has_own_agreement(law):
        return needs_judgement(
            "own_agreement",
            "Kommunen har sin egen avtale om leger; den er ikke lagt inn.",
            "The municipality has an agreement of its own on doctors; it has not been entered.",
        )
    self_employed = employment == Employment.SELF_EMPLOYED.value
    if is_duty and law.flag("working_time.duty_outside_chapter"):
        counts = law.flag("working_time.self_employed_is_employee_on_duty")
        also_nb = "; næringsdrivende regnes som ansatt på vakt" if self_employed and counts else ""
        also_en = "; a self-employed GP counts as employed on duty" if also_nb else ""
        return met(
            "sfs_2305",
            f"Avtalens regler om hvile gjelder på legevakt{also_nb}.",
            f"The agreement's rules on rest apply on duty{also_en}.",
        )
    if self_employed and not law.flag("working_time.covers_self_employed"):
        return met(
            "own_practice",
            "Arbeidstidsreglene gjelder ikke egen praksis.",
            "The rules on working time do not cover one's own practice.",
        )
    return met(
        "working_environment_act",
        "Arbeidsmiljølovens kapittel 10 gjelder.",
        "Chapter 10 of the Working Environment Act applies.",
    )


@provision(
    at(_AML, "10-4"),
    at(_AML, "10-5"),
    title_nb="Alminnelig arbeidstid i løpet av 24 timer",
    title_en="Normal working hours in 24 hours",
    reads=tuple(_DAY_LIMITS.values()),
)
def day_is_within_normal_hours(hours: Decimal, arrangement: str, law: LawAt) -> Finding:
    """Test the normal hours in 24 hours; the value is the limit.

    ``arrangement`` is how hours are averaged: ``none``, ``individual``, ``union`` or ``authority``
    (the Labour Inspection, whose limit is on the total hours).
    """
    require_known(arrangement, _DAY_LIMITS, where="arrangement")
    return _within(hours, law.number(_DAY_LIMITS[arrangement]), "per døgn", "in 24 hours")


@provision(
    at(_AML, "10-4"),
    title_nb="Alminnelig arbeidstid per uke",
    title_en="Normal working hours a week",
    reads=tuple(_PATTERNS.values()),
)
def week_is_within_normal_hours(average_hours: Decimal, pattern: str, law: LawAt) -> Finding:
    """Test the normal hours a week, averaged where that is agreed; the value is the limit.

    ``pattern``: ``ordinary``; ``shift`` (around the clock, mainly at night, or at least every third
    Sunday); ``continuous`` (around the clock all week).
    """
    require_known(pattern, _PATTERNS, where="pattern")
    return _within(average_hours, law.number(_PATTERNS[pattern]), "per uke", "a week")


@provision(
    at(_AML, "10-5"),
    title_nb="Gjennomsnittsberegning: perioden og de lengste ukene",
    title_en="Averaging: the period and the longest weeks",
    reads=(
        "working_time.averaging_max_weeks",
        "working_time.averaging_max_weeks_authority",
        "working_time.averaged_week_max_hours",
        "working_time.averaged_single_week_max_hours_union",
        "working_time.week_averaging_weeks",
    ),
)
def averaging_is_allowed(
    weeks: int, longest_week: Decimal, highest_average: Decimal, arrangement: str, law: LawAt
) -> Finding:
    """Test an averaging scheme.

    Args:
        weeks: Length of the averaging period.
        longest_week: Hours of its longest week.
        highest_average: The highest average a week over the weeks that the limit may be averaged over.
        arrangement: ``individual``, ``union`` or ``authority``.
        law: The law on the day.
    """
    require_known(arrangement, [k for k in _DAY_LIMITS if k != "none"], where="arrangement")
    by_authority = arrangement == "authority"
    longest = law.integer(
        "working_time.averaging_max_weeks_authority"
        if by_authority
        else "working_time.averaging_max_weeks"
    )
    if weeks > longest:
        return not_met(
            "period_too_long",
            f"Perioden er {n(weeks)} uker; den kan være {n(longest)}.",
            f"The period is {n(weeks, 'en')} weeks; it may be {n(longest, 'en')}.",
            value=longest,
        )
    limit = law.number("working_time.averaged_week_max_hours")
    if arrangement == "individual":
        return _within(longest_week, limit, "i den lengste uken", "in the longest week")
    over = law.integer("working_time.week_averaging_weeks")
    if highest_average > limit:
        return _within(
            highest_average,
            limit,
            f"per uke i snitt over {n(over)} uker",
            f"a week on average over {n(over, 'en')} weeks",
        )
    if by_authority:
        return _within(highest_average, limit, "per uke i snitt", "a week on average")
    single = law.number("working_time.averaged_single_week_max_hours_union")
    return _within(longest_week, single, "i den lengste uken", "in the longest week")


@provision(
    at(_AML, "10-6", section=8),
    title_nb="Samlet arbeidstid",
    title_en="Total working hours",
    reads=(
        "working_time.total_day_max_hours",
        "working_time.total_day_max_hours_union",
        "working_time.total_week_max_hours",
        "working_time.week_averaging_weeks",
    ),
)
def total_hours_are_allowed(
    hours_in_24: Decimal, average_week: Decimal, union_agreement: bool, law: LawAt
) -> Finding:
    """Test the total hours, overtime included: in 24 hours, and a week on average over eight weeks."""
    day = law.number(
        "working_time.total_day_max_hours_union"
        if union_agreement
        else "working_time.total_day_max_hours"
    )
    if hours_in_24 > day:
        return _within(hours_in_24, day, "samlet per døgn", "in all in 24 hours")
    weeks = law.integer("working_time.week_averaging_weeks")
    return _within(
        average_week,
        law.number("working_time.total_week_max_hours"),
        f"samlet per uke i snitt over {n(weeks)} uker",
        f"in all a week on average over {n(weeks, 'en')} weeks",
    )


@provision(
    at(_AML, "10-4", section=3),
    title_nb="Hjemmevakt regnes delvis som arbeidstid",
    title_en="Standby away from work counts in part",
    reads=("working_time.standby_counts_one_in",),
)
def standby_hours_that_count(standby_hours: Decimal, law: LawAt) -> Finding:
    """Calculate the hours of a standby away from work that count at least as working hours."""
    one_in = law.integer("working_time.standby_counts_one_in")
    counted = (Decimal(standby_hours) / one_in).quantize(Decimal("0.01"))
    return calculated(
        "one_in",
        f"Av {hours_nb(standby_hours)} hjemmevakt regnes minst {hours_nb(counted)} som arbeidstid.",
        f"Of {hours_en(standby_hours)} of standby at least {hours_en(counted)} count.",
        value=counted,
    )


@provision(
    at(_AML, "10-12", section=4),
    title_nb="Samtykke til mer enn 48 timer per uke",
    title_en="Consent to more than 48 hours a week",
    reads=("working_time.consent_above_week_hours",),
)
def long_hours_have_consent(average_week: Decimal, consents: bool, law: LawAt) -> Finding:
    """Test that one who works long weeks over a year under a collective agreement has consented."""
    limit = law.number("working_time.consent_above_week_hours")
    if average_week > limit and not consents:
        return not_met(
            "consent_missing",
            f"{hours_nb(average_week)} per uke over et år er over {hours_nb(limit)} "
            "og krever samtykke fra den enkelte.",
            f"{hours_en(average_week)} a week over a year is above {hours_en(limit)} "
            "and needs the worker's consent.",
            value=limit,
        )
    return met(
        "consented" if average_week > limit else "consent_not_needed",
        f"{hours_nb(average_week)} per uke over et år; samtykke kreves over {hours_nb(limit)}.",
        f"{hours_en(average_week)} a week over a year; consent is needed above {hours_en(limit)}.",
        value=limit,
    )


def _within(hours: Decimal, limit: Decimal, per_nb: str, per_en: str) -> Finding:
    answer, reason = (met, "within_hours") if hours <= limit else (not_met, "too_many_hours")
    return answer(
        reason,
        f"{hours_nb(hours)} {per_nb}; grensen er {hours_nb(limit)}.",
        f"{hours_en(hours)} {per_en}; the limit is {hours_en(limit)}.",
        value=limit,
    )
