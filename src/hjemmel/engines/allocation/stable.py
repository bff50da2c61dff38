"""Deferred acceptance: nobody with a better claim is passed over on a list she prefers.

Applicants are taken in serving order and ask for their choices, best first. A full list gives a place
only to somebody with a better claim than the last it took, who then goes on to her next choice. The
outcome does not depend on the order in which they ask.
"""

from __future__ import annotations

import numpy as np

from hjemmel.engines.allocation.compiled import compiled
from hjemmel.engines.allocation.inputs import Flags, Small


@compiled
def deferred_acceptance(
    order: Small, rank: Small, choices: Small, precedence: Flags, places: Small
) -> Small:
    """Return which of her choices each applicant gets; ``-1`` is none.

    Args:
        order: Positions of the applicants, first served first, shape (applicants,).
        rank: Place of each applicant in that order, shape (applicants,).
        choices: Positions of lists, best first, ``-1`` for none, shape (applicants, choices).
        precedence: Where a rule lets her go first, same shape.
        places: Places to give on each list, shape (lists,).
    """
    applicants, most = choices.shape
    lists = places.shape[0]
    starts = np.zeros(lists + 1, np.int64)
    for one in range(lists):
        starts[one + 1] = starts[one] + places[one]
    held = np.empty(starts[lists], np.int32)
    taken = np.zeros(lists, np.int32)
    last = np.full(lists, -1, np.int64)  # the worst claim on the list, once it is full
    last_slot = np.zeros(lists, np.int64)
    got = np.full(applicants, -1, np.int32)
    for turn in range(applicants):
        person = order[turn]
        choice = 0
        while choice < most:
            wanted = choices[person, choice]
            if wanted < 0 or places[wanted] == 0:
                choice += 1
                continue
            claim = rank[person] + (0 if precedence[person, choice] else applicants)
            if taken[wanted] < places[wanted]:
                held[starts[wanted] + taken[wanted]] = person
                taken[wanted] += 1
                got[person] = choice
                if claim > last[wanted]:
                    last[wanted] = claim
                    last_slot[wanted] = starts[wanted] + taken[wanted] - 1
                break
            if claim > last[wanted]:
                choice += 1
                continue
            slot = last_slot[wanted]
            loser = held[slot]
            held[slot] = person
            got[person] = choice
            last[wanted] = -1
            for other in range(starts[wanted], starts[wanted + 1]):
                sitting = held[other]
                his = rank[sitting] + (0 if precedence[sitting, got[sitting]] else applicants)
                if his > last[wanted]:
                    last[wanted] = his
                    last_slot[wanted] = other
            person = loser
            choice = got[loser] + 1
            got[loser] = -1
    return got


@compiled
def count_passed_over(
    got: Small, rank: Small, choices: Small, precedence: Flags, places: Small
) -> Small:
    """Return, per applicant, how many better choices were given to somebody with a worse claim.

    Args:
        got: Which of her choices each applicant got, ``-1`` is none, shape (applicants,).
        rank: Place of each applicant in the serving order.
        choices: Positions of lists, best first.
        precedence: Where a rule lets her go first.
        places: Places to give on each list.
    """
    applicants, most = choices.shape
    lists = places.shape[0]
    last = np.full(lists, -1, np.int64)
    taken = np.zeros(lists, np.int32)
    for person in range(applicants):
        choice = got[person]
        if choice >= 0:
            wanted = choices[person, choice]
            taken[wanted] += 1
            claim = rank[person] + (0 if precedence[person, choice] else applicants)
            last[wanted] = max(last[wanted], claim)
    passed = np.zeros(applicants, np.int32)
    for person in range(applicants):
        better = got[person] if got[person] >= 0 else most
        for choice in range(better):
            wanted = choices[person, choice]
            if wanted < 0 or places[wanted] == 0:
                continue
            claim = rank[person] + (0 if precedence[person, choice] else applicants)
            if taken[wanted] < places[wanted] or claim < last[wanted]:
                passed[person] += 1
    return passed
