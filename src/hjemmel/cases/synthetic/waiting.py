"""Who waits for another list, since when, and for which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hjemmel.cases.synthetic.counts import Ints
from hjemmel.cases.synthetic.lists import GP_ELSEWHERE, NO_GP, Lists
from hjemmel.cases.synthetic.people import EPOCH
from hjemmel.cases.synthetic.profile import Profile
from hjemmel.cases.synthetic.streams import Purpose, stream
from hjemmel.domain.waiting_list import WaitingClass

CLASSES = tuple(WaitingClass)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Entries in the order they were queued.

    Args:
        resident: Position of the resident.
        waiting_class: Position in ``CLASSES``.
        queued: Day, in days since 1970.
        wanted: Position of the wanted list.
    """

    resident: Ints
    waiting_class: Ints
    queued: Ints
    wanted: Ints


def queue_up(
    profile: Profile, member: Ints, born: Ints, district: Ints, lists: Lists, seed: int
) -> Waiting:
    """Draw the entries of each class; nobody waits twice or for the list they have.

    Args:
        profile: How many wait in each class.
        member: Each resident's list, or why there is none.
        born: Each resident's day of birth: nobody waits from before it.
        district: Each resident's district.
        lists: The lists.
        seed: The municipality's seed.
    """
    rng = stream(seed, Purpose.WAITING)
    totals, habits = profile.totals, profile.habits.lists
    pools = {
        WaitingClass.WITHOUT_GP: (member == NO_GP, totals.waiting_without_gp),
        WaitingClass.GP_ELSEWHERE: (member == GP_ELSEWHERE, totals.waiting_gp_elsewhere),
        WaitingClass.CHANGE_WITHIN: (
            member >= 0,
            totals.waiting_change_within,
        ),
    }
    chosen = [
        np.sort(rng.choice(np.flatnonzero(pool), count, replace=False))
        for pool, count in (pools[c] for c in CLASSES)
    ]
    resident = np.concatenate(chosen)
    waiting_class = np.repeat(np.arange(len(CLASSES)), [len(part) for part in chosen])
    today = (profile.as_of - EPOCH).days
    # An exponential wait that is cut off at the longest one, drawn by inversion.
    cut = -np.expm1(-habits.longest_wait_days / habits.mean_wait_days)
    waited = -habits.mean_wait_days * np.log1p(-cut * rng.random(len(resident)))
    waited = np.floor(waited).astype(np.int64)
    queued = np.maximum(today - waited, born[resident])
    wanted = _wanted(profile, member[resident], district[resident], lists, rng)
    order = np.argsort(queued, kind="stable")
    return Waiting(
        resident[order], waiting_class[order], queued[order].astype(np.int32), wanted[order]
    )


def _wanted(
    profile: Profile, member: Ints, district: Ints, lists: Lists, rng: np.random.Generator
) -> Ints:
    """Draw popular and full lists more often, and mostly in the resident's own district."""
    count = len(lists.length)
    weights = rng.gamma(1.0, size=count) * np.where(lists.length == lists.ceiling, 1.0, 0.02)
    anywhere = rng.choice(count, size=len(member), p=weights / weights.sum())
    wanted: Ints = anywhere.copy()
    near = rng.random(len(member)) < profile.habits.lists.wanted_in_own_district
    for number in range(len(profile.districts)):
        own = np.flatnonzero(lists.district == number)
        persons = np.flatnonzero(near & (district == number))
        if len(own) and len(persons):
            chances = weights[own] / weights[own].sum()
            wanted[persons] = rng.choice(own, size=len(persons), p=chances)
    same = wanted == member
    wanted[same] = (wanted[same] + 1) % count
    return wanted
