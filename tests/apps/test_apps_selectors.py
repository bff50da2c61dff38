"""Finding a picture: by id, on a day, and with help when it is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from hjemmel.apps.coverage.selectors import get_picture, list_pictures
from hjemmel.apps.coverage.services import store_synthetic
from hjemmel.cases.published import load_case
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.kernel.errors import MissingDataError, UnknownIdError

pytestmark = pytest.mark.django_db


def test_stored_pictures_are_listed_before_published(synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")

    kinds = [summary.kind for summary in list_pictures()]
    assert kinds[0] is PictureKind.SYNTHETIC
    assert set(kinds[1:]) == {PictureKind.PUBLISHED}


def test_published_picture_needs_no_row() -> None:
    assert get_picture("bergen-2023") is load_case("bergen-2023")


def test_unknown_id_suggests_the_nearest() -> None:
    with pytest.raises(UnknownIdError) as caught:
        get_picture("bergn-2023")
    assert "bergen-2023" in caught.value.message("nb")
    assert "bergen-2023" in caught.value.message("en")


def test_picture_on_its_own_day_is_itself() -> None:
    assert get_picture("bergen-2023", as_of=date(2023, 12, 31)).id == "bergen-2023"


def test_another_day_gives_the_picture_of_that_day() -> None:
    assert get_picture("trondheim-2024", as_of=date(2018, 12, 31)).id == "trondheim-2018"


def test_day_without_figures_lists_the_days_there_are() -> None:
    with pytest.raises(MissingDataError) as caught:
        get_picture("trondheim-2024", as_of=date(2020, 1, 1))
    assert caught.value.data["days"] == ["2018-12-31", "2024-01-01"]
    assert "31.12.2018, 01.01.2024" in caught.value.message("nb")
    assert "31 December 2018, 1 January 2024" in caught.value.message("en")


def test_synthetic_place_is_not_mixed_with_the_published_one(
    synthetic_bergen: MunicipalityOnDay,
) -> None:
    store_synthetic(picture=replace(synthetic_bergen, as_of=date(2024, 6, 1)), by="test")

    with pytest.raises(MissingDataError) as caught:
        get_picture("bergen-2023", as_of=date(2024, 6, 1))
    assert caught.value.data["days"] == ["2023-12-31"]


def test_changed_picture_is_seen_at_once(synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")
    get_picture(synthetic_bergen.id)
    store_synthetic(picture=replace(synthetic_bergen, name="Bjørgvin"), by="test")

    assert get_picture(synthetic_bergen.id).name == "Bjørgvin"


def test_picture_is_read_whole_only_once(
    synthetic_bergen: MunicipalityOnDay, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")
    get_picture(synthetic_bergen.id)

    with django_assert_num_queries(2):
        get_picture(synthetic_bergen.id)
