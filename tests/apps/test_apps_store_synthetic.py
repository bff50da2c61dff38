"""Storing a synthetic municipality: once, whole, replaced when it changes, and always recorded."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.coverage.models import Snapshot, SnapshotDistrict, SnapshotFigure, SnapshotGroup
from hjemmel.apps.coverage.services import store_synthetic
from hjemmel.cases.published import load_case
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.domain.population import AGE_BANDS
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import InputError

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Return every stored row, ids included."""
    models = (Snapshot, SnapshotDistrict, SnapshotGroup, SnapshotFigure)
    return {m.__name__: list(m.objects.order_by("id").values_list()) for m in models}


def test_picture_is_stored_with_all_its_parts(synthetic_bergen: MunicipalityOnDay) -> None:
    assert store_synthetic(picture=synthetic_bergen, by="test")

    snapshot = Snapshot.objects.get()
    assert (snapshot.case_id, snapshot.seed) == ("bergen-synthetic-2024", 2024)
    assert snapshot.digest == digest(synthetic_bergen)
    assert SnapshotDistrict.objects.count() == 8
    assert SnapshotGroup.objects.count() == 8 * len(AGE_BANDS)
    assert SnapshotFigure.objects.count() == len(synthetic_bergen.figures) + 3


def test_storing_again_changes_nothing(synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")
    before = rows()

    assert not store_synthetic(picture=synthetic_bergen, by="test")
    assert rows() == before
    assert AuditEvent.objects.count() == 1


def test_changed_picture_replaces_the_old_one(synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")
    first, *others = synthetic_bergen.districts
    changed = replace(synthetic_bergen, districts=(replace(first, gps=first.gps + 1), *others))

    assert store_synthetic(picture=changed, by="test")
    assert Snapshot.objects.get().digest == digest(changed)
    assert SnapshotDistrict.objects.count() == 8
    assert SnapshotDistrict.objects.get(number=first.number).gps == first.gps + 1


def test_two_municipalities_stand_beside_each_other(
    synthetic_bergen: MunicipalityOnDay, synthetic_trondheim: MunicipalityOnDay
) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")
    store_synthetic(picture=synthetic_trondheim, by="test")

    assert [s.name for s in Snapshot.objects.all()] == ["Bergen", "Trondheim"]


def test_published_picture_is_refused() -> None:
    with pytest.raises(InputError, match="Only synthetic municipalities"):
        store_synthetic(picture=load_case("bergen-2023"), by="test")
    assert not AuditEvent.objects.exists()


def test_picture_without_districts_is_refused(synthetic_bergen: MunicipalityOnDay) -> None:
    with pytest.raises(InputError, match="no districts"):
        store_synthetic(picture=replace(synthetic_bergen, districts=()), by="test")
    assert not Snapshot.objects.exists()


def test_write_that_fails_leaves_nothing(
    synthetic_bergen: MunicipalityOnDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")
    before = rows()

    def broken(**_: object) -> None:
        raise RuntimeError("no room for the record")

    monkeypatch.setattr("hjemmel.apps.coverage.services.record", broken)
    with pytest.raises(RuntimeError):
        store_synthetic(picture=replace(synthetic_bergen, name="Bjørgvin"), by="test")
    assert rows() == before


def test_each_write_is_recorded_with_who_and_what(synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="the tests")

    event = AuditEvent.objects.get()
    assert (event.by, event.action) == ("the tests", "coverage.store_synthetic")
    assert event.subject == "bergen-synthetic-2024"
    assert event.details == {"digest": digest(synthetic_bergen), "seed": 2024, "districts": 8}


def test_record_holds_no_personal_data(synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")

    details = AuditEvent.objects.get().details
    assert set(details) == {"digest", "seed", "districts"}
    assert "doctor" not in json.dumps(details)


def test_record_outlives_what_it_tells_of(synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")
    Snapshot.objects.all().delete()

    assert AuditEvent.objects.get().subject == "bergen-synthetic-2024"
