"""Who comes to a synthetic municipality after its day: from the seed, new numbers, no table changed."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile
from hjemmel.cases.synthetic.arrivals import BIRTH, MOVED_IN, arrivals
from hjemmel.kernel.identifiers import NationalId

UNTIL = date(2026, 11, 27)


@pytest.fixture(scope="module")
def made() -> SyntheticMunicipality:
    return generate(read_profile("bergen").scaled(residents=30_000, lists=26), seed=2024)


@pytest.fixture(scope="module")
def came(made: SyntheticMunicipality) -> pl.DataFrame:
    return arrivals(made, households=34, until=UNTIL, days=80)


def test_same_seed_and_day_give_the_same_and_another_seed_others(
    made: SyntheticMunicipality, came: pl.DataFrame
) -> None:
    assert arrivals(made, households=34, until=UNTIL, days=80).equals(came)
    other = generate(made.profile, seed=2025)
    assert not arrivals(other, households=34, until=UNTIL, days=80).equals(came)


def test_generators_tables_stay_as_they_were(
    made: SyntheticMunicipality, came: pl.DataFrame
) -> None:
    again = generate(made.profile, seed=made.seed)
    assert all(table.equals(again.tables[name]) for name, table in made.tables.items())


def test_numbers_are_synthetic_and_nobody_elses(
    made: SyntheticMunicipality, came: pl.DataFrame
) -> None:
    numbers = came["national_id"].to_list()
    assert all(NationalId(one).is_synthetic for one in numbers)
    assert len(set(numbers)) == len(numbers)
    taken = {*made.residents["national_id"], *made.guests["national_id"]}
    assert not taken & set(numbers)


def test_numbers_fit_birth_and_sex(came: pl.DataFrame) -> None:
    for number, born, sex in came.select("national_id", "born", "sex").iter_rows():
        assert number[:2] == f"{born:%d}"
        assert number[2:4] == f"{born.month + 80:02}"
        assert (int(number[8]) % 2 == 0) == (sex == "female")


def test_households_come_together_within_the_days_and_are_born_by_then(came: pl.DataFrame) -> None:
    movers = came.filter(pl.col("kind") == MOVED_IN)
    assert movers["household"].n_unique() == 34
    by_household = movers.group_by("household").agg(
        pl.col("happened_on").n_unique().alias("days"), pl.col("district").n_unique().alias("homes")
    )
    assert by_household["days"].max() == by_household["homes"].max() == 1
    days = movers["happened_on"].to_list()
    assert UNTIL - timedelta(days=80) <= min(days) < max(days) < UNTIL
    assert came.filter(pl.col("born") > pl.col("happened_on")).is_empty()
    assert 40 <= movers.height <= 90


def test_a_child_is_born_to_a_woman_who_had_moved_in(came: pl.DataFrame) -> None:
    [child] = came.filter(pl.col("kind") == BIRTH).to_dicts()
    [mother] = came.filter(pl.col("national_id") == child["mother"]).to_dicts()
    assert mother["sex"] == "female"
    assert mother["happened_on"] < child["born"] == child["happened_on"] < UNTIL
    assert (mother["household"], mother["district"]) == (child["household"], child["district"])
    assert 20 <= child["born"].year - mother["born"].year <= 45
