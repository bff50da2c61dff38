"""Method 2, hours: the work in hours against the working time there is.

The work per listed person follows from the list that fills a normal week (750 persons at 37.5 h). Other
tasks are spread the way WHO's WISN method does it: what every GP does (side tasks, out-of-hours duty) takes a
share of everybody's week, what some do (training and supervision of ALIS) is added as whole posts.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursAssumptions:
    """How a GP's working time is used.

    Args:
        normal_week_hours: Hours in a normal week.
        normal_list: Persons on the list that fills a normal week.
        side_task_hours: Other municipal tasks, hours per GP and week, on average.
        legevakt_hours: Out-of-hours duty, hours per GP and week, on average.
        alis_share: GPs in specialist training, share of all GPs.
        training_share: Share of an ALIS's week that training takes.
        supervision_share: Share of a week that supervising one ALIS takes.
        working_weeks: Weeks worked in a year.
    """

    normal_week_hours: float
    normal_list: float
    side_task_hours: float
    legevakt_hours: float
    alis_share: float
    training_share: float
    supervision_share: float
    working_weeks: float

    @property
    def hours_per_person(self) -> float:
        """Work per listed person, hours a week."""
        return self.normal_week_hours / self.normal_list


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursNeed:
    """The need in hours and in GPs.

    Args:
        list_hours_per_week: Work that the lists need, hours a week, all GPs together.
        hours_per_gp_year: Working time of one GP, hours a year.
        gps_for_lists: GPs when the whole week can go to the list.
        category_factor: WISN's category allowance factor for what every GP does.
        individual_posts: Posts for training and supervision.
        gps_with_other_tasks: GPs when all other tasks come on top.
        wisn_ratio: GPs today / ``gps_for_lists``; below 1 is pressure.
        wisn_difference: GPs today − ``gps_for_lists``.
    """

    list_hours_per_week: float
    hours_per_gp_year: float
    gps_for_lists: float
    category_factor: float
    individual_posts: float
    gps_with_other_tasks: float
    wisn_ratio: float
    wisn_difference: float


def run_hours(persons: float, gps_today: float, a: HoursAssumptions) -> HoursNeed:
    """Compute the need in hours for ``persons`` on the lists."""
    list_hours = persons * a.hours_per_person
    for_lists = list_hours / a.normal_week_hours
    factor = category_factor((a.side_task_hours + a.legevakt_hours) / a.normal_week_hours)
    standard = for_lists * factor
    per_gp = a.alis_share * (a.training_share + a.supervision_share)
    total = standard / (1 - per_gp)
    ratio, difference = wisn(gps_today, for_lists)
    return HoursNeed(
        list_hours_per_week=list_hours,
        hours_per_gp_year=a.normal_week_hours * a.working_weeks,
        gps_for_lists=for_lists,
        category_factor=factor,
        individual_posts=total - standard,
        gps_with_other_tasks=total,
        wisn_ratio=ratio,
        wisn_difference=difference,
    )


def category_factor(share: float) -> float:
    """Return WISN's category allowance factor 1 / (1 − share of the week for what all do)."""
    return 1 / (1 - share)


def wisn(actual: float, required: float) -> tuple[float, float]:
    """Return WISN's ratio and difference: actual / required and actual − required."""
    return actual / required, actual - required


def corrected_list_length(
    patients: float,
    municipal_fte: float,
    agreements: float,
    vacant: float,
    *,
    persons_per_fte: float,
) -> float:
    """Return Statistics Norway's mean list corrected for municipal work, persons.

    (patients + municipal full-time equivalents × persons per FTE) / (agreements − vacant lists).

    >>> corrected_list_length(100_000, 10, 102, 2, persons_per_fte=1_500)
    1150.0
    """
    return (patients + municipal_fte * persons_per_fte) / (agreements - vacant)
