"""Terms of grant cases: appeal in time, Trondheim's course pot and education leave, and yearly frames."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_kroner as kr
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.numbers import round_half_up
from hjemmel.kernel.time import WEEKDAYS
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision


@provision(
    at("forvaltningsloven", "29", 1),
    title_nb="Klagefrist",
    title_en="Deadline for appeal",
    reads=("grants.appeal_weeks",),
)
def appeal_is_in_time(days_since_notice: int, law: LawAt) -> Finding:
    """Test that an appeal came within the deadline; the value is the deadline in days.

    ``days_since_notice``: days from the day that the notice of the decision reached the party. An appeal
    that came late may be heard in particular cases (§ 31), so it is left to judgement.
    """
    days = law.integer("grants.appeal_weeks") * len(WEEKDAYS)
    nb = f"Klagen kom etter {n(days_since_notice)} dager; fristen er {n(days)} dager."
    en = (
        f"The appeal came after {n(days_since_notice, 'en')} days; the deadline is {n(days, 'en')}."
    )
    if days_since_notice > days:
        return needs_judgement("late", nb, en, value=days)
    return met("in_time", nb, en, value=days)


@provision(
    at("trondheim_plan_2024", "kap. 4.2.3.1"),
    title_nb="Tilskudd fra kurspotten for fastleger",
    title_en="Grant from the course pot for GPs",
    reads=("grants.course_frame",),
)
def course_grant(
    cost: int, is_priority_topic: bool, is_relevant_to_side_post: bool, law: LawAt
) -> Finding:
    """Calculate the grant (NOK) for a course; the plan sets no limit but the yearly pot.

    ``is_priority_topic``: the course is local and within elderly medicine, out-of-hours medicine,
    intellectual disability, or drugs and psychiatry.
    """
    if not (is_priority_topic or is_relevant_to_side_post):
        return not_met(
            "other_topic",
            "Kurset er verken innen et prioritert område eller særlig relevant for en kommunal "
            "deltidsstilling.",
            "The course is neither within a priority topic nor particularly relevant to a municipal "
            "part-time post.",
            value=0,
        )
    amount = min(cost, law.integer("grants.course_frame"))
    return calculated(
        "course_covered",
        f"Kurset er innenfor kurspottens formål; inntil {kr(amount)} kan dekkes.",
        f"The course is within the purpose of the pot; up to {kr(amount, 'en')} may be covered.",
        value=amount,
    )


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.5"),
    title_nb="Vikar under avtalefestet utdanningspermisjon",
    title_en="Locum during agreed education leave",
    reads=("grants.education_leave_months", "grants.education_leave_every_years"),
)
def education_leave_locum(
    leave_months: int, years_since_last_leave: int, cost: int, law: LawAt
) -> Finding:
    """Calculate what may be covered (NOK) of a locum during a specialist's education leave.

    Leave beyond the agreed length is not covered: the cost is reduced in proportion.
    """
    longest = law.integer("grants.education_leave_months")
    every = law.integer("grants.education_leave_every_years")
    if years_since_last_leave < every:
        return not_met(
            "too_soon",
            f"Det er {n(years_since_last_leave)} år siden forrige permisjon; retten gjelder hvert "
            f"{n(every)}. år.",
            f"It is {n(years_since_last_leave, 'en')} years since the last leave; the right is every "
            f"{n(every, 'en')} years.",
            value=0,
        )
    covered = min(leave_months, longest)
    amount = cost if covered == leave_months else cost * covered // leave_months
    return calculated(
        "leave_covered",
        f"{n(covered)} av {n(leave_months)} måneders permisjon kan dekkes med vikar, {kr(amount)}.",
        f"{n(covered, 'en')} of {n(leave_months, 'en')} months of leave may be covered, "
        f"{kr(amount, 'en')}.",
        value=amount,
    )


@provision(
    at("bergen_sak_1020_22"),
    at("bergen_strategi_2024", "kap. 8.2.5"),
    title_nb="Tilskudd etter inntektsgarantien",
    title_en="Grant by the income guarantee",
    reads=(
        "grants.income_floor_list",
        "capitation.national_average_rate",
        "capitation.instalments_per_year",
    ),
)
def income_guarantee_grant(list_length: int, months: int, law: LawAt) -> Finding:
    """Calculate the grant (whole NOK) for ``months`` in which a new GP's list is short.

    The difference to the guaranteed list, at the national average rate of capitation. What the list
    itself gives is the state's to pay.
    """
    floor = law.integer("grants.income_floor_list")
    lacking = max(floor - list_length, 0)
    if not lacking:
        return not_met(
            "list_long_enough",
            f"Listen på {n(list_length)} er ikke kortere enn garantien, {n(floor)}.",
            f"The list of {n(list_length, 'en')} is not shorter than the guarantee, {n(floor, 'en')}.",
            value=0,
        )
    rate = law.number("capitation.national_average_rate")
    instalments = law.integer("capitation.instalments_per_year")
    amount = int(round_half_up(lacking * rate * months / instalments))
    return calculated(
        "lacking_persons",
        f"{n(lacking)} personer mangler opp til {n(floor)}; for {n(months)} måneder er det {kr(amount)}.",
        f"{n(lacking, 'en')} persons are lacking up to {n(floor, 'en')}; for {n(months, 'en')} months "
        f"that is {kr(amount, 'en')}.",
        value=amount,
    )


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Etableringstilskudd innenfor årets ramme",
    title_en="Establishment grants within the year's frame",
    reads=("grants.new_centre_frame",),
)
def new_centre_fits_frame(awarded: int, law: LawAt) -> Finding:
    """Test that the year's awards (NOK in total) stay within the frame; the value is what is left."""
    return _fits(awarded, law.integer("grants.new_centre_frame"))


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Utvidelsestilskudd innenfor årets ramme",
    title_en="Expansion grants within the year's frame",
    reads=("grants.expansion_frame",),
)
def expansion_fits_frame(awarded: int, law: LawAt) -> Finding:
    """Test that the year's awards (NOK in total) stay within the frame; the value is what is left."""
    return _fits(awarded, law.integer("grants.expansion_frame"))


@provision(
    at("trondheim_plan_2024", "kap. 4.2.3.1"),
    title_nb="Kurspotten innenfor årets ramme",
    title_en="The course pot within the year's frame",
    reads=("grants.course_frame",),
)
def course_fits_frame(awarded: int, law: LawAt) -> Finding:
    """Test that the year's awards (NOK in total) stay within the frame; the value is what is left."""
    return _fits(awarded, law.integer("grants.course_frame"))


@provision(
    at("trondheim_plan_2024", "kap. 4.2.1.5"),
    title_nb="Vikar ved utdanningspermisjon innenfor årets ramme",
    title_en="Locums during education leave within the year's frame",
    reads=("grants.education_leave_frame",),
)
def education_leave_fits_frame(awarded: int, law: LawAt) -> Finding:
    """Test that the year's awards (NOK in total) stay within the frame; the value is what is left."""
    return _fits(awarded, law.integer("grants.education_leave_frame"))


def _fits(awarded: int, frame: int) -> Finding:
    nb = f"Tildelt {kr(awarded)} av rammen {kr(frame)}."
    en = f"Awarded {kr(awarded, 'en')} of the frame {kr(frame, 'en')}."
    if awarded > frame:
        return not_met("above_frame", nb, en, value=frame - awarded)
    return met("within_frame", nb, en, value=frame - awarded)
