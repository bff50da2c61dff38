"""Judges a roster person by person and day by day, in plain Python.

It shares no code with the solver: it reads only the problem's values, and counts everything anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from hjemmel.engines.rostering.solvers.personnel import PersonnelProblem, Worker

Choices = Sequence[int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found.

    Args:
        violations: Each broken rule: person, rule and where.
        wishes: Penalty of wishes not met.
        cover: Penalty of too few and too many at work.
    """

    violations: tuple[str, ...]
    wishes: int
    cover: int

    @property
    def objective(self) -> int:
        """The penalty in all."""
        return self.wishes + self.cover


def judge(problem: PersonnelProblem, roster: Sequence[Choices]) -> Verdict:
    """Judge a roster: for each person the choice of each day, 0 for off and kinds from 1."""
    if len(roster) != len(problem.workers):
        return Verdict(("the roster has another number of persons",), 0, 0)
    broken: list[str] = []
    wishes = 0
    for person, (worker, choices) in enumerate(zip(problem.workers, roster, strict=True)):
        broken += [f"{worker.name}: {what}" for what in _broken(problem, worker, choices)]
        for day, choice in enumerate(choices):
            wishes += int(problem.wish_cost[person, day, choice])
    return Verdict(tuple(broken), wishes, _cover(problem, roster))


def _broken(problem: PersonnelProblem, worker: Worker, choices: Choices) -> Iterator[str]:
    if len(choices) != problem.days:
        yield "another number of days"
        return
    for day in worker.days_off:
        if choices[day]:
            yield f"works on day {day}, a day off"
    for day in range(1, problem.days):
        before, now = choices[day - 1], choices[day]
        if before and now and now in problem.kinds[before - 1].not_next:
            yield f"{problem.kinds[now - 1].name} on day {day} cannot follow the day before"
    for kind, most in enumerate(worker.most_of_kind):
        if list(choices).count(kind + 1) > most:
            yield f"more than {most} of {problem.kinds[kind].name}"
    minutes = sum(problem.kinds[choice - 1].minutes for choice in choices if choice)
    if not worker.least_minutes <= minutes <= worker.most_minutes:
        yield f"{minutes} minutes, not {worker.least_minutes} to {worker.most_minutes}"
    yield from _broken_runs(worker, choices)
    weekends = {
        (day + problem.first_weekday) // 7
        for day, choice in enumerate(choices)
        if choice and (day + problem.first_weekday) % 7 in (5, 6)
    }
    if len(weekends) > worker.most_weekends:
        yield f"{len(weekends)} weekends, more than {worker.most_weekends}"


def _broken_runs(worker: Worker, choices: Choices) -> Iterator[str]:
    day = 0
    for works, members in groupby(choices, key=bool):
        length = len(list(members))
        at_an_end = day == 0 or day + length == len(choices)
        least = worker.shortest_run if works else worker.shortest_rest
        if length < least and not at_an_end:
            yield f"{length} {'shifts' if works else 'days off'} in a row from day {day}"
        if works and length > worker.longest_run:
            yield f"{length} shifts in a row from day {day}, more than {worker.longest_run}"
        day += length


def _cover(problem: PersonnelProblem, roster: Sequence[Choices]) -> int:
    penalty = 0
    for day in range(problem.days):
        today = [choices[day] for choices in roster]
        for kind in range(len(problem.kinds)):
            missing = int(problem.required[day, kind]) - today.count(kind + 1)
            weight = problem.under if missing > 0 else problem.over
            penalty += abs(missing) * int(weight[day, kind])
    return penalty
