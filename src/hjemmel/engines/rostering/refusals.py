"""Inputs from which no roster can be made, said before any search: what, where and what to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from hjemmel.engines.rostering.constraints import by_key
from hjemmel.engines.rostering.problem import Problem
from hjemmel.engines.rostering.words import doctors_in_words, shifts_in_words
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_NAMED = 3


def refuse_impossible(problem: Problem) -> None:
    """Refuse inputs that are wrong in themselves.

    Raises:
        InputError: There is no shift or no doctor, a shift is open to too few, a shift lies outside the
            period, or what is fixed contradicts itself.
    """
    frame = problem.frame
    if not frame.shifts:
        raise _wrong(
            Text("Vaktplanen har ingen vakter.", "The roster has no shifts."),
            "shifts",
            Text("Legg inn vakttyper eller vakter.", "Add shift types or shifts."),
        )
    if not frame.doctors:
        raise _wrong(
            Text("Vaktplanen har ingen leger.", "The roster has no doctors."),
            "doctors",
            Text("Legg inn legene som går vakt.", "Add the doctors who take duty."),
        )
    _refuse_outside(problem)
    _refuse_contradictions(problem)
    _refuse_nobody(problem)


def _refuse_outside(problem: Problem) -> None:
    inputs = problem.frame.inputs
    outside = [s.key for s in problem.frame.shifts if not inputs.picture.period.contains(s.day)]
    if outside:
        names = ", ".join(inputs.name(key) for key in outside[:_NAMED])
        raise _wrong(
            Text(
                f"{len(outside)} vakter starter utenfor perioden, blant dem {names}.",
                f"{len(outside)} shifts start outside the period, among them {names}.",
            ),
            f"shift {outside[0]}",
            Text("Rett perioden eller vaktene.", "Correct the period or the shifts."),
        )


def _refuse_contradictions(problem: Problem) -> None:
    frame = problem.frame
    name = frame.inputs.name
    over = np.flatnonzero(problem.fixed.sum(axis=0) > problem.need)
    if over.size:
        shift = frame.shifts[int(over[0])]
        number = int(problem.fixed[:, over[0]].sum())
        raise _wrong(
            Text(
                f"{number} leger er låst til {name(shift.key)}, som trenger {shift.doctors}.",
                f"{number} doctors are fixed to {name(shift.key)}, which needs {shift.doctors}.",
            ),
            f"shift {shift.key}",
            Text("Løs opp noen av dem.", "Release some of them."),
        )
    for row, doctor in enumerate(frame.doctors):
        mine = np.flatnonzero(problem.fixed[row]).tolist()
        for first, second in pairwise(mine):
            if frame.starts[second] < frame.ends[first]:
                a, b = (name(frame.shifts[place].key) for place in (first, second))
                raise _wrong(
                    Text(
                        f"{name(doctor.key)} er låst til både {a} og {b}, som overlapper.",
                        f"{name(doctor.key)} is fixed to both {a} and {b}, which overlap.",
                    ),
                    f"doctor {doctor.key}",
                    Text("Løs opp den ene.", "Release one of them."),
                )


def _refuse_nobody(problem: Problem) -> None:
    frame = problem.frame
    short = np.flatnonzero(problem.allowed.sum(axis=0) < problem.need)
    if not short.size:
        return
    shift = frame.shifts[int(short[0])]
    why: Counter[str] = Counter()
    for row in range(len(frame.doctors)):
        why.update(problem.reasons(row, int(short[0])))
    said = defaultdict(str)
    for language in ("nb", "en"):
        said[language] = ", ".join(
            f"{getattr(by_key(key).name, language)} ({number})" for key, number in why.most_common()
        )
    needed = doctors_in_words(shift.doctors)
    number = int(problem.allowed[:, short[0]].sum())
    able = doctors_in_words(number)
    only = ("bare ", "only ") if number else ("", "")
    in_all = shifts_in_words(int(short.size))
    raise _wrong(
        Text(
            f"{frame.inputs.name(shift.key)} trenger {needed.nb}, men {only[0]}{able.nb} kan ta den. "
            f"Det som hindrer de andre: {said['nb']}. Det gjelder {in_all.nb}.",
            f"{frame.inputs.name(shift.key)} needs {needed.en}, but {only[1]}{able.en} can take it. "
            f"What keeps the others off: {said['en']}. It is so for {in_all.en}.",
        ),
        f"shift {shift.key}",
        Text(
            "Ta inn en vikar, eller endre det som hindrer.",
            "Take in a locum, or change what hinders.",
        ),
    )


def _wrong(what: Text, where: str, remedy: Text) -> InputError:
    return InputError(what, where=where, remedy=remedy)
