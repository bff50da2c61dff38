"""The tables of a synthetic municipality hang together and look like people."""

from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.position import Position
from hjemmel.kernel.identifiers import NationalId, synthetic_check_digits
from hjemmel.kernel.time import add_years


def people(municipality: SyntheticMunicipality) -> pl.DataFrame:
    return pl.concat([municipality.residents, municipality.guests])


def test_every_list_has_as_many_persons_as_its_length(city: SyntheticMunicipality) -> None:
    counted = (
        people(city)
        .filter(pl.col("list_id").is_not_null())
        .group_by("list_id")
        .agg(length=pl.len().cast(pl.Int16))
        .sort("list_id")
    )
    assert_frame_equal(counted, city.lists.filter(pl.col("length") > 0).select("list_id", "length"))


def test_guests_on_a_list_are_as_many_as_it_says(city: SyntheticMunicipality) -> None:
    counted = city.guests.group_by("list_id").agg(guests=pl.len().cast(pl.Int16)).sort("list_id")
    assert_frame_equal(counted, city.lists.filter(pl.col("guests") > 0).select("list_id", "guests"))


def test_ceilings_lie_within_the_bounds_and_no_list_is_longer(city: SyntheticMunicipality) -> None:
    lists = city.lists
    assert lists["ceiling"].is_between(500, 2500).all()
    assert (lists["length"] <= lists["ceiling"]).all()
    assert lists["ceiling"].equals(city.agreements["ceiling"])
    assert (lists["ceiling"] % 10 == 0).sum() >= lists.height - 1


def test_a_list_here_and_being_here_are_the_same(city: SyntheticMunicipality) -> None:
    listed = city.residents["list_id"].is_not_null()
    assert listed.equals(city.residents["gp"] == "here")


def test_national_ids_are_synthetic_valid_and_never_twice(city: SyntheticMunicipality) -> None:
    numbers = people(city)["national_id"]
    assert numbers.n_unique() == len(numbers)
    for text in numbers.gather_every(97):
        assert NationalId(text).is_synthetic
        assert synthetic_check_digits(text[:9]) == text[9:]


def test_national_ids_tell_birthday_and_sex(city: SyntheticMunicipality) -> None:
    for row in people(city).gather_every(97).iter_rows(named=True):
        born, number = row["born"], row["national_id"]
        assert number[:6] == f"{born.day:02}{born.month + 80}{born.year % 100:02}"
        assert (int(number[8]) % 2 == 0) == (row["sex"] == "female")
        assert (int(number[6:9]) < 500 or born.year >= 2000) or (
            int(number[6:9]) >= 900 and 1940 <= born.year < 2000
        )


def test_children_live_with_an_adult(city: SyntheticMunicipality) -> None:
    as_of = city.profile.as_of
    residents = city.residents
    children = residents.filter(pl.col("born") > add_years(as_of, -16))
    adults = residents.filter(pl.col("born") <= add_years(as_of, -20))
    assert children.height > 30_000
    alone = children.join(adults, on="household_id", how="anti")
    assert alone.height == 0


def test_households_have_the_size_and_district_of_their_members(
    city: SyntheticMunicipality,
) -> None:
    counted = (
        city.residents.group_by("household_id")
        .agg(pl.col("district").unique(), size=pl.len().cast(pl.Int16))
        .explode("district")
        .sort("household_id")
    )
    assert_frame_equal(counted, city.households.select("household_id", "district", "size"))


def test_two_of_three_shared_households_have_one_list(bergen: SyntheticMunicipality) -> None:
    together = (
        bergen.residents.filter(pl.col("gp") == "here")
        .group_by("household_id")
        .agg(lists=pl.col("list_id").n_unique(), members=pl.len())
        .filter(pl.col("members") > 1)
    )
    assert 0.6 < (together["lists"] == 1).sum() / together.height < 0.8


def test_women_choose_women_more_often(city: SyntheticMunicipality) -> None:
    serving = city.agreements.select(
        list_id="agreement_id", doctor_id=pl.coalesce("doctor_id", "locum_id")
    ).join(city.doctors.select("doctor_id", doctor_sex="sex"), on="doctor_id")
    shares = (
        city.residents.join(serving, on="list_id")
        .group_by("doctor_sex")
        .agg(women=(pl.col("sex") == "female").mean())
    )
    women = dict(shares.iter_rows())
    assert women["female"] > 0.53 > 0.47 > women["male"]


def test_there_are_many_in_their_twenties_where_students_live(
    bergen: SyntheticMunicipality,
) -> None:
    as_of = bergen.profile.as_of
    young = pl.col("born").is_between(add_years(as_of, -30), add_years(as_of, -20), closed="right")
    shares = dict(bergen.residents.group_by("district").agg(young.mean()).iter_rows())
    assert shares["460102"] > 0.24 > 0.14 > shares["460101"]


def test_waiting_residents_fit_their_class(city: SyntheticMunicipality) -> None:
    waiting = city.waiting.join(city.residents, on="resident_id")
    assert waiting["resident_id"].n_unique() == city.waiting.height
    pairs = set(waiting.select(pl.col("waiting_class", "gp").cast(pl.String)).iter_rows())
    assert pairs <= {
        ("without_gp", "none"),
        ("gp_elsewhere", "elsewhere"),
        ("change_within", "here"),
    }
    assert not (waiting["wanted_list_id"] == waiting["list_id"]).any()
    assert waiting["wanted_list_id"].is_in(city.lists["list_id"].implode()).all()


def test_queue_is_in_order_and_after_birth(city: SyntheticMunicipality) -> None:
    waiting = city.waiting.join(city.residents, on="resident_id", maintain_order="left")
    assert waiting["queued"].is_sorted()
    assert (waiting["queued"] <= city.profile.as_of).all()
    assert (waiting["queued"] >= waiting["born"]).all()


def test_every_doctor_serves_one_post_and_began_as_an_adult(city: SyntheticMunicipality) -> None:
    serving = city.agreements.with_columns(doctor=pl.coalesce("doctor_id", "locum_id"))
    assert serving["doctor"].to_list() == city.doctors["doctor_id"].to_list()
    both = serving.join(city.doctors, left_on="doctor", right_on="doctor_id")
    assert (both["role"] == "locum").equals(both["status"] == "served_by_locum")
    assert (both["start"].dt.year() - both["born"].dt.year() >= 25).all()
    assert (both["start"] <= city.profile.as_of).all()


def test_guests_live_in_other_municipalities(city: SyntheticMunicipality) -> None:
    assert city.profile.number not in city.guests["municipality"].to_list()
    assert city.guests["household_id"].is_null().all()
    assert (city.residents["municipality"] == city.profile.number).all()


def test_centres_lie_within_the_reach_of_their_district(bergen: SyntheticMunicipality) -> None:
    districts = {d.number: d for d in bergen.profile.districts}
    away = [
        Position(district.longitude, district.latitude).metres_to(
            Position(row["longitude"], row["latitude"])
        )
        / (1_000 * district.reach_km)
        for row in bergen.centres.iter_rows(named=True)
        for district in [districts[row["district"]]]
    ]
    assert len(away) == 62
    assert max(away) <= 1.001
    assert 0.5 < sum(away) / len(away) < 0.8  # anywhere in a circle: two thirds of its radius
