"""Overtime, night work and work on Sundays under the Working Environment Act, and when a plan is discussed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, calculated, met, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.hours import hours_en, hours_nb, in_norway
from hjemmel.rules.public_holidays import eves, is_red

_AML = "arbeidsmiljoeloven"
_OVERTIME = (
    "working_time.overtime_max_week",
    "working_time.overtime_max_four_weeks",
    "working_time.overtime_max_year",
)
_WINDOWS = ("i sju dager", "i fire uker", "i 52 uker")
_WINDOWS_EN = ("in seven days", "in four weeks", "in 52 weeks")


@provision(
    at(_AML, "10-6", section=4),
    title_nb="Grenser for overtid",
    title_en="Limits of overtime",
    reads=(*_OVERTIME, *(f"{limit}_union" for limit in _OVERTIME)),
)
def overtime_is_allowed(
    week: Decimal, four_weeks: Decimal, year: Decimal, union_agreement: bool, law: LawAt
) -> Finding:
    """Test the hours of overtime in seven days, four weeks and 52 weeks."""
    suffix = "_union" if union_agreement else ""
    limits = [law.number(limit + suffix) for limit in _OVERTIME]
    for hours, limit, nb, en in zip(
        (week, four_weeks, year), limits, _WINDOWS, _WINDOWS_EN, strict=True
    ):
        if hours > limit:
            return not_met(
                "too_much_overtime",
                f"{hours_nb(hours)} overtid {nb}; grensen er {hours_nb(limit)}.",
                f"{hours_en(hours)} of overtime {en}; the limit is {hours_en(limit)}.",
                value=limit,
            )
    said = " / ".join(n(limit) for limit in limits)
    return met(
        "within_limits",
        f"Overtiden er innenfor grensene {said} timer i sju dager / fire uker / 52 uker.",
        f"The overtime is within the limits of {said} hours in seven days / four weeks / 52 weeks.",
    )


@provision(
    at(_AML, "10-6", section=11),
    title_nb="Tillegg for overtid",
    title_en="Addition for overtime",
    reads=("working_time.overtime_addition",),
)
def overtime_pay(pay_oere: int, law: LawAt) -> Finding:
    """Calculate the least pay (øre) for overtime from the normal pay for the same hours."""
    share = law.number("working_time.overtime_addition")
    amount = int((pay_oere * (1 + share)).to_integral_value())
    return calculated(
        "with_addition",
        f"Overtid betales med et tillegg på minst {n(share.scaleb(2))} prosent.",
        f"Overtime is paid with an addition of at least {n(share.scaleb(2), 'en')} per cent.",
        value=amount,
    )


@provision(
    at(_AML, "10-11", section=1),
    title_nb="Nattarbeid",
    title_en="Night work",
    reads=("working_time.night_from_hour", "working_time.night_until_hour"),
)
def moment_is_night(moment: datetime, law: LawAt) -> Finding:
    """Test that a moment is at night as the Act counts it."""
    moment = in_norway(moment)
    first = law.integer("working_time.night_from_hour")
    until = law.integer("working_time.night_until_hour")
    night = moment.hour >= first or moment.hour < until
    answer, reason = (met, "night") if night else (not_met, "not_night")
    return answer(
        reason,
        f"Kl. {moment:%H.%M} er {'' if night else 'ikke '}natt; natten er kl. {n(first)}–{n(until)}.",
        f"{moment:%H:%M} is {'' if night else 'not '}at night; the night is "
        f"{n(first, 'en')}:00–{n(until, 'en')}:00.",
    )


@provision(
    at(_AML, "10-11", section=6),
    title_nb="Den som jevnlig arbeider om natten",
    title_en="One who regularly works at night",
    reads=(
        "working_time.night_regular_above_hours",
        "working_time.night_average_max_hours",
        "working_time.night_average_weeks",
    ),
)
def night_worker_hours_are_allowed(
    usual_night_hours: Decimal, average_day: Decimal, law: LawAt
) -> Finding:
    """Test the average hours in 24 hours of one who regularly works at night."""
    above = law.number("working_time.night_regular_above_hours")
    if usual_night_hours <= above:
        return met(
            "no_regular_night_work",
            f"{hours_nb(usual_night_hours)} om natten er ikke over {hours_nb(above)}.",
            f"{hours_en(usual_night_hours)} at night is not above {hours_en(above)}.",
        )
    limit = law.number("working_time.night_average_max_hours")
    weeks = law.integer("working_time.night_average_weeks")
    answer, reason = (met, "within_hours") if average_day <= limit else (not_met, "too_many_hours")
    return answer(
        reason,
        f"{hours_nb(average_day)} per døgn i snitt over {n(weeks)} uker; grensen er "
        f"{hours_nb(limit)}.",
        f"{hours_en(average_day)} in 24 hours on average over {n(weeks, 'en')} weeks; the limit is "
        f"{hours_en(limit)}.",
        value=limit,
    )


@provision(
    at(_AML, "10-10", section=1),
    title_nb="Søn- og helgedagsarbeid",
    title_en="Work on Sundays and public holidays",
    reads=(
        "working_time.sunday_from_hour",
        "working_time.sunday_until_hour",
        "working_time.eve_from_hour",
        "public_holidays.days",
        "public_holidays.may_days",
        "public_holidays.sundays",
        "public_holidays.eves",
    ),
)
def moment_is_sunday_work(moment: datetime, law: LawAt) -> Finding:
    """Test that work at a moment is Sunday or holiday work.

    It runs from 18 the day before until 22 the day before the next working day, from 15 on the
    three eves. The working week ends on Saturday here, as in the Act.
    """
    moment = in_norway(moment)
    day, following = moment.date(), moment.date() + timedelta(days=1)
    begins = law.integer("working_time.sunday_from_hour")
    ends = law.integer("working_time.sunday_until_hour")
    if any(eve.day == day for eve in eves(day.year, law)):
        begins = law.integer("working_time.eve_from_hour")
    red, red_next = is_red(day, law), is_red(following, law)
    inside = (red and (red_next or moment.hour < ends)) or (
        not red and red_next and moment.hour >= begins
    )
    answer, reason = (met, "sunday_work") if inside else (not_met, "no_sunday_work")
    return answer(
        reason,
        f"{format_date(day)} kl. {moment:%H.%M} er {'' if inside else 'ikke '}søn- og helgedagsarbeid.",
        f"{format_date(day, 'en')} {moment:%H:%M} is {'' if inside else 'not '}Sunday or holiday work.",
    )


@provision(
    at(_AML, "10-3"),
    title_nb="Drøfting av arbeidsplanen",
    title_en="Discussion of the work plan",
    reads=("working_time.plan_discussed_weeks_before",),
)
def plan_is_discussed_in_time(discussed: date, begins: date, law: LawAt) -> Finding:
    """Test that a plan was discussed with the representatives early enough."""
    weeks = law.integer("working_time.plan_discussed_weeks_before")
    latest = begins - timedelta(weeks=weeks)
    answer, reason = (met, "in_time") if discussed <= latest else (not_met, "too_late")
    return answer(
        reason,
        f"Planen skal drøftes senest {format_date(latest)}, {n(weeks)} uker før den begynner.",
        f"The plan is to be discussed by {format_date(latest, 'en')}, {n(weeks, 'en')} weeks before "
        "it begins.",
    )
