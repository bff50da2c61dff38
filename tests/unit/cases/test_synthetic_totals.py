"""A synthetic municipality hits the published totals exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, picture, read_profile
from hjemmel.domain.municipality import PictureKind
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import MissingDataError


def figures(municipality: SyntheticMunicipality) -> dict[str, int | Decimal]:
    return {name: figure.value for name, figure in picture(municipality).figures.items()}


def test_bergen_hits_its_published_totals(bergen: SyntheticMunicipality) -> None:
    assert figures(bergen) == {
        "population": 289_073,
        "gps": 256,
        "lists": 256,
        "practices": 62,
        "list_places": 295_987,
        "listed": 295_493,
        "free_places": 494,
        "mean_list": Decimal("1156.2"),
        "vacant_posts": 17,
        "lists_without_doctor": 0,
        "without_gp": 0,
        "guests_in": 9_820,
        "guests_out": 3_400,
        "waiting": 5_500,
    }


def test_bergen_hits_its_published_district_table(bergen: SyntheticMunicipality) -> None:
    rows = [(d.name, d.practices, d.gps, d.population) for d in picture(bergen).districts]
    assert rows == [
        ("Arna", 3, 13, 13_926),
        ("Bergenhus", 17, 64, 42_793),
        ("Fana", 7, 31, 44_228),
        ("Fyllingsdalen", 5, 26, 30_552),
        ("Laksevåg", 6, 21, 40_433),
        ("Ytrebygda", 6, 27, 31_253),
        ("Årstad", 11, 42, 43_737),
        ("Åsane", 7, 32, 42_151),
    ]


def test_trondheim_hits_its_totals(trondheim: SyntheticMunicipality) -> None:
    counted = figures(trondheim)
    assert counted["gps"] == counted["lists"] == 200
    assert counted["mean_list"] == Decimal("1130.0")
    assert counted["population"] == 212_000
    assert counted["without_gp"] == 195
    assert counted["waiting"] == 4_000
    numbers = [d.number for d in picture(trondheim).districts]
    assert numbers == ["500101", "500102", "500103", "500104"]


@pytest.mark.parametrize("seed", range(5))
def test_trondheim_has_six_small_centres_whatever_the_seed(seed: int) -> None:
    made = generate(read_profile("trondheim"), seed=seed)
    assert (made.centres["posts"] <= 3).sum() == 6
    assert made.centres.height == 40
    assert made.centres["posts"].sum() == 200


def test_limits_come_from_the_law_of_the_day(bergen: SyntheticMunicipality) -> None:
    free = bergen.lists["ceiling"] - bergen.lists["length"]
    small = read_profile("bergen").scaled(residents=5_000)
    then = generate(replace(small, as_of=date(2016, 12, 31)), seed=1)
    now, before = picture(bergen).districts, picture(then).districts

    assert sum(d.lists_with_10_free or 0 for d in now) == (free >= 10).sum()
    assert sum(d.lists_with_over_20_free or 0 for d in now) == (free > 20).sum()
    assert {d.lists_with_10_free for d in before} == {None}
    assert None not in {d.lists_with_over_20_free for d in before}


def test_small_centre_without_a_limit_of_the_municipality_is_refused() -> None:
    profile = read_profile("bergen")
    wished = replace(profile, totals=replace(profile.totals, small_centres=6))
    with pytest.raises(MissingDataError, match="small_max_doctors"):
        generate(wished, seed=1)


def test_waiting_list_has_the_wished_classes(city: SyntheticMunicipality) -> None:
    totals = city.profile.totals
    assert {w.waiting_class: w.persons for w in picture(city).waiting} == {
        WaitingClass.WITHOUT_GP: totals.waiting_without_gp,
        WaitingClass.GP_ELSEWHERE: totals.waiting_gp_elsewhere,
        WaitingClass.CHANGE_WITHIN: totals.waiting_change_within,
    }


def test_posts_served_by_locum_are_as_many_as_wished(city: SyntheticMunicipality) -> None:
    status = city.agreements["status"]
    assert (status == "served_by_locum").sum() == city.profile.totals.locum_posts
    assert (status == "without_doctor").sum() == city.profile.totals.posts_without_doctor


def test_a_quarter_of_the_permanent_doctors_are_60_or_older(city: SyntheticMunicipality) -> None:
    ages = [age for d in picture(city).districts for age in d.doctor_ages]
    assert len(ages) == city.lists.height - city.profile.totals.locum_posts
    assert abs(sum(age >= 60 for age in ages) - len(ages) / 4) <= 1


def test_picture_says_that_it_is_synthetic(bergen: SyntheticMunicipality) -> None:
    made = picture(bergen)
    assert made.kind is PictureKind.SYNTHETIC
    assert made.source.document.nb == "Syntetisk kommune, frø 20231231"
    assert made.seed == 20231231


def test_picture_tells_assumptions_from_published_figures(bergen: SyntheticMunicipality) -> None:
    made = picture(bergen).figures
    places, guests_out = made["list_places"].note, made["guests_out"].note
    assert places is not None
    assert places.nb.startswith("Publisert: Strategi for fastlegeordningen i Bergen")
    assert guests_out is not None
    assert guests_out.nb.startswith("Forutsetning.")


def test_picture_of_the_districts_adds_up_to_the_whole(city: SyntheticMunicipality) -> None:
    made, totals = picture(city), city.profile.totals
    assert made.groups is not None
    assert made.groups.total == totals.residents
    assert sum(d.groups.total for d in made.districts if d.groups) == totals.residents
    assert sum(d.listed or 0 for d in made.districts) == totals.listed
    net = sum((d.guests_in or 0) - (d.guests_out or 0) for d in made.districts)
    assert net == totals.guests_in - totals.guests_out
    for d in made.districts:
        assert d.list_places == (d.listed or 0) + (d.free_places or 0)


def test_guests_of_a_district_are_those_who_live_outside_it(bergen: SyntheticMunicipality) -> None:
    fana = next(d for d in picture(bergen).districts if d.name == "Fana")
    of_list = bergen.lists.select("list_id", list_district="district")
    persons = pl.concat([bergen.residents, bergen.guests]).join(of_list, on="list_id", how="left")
    lives, listed = pl.col("district") == "460103", pl.col("list_district") == "460103"
    coming = persons.filter(listed & ~lives.fill_null(False)).height
    leaving = persons.filter(lives & (pl.col("gp") != "none") & ~listed.fill_null(False)).height
    assert (fana.guests_in, fana.guests_out) == (coming, leaving)
