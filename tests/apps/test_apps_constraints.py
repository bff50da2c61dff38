"""What the database itself refuses, whoever writes; and migrations that follow the models."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hjemmel.apps.coverage.models import Snapshot, SnapshotDistrict, SnapshotFigure, SnapshotGroup

pytestmark = pytest.mark.django_db


def make_snapshot(**changes: Any) -> Snapshot:
    values = {
        "case_id": "somewhere-synthetic-1",
        "number": "0001",
        "name": "Somewhere",
        "as_of": date(2023, 12, 31),
        "kind": "synthetic",
        "source_nb": "Prøve",
        "source_en": "Trial",
        "seed": 1,
        "digest": "0" * 64,
    }
    return Snapshot.objects.create(**{**values, **changes})


def make_district(snapshot: Snapshot, **changes: Any) -> SnapshotDistrict:
    values = {"number": "000101", "name": "North", "gps": 1, "population": 1_000}
    return SnapshotDistrict.objects.create(snapshot=snapshot, **{**values, **changes})


def refuse(write: Callable[[], object]) -> None:
    """Assert that the database refuses a write."""
    with transaction.atomic(), pytest.raises(IntegrityError):
        write()


def test_synthetic_picture_without_a_seed_is_refused() -> None:
    refuse(lambda: make_snapshot(seed=None))


def test_picture_of_another_kind_is_refused() -> None:
    refuse(lambda: make_snapshot(kind="published"))


def test_id_stands_once() -> None:
    make_snapshot()
    refuse(lambda: make_snapshot(seed=2))


def test_same_municipality_day_and_seed_stand_once() -> None:
    make_snapshot()
    refuse(lambda: make_snapshot(case_id="another-name"))


@pytest.mark.parametrize(
    ("free_places", "list_places"), [(0, 0), (1_000, 1_000), (None, 1_000), (1_000, None)]
)
def test_free_places_within_the_places_are_accepted(
    free_places: int | None, list_places: int | None
) -> None:
    make_district(make_snapshot(), free_places=free_places, list_places=list_places)
    assert SnapshotDistrict.objects.get().free_places == free_places


def test_more_free_places_than_places_are_refused() -> None:
    snapshot = make_snapshot()
    refuse(lambda: make_district(snapshot, free_places=1_001, list_places=1_000))


@pytest.mark.parametrize("count", ["gps", "population", "listed", "vacant_posts", "guests_out"])
def test_negative_count_is_refused(count: str) -> None:
    snapshot = make_snapshot()
    refuse(lambda: make_district(snapshot, **{count: -1}))


def test_district_age_band_and_figure_stand_once() -> None:
    snapshot = make_snapshot()
    district = make_district(snapshot)
    refuse(lambda: make_district(snapshot))

    group = {"district": district, "age_band": "0-5", "male": 1, "female": 1}
    SnapshotGroup.objects.create(**group)
    refuse(lambda: SnapshotGroup.objects.create(**group))

    figure = {"snapshot": snapshot, "name": "gps", "value": 1, "as_of": snapshot.as_of}
    SnapshotFigure.objects.create(**figure)
    refuse(lambda: SnapshotFigure.objects.create(**figure))


def test_migrations_follow_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
