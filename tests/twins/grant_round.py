"""A round of grants the slow way: one applicant at a time, from a written list."""

from __future__ import annotations

from hjemmel.engines.funding import Application
from hjemmel.law import LawAt


def awards(applications: list[Application], law: LawAt, frames: list[int]) -> dict[str, int]:
    """Return what each applicant for the legevakt grant gets, in øre, after all frames (øre).

    The scheme's text, word by word: class and inhabitants decide who may get; services of one or two
    municipalities first, the least central first, then the best assessed; at most the cap each; equals that do
    not all fit, and everyone after them, wait.
    """
    cap = law.integer("grants.legevakt_award_max") * 100
    most_inhabitants = law.integer("grants.legevakt_population_max")
    most_central = law.integer("grants.legevakt_centrality_min")
    few = law.integer("grants.legevakt_priority_municipalities")
    waiting = [
        one
        for one in applications
        if one.facts["inhabitants"] < most_inhabitants
        and one.facts["centrality_class"] >= most_central
        and one.facts.get("purpose_is_met", True)
    ]
    got: dict[str, int] = {}
    for frame in frames:
        left = frame - sum(got.values())
        while waiting:
            best = min(_claim(one, few) for one in waiting)
            equals = [one for one in waiting if _claim(one, few) == best]
            cost = sum(min(one.sought.oere, cap) for one in equals)
            if cost > left:
                break
            left -= cost
            for one in equals:
                got[one.key] = min(one.sought.oere, cap)
                waiting.remove(one)
    return got


def _claim(one: Application, few: int) -> tuple[object, ...]:
    decided = one.precedence if one.precedence is not None else 10**9
    return (
        one.facts["municipalities"] > few,
        -one.facts["centrality_class"],
        -one.facts["assessment"],
        decided,
    )
