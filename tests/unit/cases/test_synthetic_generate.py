"""Same seed, same tables; any size within reason; contradictions are refused."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from hjemmel.cases.synthetic import (
    SyntheticMunicipality,
    generate,
    picture,
    profile_ids,
    read_profile,
)
from hjemmel.kernel.errors import CancelledError, InputError, UnknownIdError
from hjemmel.kernel.progress import NoProgress
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_years


def test_same_seed_gives_the_same_tables(bergen: SyntheticMunicipality) -> None:
    again = generate(bergen.profile, seed=bergen.seed)
    for name, table in bergen.tables.items():
        assert_frame_equal(table, again.tables[name])


def test_another_seed_gives_other_people_and_the_same_totals() -> None:
    profile = read_profile("bergen").scaled(residents=5_000)
    one, other = generate(profile, seed=1), generate(profile, seed=2)
    for name in ("households", "residents", "guests", "doctors", "agreements", "lists", "waiting"):
        assert not one.tables[name].equals(other.tables[name]), name
    assert {k: f.value for k, f in picture(one).figures.items()} == {
        k: f.value for k, f in picture(other).figures.items()
    }


def test_every_profile_that_ships_can_be_made_small() -> None:
    assert profile_ids() == ("bergen", "norway", "trondheim")
    for name in profile_ids():
        made = generate(read_profile(name).scaled(residents=20_000), seed=3)
        assert made.residents.height == 20_000
        assert picture(made).figures["population"].value == 20_000


def test_nation_has_counties_as_districts_and_no_guests() -> None:
    made = generate(read_profile("norway").scaled(residents=60_000, lists=55), seed=3)
    assert made.guests.height == 0
    assert made.lists.height == 55
    assert len(picture(made).districts) == 15
    assert made.residents["municipality"].is_null().all()
    assert (made.agreements["status"] == "without_doctor").sum() == 3
    assert made.doctors.height == 52


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["bergen", "trondheim", "norway"]),
    residents=st.integers(1, 6_000),
    per_list=st.integers(600, 2_200),
    seed=st.integers(0, 2**40),
)
def test_any_small_size_keeps_its_sums(name: str, residents: int, per_list: int, seed: int) -> None:
    lists = max(1, residents // per_list)
    try:
        profile = read_profile(name).scaled(residents=residents, lists=lists)
    except InputError:
        mean = (residents * 1.1) / lists  # guests and free places make up to a tenth
        assert mean < 800 or mean > 2_400
        return
    made = generate(profile, seed=seed)
    totals = profile.totals
    on_lists = pl.concat([made.residents, made.guests])["list_id"].drop_nulls()
    assert made.residents.height == residents
    assert made.lists["ceiling"].sum() == totals.list_places
    assert (made.lists["ceiling"] - made.lists["length"]).sum() == totals.free_places
    assert len(on_lists) == made.lists["length"].sum() == totals.listed
    assert made.lists["ceiling"].is_between(500, 2_500).all()
    assert made.centres["posts"].sum() == lists
    assert made.waiting.height == (
        totals.waiting_without_gp + totals.waiting_gp_elsewhere + totals.waiting_change_within
    )
    numbers = pl.concat([made.residents, made.guests])["national_id"]
    assert numbers.n_unique() == len(numbers)
    children = made.residents.filter(pl.col("born") > add_years(profile.as_of, -16))
    adults = made.residents.filter(pl.col("born") <= add_years(profile.as_of, -20))
    assert children.join(adults, on="household_id", how="anti").height == 0
    assert picture(made).figures["listed"].value == totals.listed


def test_lists_alone_scale_the_residents_too() -> None:
    profile = read_profile("bergen").scaled(lists=128)
    assert profile.totals.residents == 144_536
    assert sum(d.lists for d in profile.districts) == 128


def test_scaled_figures_are_no_longer_published() -> None:
    made = generate(read_profile("bergen").scaled(residents=5_000), seed=1)
    note = picture(made).figures["population"].note
    assert note is not None
    assert note.en == "Assumption. Scaled from the profile Bergen."


@pytest.mark.parametrize(
    ("residents", "lists"), [(100_000, 10), (1_000, 50), (0, 5), (9_000_000, 8_000)]
)
def test_impossible_sizes_are_refused(residents: int, lists: int) -> None:
    with pytest.raises(InputError):
        read_profile("norway").scaled(residents=residents, lists=lists)


def test_totals_that_contradict_each_other_are_refused() -> None:
    profile = read_profile("bergen")
    with pytest.raises(InputError, match="residents with a list here plus guests"):
        replace(profile, totals=replace(profile.totals, guests_in=1))


def test_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(UnknownIdError, match="bergen, norway, trondheim"):
        read_profile("oslo")


def test_negative_seed_is_refused() -> None:
    with pytest.raises(InputError, match="negative"):
        generate(read_profile("bergen"), seed=-1)


class StopsAfterThree(NoProgress):
    """Progress of work that somebody stops."""

    steps = 0

    def advance(self, steps: int = 1) -> None:
        self.steps += steps
        if self.steps == 3:
            stopped = Text("Stoppet.", "Stopped.")
            raise CancelledError(stopped, where="", remedy=Text("", ""))


def test_work_can_be_stopped() -> None:
    with pytest.raises(CancelledError):
        generate(read_profile("bergen"), seed=1, progress=StopsAfterThree())


class Counts(NoProgress):
    """Progress that counts."""

    total = done = 0

    def start(self, label: Text, total: int) -> None:
        self.total = total

    def advance(self, steps: int = 1) -> None:
        self.done += steps


def test_progress_reaches_its_total() -> None:
    progress = Counts()
    generate(read_profile("trondheim").scaled(residents=3_000), seed=1, progress=progress)
    assert progress.done == progress.total == 8
