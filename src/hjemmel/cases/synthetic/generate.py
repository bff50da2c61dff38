"""Makes a synthetic municipality: persons, households, centres, doctors, lists, members, a queue.

Same profile, same seed, same tables. The persons are made up; no number belongs to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from hjemmel.cases.synthetic import tables
from hjemmel.cases.synthetic.counts import Bools, Ints
from hjemmel.cases.synthetic.households import form_households
from hjemmel.cases.synthetic.lists import Residents, open_lists, put_on_lists
from hjemmel.cases.synthetic.national_ids import national_ids
from hjemmel.cases.synthetic.people import age_table, birthdays, draw_people
from hjemmel.cases.synthetic.posts import fill_posts, open_centres
from hjemmel.cases.synthetic.profile import Profile
from hjemmel.cases.synthetic.streams import Purpose, stream
from hjemmel.cases.synthetic.waiting import queue_up
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

_STEPS_AFTER_DISTRICTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticMunicipality:
    """A municipality on a day, made up. The columns are described in ``tables``.

    Args:
        profile: What it was calibrated to.
        seed: The seed it was made from.
        households: One row per household.
        residents: One row per resident.
        guests: One row per person on a list here who lives elsewhere; columns as residents.
        centres: One row per medical centre.
        doctors: One row per doctor, permanent or locum.
        agreements: One row per post.
        lists: One row per list.
        waiting: One row per entry on the waiting list, in the order of queueing.
    """

    profile: Profile
    seed: int
    households: pl.DataFrame
    residents: pl.DataFrame
    guests: pl.DataFrame
    centres: pl.DataFrame
    doctors: pl.DataFrame
    agreements: pl.DataFrame
    lists: pl.DataFrame
    waiting: pl.DataFrame

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables by name."""
        return {name: getattr(self, name) for name in tables.NAMES}


@dataclass(frozen=True, slots=True)
class _Population:
    residents: Residents
    born: Ints
    household_district: Ints
    household_kind: Ints
    household_size: Ints


def generate(
    profile: Profile, *, seed: int, progress: Progress | None = None
) -> SyntheticMunicipality:
    """Make a synthetic municipality that hits the profile's totals.

    Args:
        profile: From ``read_profile``, perhaps ``scaled``.
        seed: From 0; another seed gives other people and the same totals.
        progress: Is told how far the work has come.

    Raises:
        InputError: The seed is negative, or the national ids of a birthday run out.
        CancelledError: ``progress`` stopped the work.
    """
    watch = progress or NoProgress()
    watch.start(
        Text("Lager syntetisk kommune", "Making a synthetic municipality"),
        len(profile.districts) + _STEPS_AFTER_DISTRICTS,
    )
    population = _populate(profile, seed, watch)
    centres = open_centres(profile, seed)
    posts = fill_posts(profile, centres, seed)
    lists = open_lists(profile, centres.district[posts.centre], posts.woman, seed)
    watch.advance()
    people = population.residents
    member = put_on_lists(profile, people, lists, seed)
    watch.advance()
    waiting = queue_up(profile, member, population.born, people.district, lists, seed)
    guest_born, guest_woman, guest_home = _guests(profile, seed)
    numbers = national_ids(
        np.concatenate([population.born, guest_born]),
        np.concatenate([people.woman, guest_woman]),
        stream(seed, Purpose.NATIONAL_IDS),
    )
    watch.advance()
    count = len(member)
    municipality = SyntheticMunicipality(
        profile=profile,
        seed=seed,
        households=tables.households(
            profile,
            population.household_district,
            population.household_kind,
            population.household_size,
        ),
        residents=tables.residents(profile, people, population.born, numbers[:count], member),
        guests=tables.guests(
            profile, guest_born, guest_woman, guest_home, numbers[count:], lists.guests
        ),
        centres=tables.centres(profile, centres),
        doctors=tables.doctors(posts),
        agreements=tables.agreements(posts, centres, lists),
        lists=tables.lists(profile, lists),
        waiting=tables.waiting(waiting),
    )
    watch.advance()
    return municipality


def _populate(profile: Profile, seed: int, progress: Progress) -> _Population:
    """Draw the residents of each district and put them into households."""
    ages: list[Ints] = []
    women: list[Bools] = []
    numbers: list[Ints] = []
    kinds: list[Ints] = []
    sizes: list[Ints] = []
    first = 0
    for part, district in enumerate(profile.districts):
        table = age_table(profile.age_shares, profile.habits.people, district.young)
        rng = stream(seed, Purpose.AGES, part)
        age, woman = draw_people(district.residents, table, rng, with_adult=True)
        rng = stream(seed, Purpose.HOUSEHOLDS, part)
        formed = form_households(age, woman, profile.habits.households, rng)
        ages.append(age[formed.order])
        women.append(woman[formed.order])
        numbers.append(formed.household + np.int32(first))
        kinds.append(formed.kind)
        sizes.append(formed.size)
        first += len(formed.size)
        progress.advance()
    age, household = np.concatenate(ages), np.concatenate(numbers)
    size = np.concatenate(sizes)
    starts = (np.cumsum(size, dtype=np.int64) - size).astype(np.int32)
    districts = np.arange(len(profile.districts), dtype=np.int16)
    residents = Residents(
        district=np.repeat(districts, [d.residents for d in profile.districts]),
        household=household,
        head=starts[household],
        age=age,
        woman=np.concatenate(women),
    )
    return _Population(
        residents=residents,
        born=birthdays(age, profile.as_of, stream(seed, Purpose.BIRTHDAYS)),
        household_district=np.repeat(districts, [len(part) for part in sizes]),
        household_kind=np.concatenate(kinds),
        household_size=size,
    )


def _guests(profile: Profile, seed: int) -> tuple[Ints, Bools, Ints]:
    """Draw birthday, sex and home (position among the neighbours) of the guests."""
    rng = stream(seed, Purpose.GUESTS, 1)
    habits = profile.habits
    table = age_table(profile.age_shares, habits.people, habits.lists.guests_young)
    age, woman = draw_people(profile.totals.guests_in, table, rng, with_adult=False)
    order = rng.permutation(len(age))
    weights = np.array([n.weight for n in profile.neighbours], dtype=np.float64)
    if len(weights) == 0:
        return birthdays(age, profile.as_of, rng), woman, np.zeros(0, dtype=np.int64)
    home = rng.choice(len(weights), size=len(age), p=weights / weights.sum())
    return birthdays(age[order], profile.as_of, rng), woman[order], home
