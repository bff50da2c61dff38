"""A picture that was stored comes back as it was, but for the notes of its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import PositiveIntegerField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hjemmel.apps.coverage.models import SnapshotDistrict
from hjemmel.apps.coverage.selectors import get_picture
from hjemmel.apps.coverage.services import store_synthetic
from hjemmel.domain.figure import Figure, Source
from hjemmel.domain.municipality import (
    DISTRICT_COUNTS,
    DistrictOnDay,
    MunicipalityOnDay,
    PictureKind,
)
from hjemmel.domain.population import AGE_BANDS, AgeSexCounts
from hjemmel.domain.waiting_list import WaitingClass, WaitingCount
from hjemmel.engines.coverage import run, run_coverage
from hjemmel.engines.coverage.assumptions import assume
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, load_law

pytestmark = pytest.mark.django_db

DAY = date(2024, 1, 1)
SOURCE = Source(Text("Prøve", "Trial"))
counts = st.integers(0, 1_000_000)
unknown_or_counts = st.none() | counts


def as_stored(picture: MunicipalityOnDay) -> MunicipalityOnDay:
    """Return what of a picture is stored: residents by age only per district."""
    return replace(picture, groups=None)


def stored(picture: MunicipalityOnDay) -> MunicipalityOnDay:
    """Store a picture and read it back."""
    store_synthetic(picture=picture, by="test")
    return get_picture(picture.id)


@pytest.mark.parametrize("city", ["synthetic_bergen", "synthetic_trondheim"])
def test_synthetic_municipality_comes_back(city: str, request: pytest.FixtureRequest) -> None:
    picture = request.getfixturevalue(city)
    assert stored(picture) == as_stored(picture)


def test_stored_municipality_gives_the_same_answers(synthetic_bergen: MunicipalityOnDay) -> None:
    law = LawAt(synthetic_bergen.as_of, synthetic_bergen.number, book=load_law())
    found = stored(synthetic_bergen)

    assert run(assume(found, law), law) == run(assume(synthetic_bergen, law), law)
    assert run_coverage(found, law).districts == run_coverage(synthetic_bergen, law).districts


@st.composite
def groups(draw: st.DrawFn) -> AgeSexCounts:
    column = st.tuples(*[counts] * len(AGE_BANDS))
    return AgeSexCounts(draw(column), draw(column))


@st.composite
def districts(draw: st.DrawFn, number: str) -> DistrictOnDay:
    places = draw(unknown_or_counts)
    return DistrictOnDay(
        number=number,
        name=draw(st.sampled_from(["Åsane", "Midtbyen", "Nord & Sør", "<b>"])),
        gps=draw(counts),
        population=draw(counts),
        practices=draw(unknown_or_counts),
        lists=draw(unknown_or_counts),
        list_places=places,
        free_places=None if places is None else draw(st.none() | st.integers(0, places)),
        guests_in=draw(unknown_or_counts),
        guests_out=draw(unknown_or_counts),
        groups=draw(st.none() | groups()),
        doctor_ages=tuple(draw(st.lists(st.integers(25, 80), max_size=5))),
    )


@st.composite
def pictures(draw: st.DrawFn) -> MunicipalityOnDay:
    value = st.integers(-(10**9), 10**9) | st.decimals(-(10**9), 10**9, places=4)
    names = draw(st.lists(st.sampled_from(["gps", "mean_list", "waiting", "x"]), unique=True))
    return MunicipalityOnDay(
        id="somewhere-synthetic-1",
        number="0001",
        name="Somewhere",
        as_of=DAY,
        kind=PictureKind.SYNTHETIC,
        source=SOURCE,
        district_source=SOURCE,
        districts=tuple(draw(districts(f"00010{i}")) for i in range(draw(st.integers(1, 3)))),
        figures={name: Figure(draw(value), DAY, SOURCE) for name in names},
        waiting=tuple(WaitingCount(c, draw(unknown_or_counts)) for c in WaitingClass),
        seed=draw(st.integers(0, 2**63 - 1)),
    )


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(picture=pictures())
def test_any_picture_comes_back(picture: MunicipalityOnDay) -> None:
    assert stored(picture) == picture


def test_every_count_of_a_district_has_a_column() -> None:
    columns = SnapshotDistrict._meta.get_fields()
    counted = [c.name for c in columns if isinstance(c, PositiveIntegerField)]
    assert tuple(counted) == DISTRICT_COUNTS


def test_whole_figures_come_back_whole(synthetic_bergen: MunicipalityOnDay) -> None:
    figures = stored(synthetic_bergen).figures

    assert type(figures["gps"].value) is int
    assert figures["mean_list"].value == Decimal(str(synthetic_bergen.figures["mean_list"].value))
