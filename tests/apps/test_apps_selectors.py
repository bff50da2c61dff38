"""Finding a picture: by id, on a day, and with help when it is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from hjemmel.apps.coverage.models import Snapshot, SnapshotDistrict, SnapshotFigure
from hjemmel.apps.coverage.selectors import PictureSummary, get_picture, list_pictures, same_place
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


class Before:
    """Does something once, just before the ``nth`` query about a table is sent."""

    def __init__(self, model: type[Any], nth: int, action: Callable[[], object]) -> None:
        self.start = f'FROM "{model._meta.db_table}"'
        self.left = nth
        self.action = action

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if self.left and sql.startswith("SELECT") and self.start in sql:
            self.left -= 1
            if not self.left:
                self.action()
        return execute(sql, *rest)


# The queries about Snapshot: the menu, the digest, the row, and whether it is still there.
MOMENTS = [(Snapshot, 2), (Snapshot, 3), (SnapshotDistrict, 1), (SnapshotFigure, 1), (Snapshot, 4)]


@pytest.mark.parametrize(("model", "nth"), MOMENTS)
def test_picture_replaced_while_it_is_read_is_the_new_one_and_whole(
    synthetic_bergen: MunicipalityOnDay, model: type[Any], nth: int
) -> None:
    name = f"Bjørgvin {model.__name__} {nth}"  # a digest that no other test has read
    store_synthetic(picture=replace(synthetic_bergen, name=f"Old {name}"), by="test")
    new = replace(synthetic_bergen, name=name)

    moment = Before(model, nth, lambda: store_synthetic(picture=new, by="test"))
    with connection.execute_wrapper(moment):
        found = get_picture(synthetic_bergen.id)
    assert moment.left == 0
    assert found == get_picture(synthetic_bergen.id) == replace(new, groups=None)


@pytest.mark.parametrize(("model", "nth"), MOMENTS)
def test_picture_deleted_while_it_is_read_is_unknown(
    synthetic_bergen: MunicipalityOnDay, model: type[Any], nth: int
) -> None:
    name = f"Gone {model.__name__} {nth}"
    store_synthetic(picture=replace(synthetic_bergen, name=name), by="test")

    moment = Before(model, nth, lambda: Snapshot.objects.all().delete())
    with connection.execute_wrapper(moment), pytest.raises(UnknownIdError) as caught:
        get_picture(synthetic_bergen.id)
    assert moment.left == 0
    assert synthetic_bergen.id not in caught.value.data["nearest"]


def test_half_read_picture_is_not_remembered(synthetic_bergen: MunicipalityOnDay) -> None:
    picture = replace(synthetic_bergen, name="Twice")
    store_synthetic(picture=picture, by="test")
    moment = Before(SnapshotDistrict, 1, lambda: Snapshot.objects.all().delete())
    with connection.execute_wrapper(moment), pytest.raises(UnknownIdError):
        get_picture(picture.id)

    store_synthetic(picture=picture, by="test")
    assert len(get_picture(picture.id).districts) == 8


def test_namesakes_are_two_places() -> None:
    day, kind = date(2024, 1, 1), PictureKind.PUBLISHED
    inland = PictureSummary("valer-1", "3419", "Våler", day, kind)
    coast = PictureSummary("valer-2", "3114", "Våler", day, kind)
    renamed = PictureSummary("valer-3", "3419", "Våler i Solør", date(2025, 1, 1), kind)

    assert same_place(inland, (renamed, coast, inland)) == (inland, renamed)


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
