"""The queue of the years before: from the seed, and as the open queue could have come about."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile
from hjemmel.cases.synthetic.queue_history import past_queue


@pytest.fixture(scope="module", params=["bergen", "trondheim"])
def made(request: pytest.FixtureRequest) -> SyntheticMunicipality:
    return generate(read_profile(request.param), seed=2024)


@pytest.fixture(scope="module")
def past(made: SyntheticMunicipality) -> pl.DataFrame:
    return past_queue(made)


def test_same_seed_gives_the_same_history_and_another_seed_another(
    made: SyntheticMunicipality, past: pl.DataFrame
) -> None:
    assert past_queue(made).equals(past)
    other = generate(made.profile, seed=made.seed + 1)
    assert not past_queue(other).equals(past)


def test_history_leaves_the_generators_tables_as_they_were(
    made: SyntheticMunicipality, past: pl.DataFrame
) -> None:
    again = generate(made.profile, seed=made.seed)
    assert all(table.equals(again.tables[name]) for name, table in made.tables.items())
    assert "queue_history" not in made.tables


def test_each_entry_is_another_resident_who_does_not_wait_and_was_born(
    made: SyntheticMunicipality, past: pl.DataFrame
) -> None:
    assert past["resident_id"].n_unique() == past.height > 5_000
    assert not set(past["resident_id"]) & set(made.waiting["resident_id"])
    born = past.join(made.residents.select("resident_id", "born"), on="resident_id")
    assert born.filter(pl.col("born") >= pl.col("queued")).is_empty()


def test_nobody_left_before_she_queued_or_after_the_day(
    made: SyntheticMunicipality, past: pl.DataFrame
) -> None:
    assert past.filter(pl.col("left") < pl.col("queued")).is_empty()
    assert past.filter(pl.col("left") > made.profile.as_of).is_empty()
    served = past.filter(pl.col("reason") == "placed")
    assert served["left"].dt.day().unique().to_list() == [1]
    first, last = served["left"].min(), served["left"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    years = (last - first).days / 365.25
    assert 2 <= years <= 3.1


def test_who_got_a_place_is_on_the_list_and_who_gave_up_is_not(
    made: SyntheticMunicipality, past: pl.DataFrame
) -> None:
    lists = past.join(made.residents.select("resident_id", "list_id"), on="resident_id")
    on_it = pl.col("list_id") == pl.col("wanted_list_id")
    assert lists.filter((pl.col("reason") == "placed") != on_it).is_empty()
    assert set(past["reason"]) == {"placed", "left"}


def test_nobody_who_still_waits_was_passed_over(
    made: SyntheticMunicipality, past: pl.DataFrame
) -> None:
    without = pl.col("waiting_class").cast(pl.String) == "without_gp"
    served = past.filter(pl.col("reason") == "placed").with_columns(without=without)
    front = (
        made.waiting.with_columns(without=without)
        .group_by("wanted_list_id", "without")
        .agg(front=pl.col("queued").min())
    )
    both = served.join(front, on=["wanted_list_id", "without"], how="left")
    assert both.filter(pl.col("queued") >= pl.col("front")).is_empty()
    first_without = front.filter("without").select("wanted_list_id", since="front")
    later = served.filter(~pl.col("without")).join(first_without, on="wanted_list_id")
    assert later.filter(pl.col("left") > pl.col("since")).is_empty()


def test_places_are_given_in_the_order_of_the_queue(past: pl.DataFrame) -> None:
    without = pl.col("waiting_class") == "without_gp"
    served = past.filter(pl.col("reason") == "placed").with_columns(without=without)
    for _, rows in served.sort("queued", "left").group_by("wanted_list_id", "without"):
        assert rows["left"].is_sorted()


def test_lists_without_a_queue_have_no_history(
    made: SyntheticMunicipality, past: pl.DataFrame
) -> None:
    assert set(past["wanted_list_id"]) <= set(made.waiting["wanted_list_id"])
    last = past["left"].max()
    assert isinstance(last, date)
    assert made.profile.as_of - last < timedelta(days=62)
