"""A load on its way: one at a time, seen by others, stopped, and known when it was broken off."""

from __future__ import annotations

import io
import os
import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from register_files import write_report

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.exchange.running import Hold, ask_to_stop, how_far, is_held
from hjemmel.apps.exchange.selectors import get_run, list_runs
from hjemmel.apps.exchange.services import (
    discard_run,
    load_run,
    preview_file,
    stop_loading,
    take_in,
)
from hjemmel.apps.exchange.uploads import KEPT_FOR, sweep_uploads
from hjemmel.apps.registry.models import PatientList
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import CancelledError, ConflictError, DataFileError, UnknownIdError
from hjemmel.kernel.text import Text

BY = system("test")


@pytest.fixture
def run(bergen: int, small_municipality: SyntheticMunicipality, tmp_path: Path) -> ImportRun:
    """A capitation report that was previewed."""
    report = write_report(small_municipality, tmp_path / "rapport.xlsx")
    kept = tmp_path / "kept.xlsx"
    shutil.copy(report, kept)
    key = preview_file(
        file=kept,
        name=report.name,
        municipality=bergen,
        as_of=date(2024, 1, 1),
        complete=True,
        by=BY,
    )
    return ImportRun.objects.get(pk=key)


def seen(run: ImportRun) -> tuple[str, bool]:
    place = get_municipality("4601", by=BY)
    view = get_run(run.pk, place, by=BY)
    assert view in list_runs(place, by=BY)
    return view.status, view.may_load


def test_a_file_is_loaded_by_one_at_a_time(run: ImportRun) -> None:
    hold = Hold(Path(run.stored_as))
    with pytest.raises(ConflictError):
        load_run(run=run.pk, by=BY)
    assert not PatientList.objects.exists()
    hold.release()
    load_run(run=run.pk, by=BY)
    assert PatientList.objects.exists()


def test_others_see_how_far_a_load_has_come(run: ImportRun) -> None:
    file = Path(run.stored_as)
    ImportRun.objects.filter(pk=run.pk).update(status="running")
    hold = Hold(file)
    hold.start(Text("Laster", "Loading"), 8)
    time.sleep(0.25)
    hold.advance(3)
    view = get_run(run.pk, get_municipality("4601", by=BY), by=BY)
    assert view.how_far is not None
    assert (view.how_far.label.en, view.how_far.done, view.how_far.total) == ("Loading", 3, 8)
    assert seen(run) == ("running", False)
    hold.release()
    assert how_far(file) is None
    assert sorted(f.name for f in file.parent.iterdir() if f.name.startswith("kept")) == [file.name]


def test_a_load_whose_process_is_gone_is_told_as_broken_off_and_can_be_loaded_again(
    run: ImportRun,
) -> None:
    ImportRun.objects.filter(pk=run.pk).update(status="running")
    Path(f"{run.stored_as}.lock").touch()
    assert not is_held(Path(run.stored_as))
    assert seen(run) == ("broken_off", True)
    load_run(run=run.pk, by=BY)
    assert seen(run) == ("loaded", False)


def test_a_stopped_load_stores_nothing_and_can_be_loaded_again(run: ImportRun) -> None:
    file = Path(run.stored_as)

    def stop_when_held() -> None:
        while not is_held(file):
            time.sleep(0.001)
        ask_to_stop(file)

    helper = threading.Thread(target=stop_when_held)
    helper.start()
    with pytest.raises(CancelledError):
        load_run(run=run.pk, by=BY)
    helper.join()
    assert not PatientList.objects.exists()
    assert seen(run) == ("cancelled", True)
    load_run(run=run.pk, by=BY)
    assert seen(run) == ("loaded", False)


def test_only_a_load_on_its_way_can_be_stopped(run: ImportRun) -> None:
    with pytest.raises(ConflictError):
        stop_loading(run=run.pk, by=BY)
    assert not Path(f"{run.stored_as}.stop").exists()


def test_statistics_whose_process_is_gone_are_told_as_broken_off(
    bergen: int, tmp_path: Path
) -> None:
    file = tmp_path / "statistics.json"
    file.touch()
    run = ImportRun.objects.create(
        municipality_id=bergen,
        kind="ssb_population",
        file="07459.json",
        stored_as=str(file),
        digest="0" * 64,
        status="running",
        asked_by="test",
    )
    hold = Hold(file)
    assert seen(run) == ("running", False)
    hold.release()
    assert seen(run) == ("broken_off", False)
    with pytest.raises(ConflictError, match="not loaded from here"):
        load_run(run=run.pk, by=BY)


def test_discarded_file_is_deleted_and_its_run_still_tells_of_it(run: ImportRun) -> None:
    discard_run(run=run.pk, by=BY)
    assert not Path(run.stored_as).exists()
    assert seen(run) == ("cancelled", False)
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.details["status"]) == ("exchange.discard", "cancelled")
    for verb in (load_run, discard_run):
        with pytest.raises(UnknownIdError):
            verb(run=run.pk, by=BY)


def test_file_that_is_loaded_or_being_loaded_is_not_discarded(run: ImportRun) -> None:
    hold = Hold(Path(run.stored_as))
    with pytest.raises(ConflictError):
        discard_run(run=run.pk, by=BY)
    hold.release()
    load_run(run=run.pk, by=BY)
    with pytest.raises(ConflictError):
        discard_run(run=run.pk, by=BY)
    assert not Path(run.stored_as).exists()


def test_file_that_can_never_load_is_deleted(run: ImportRun) -> None:
    Path(run.stored_as).write_bytes(b"%PDF-1.7")
    with pytest.raises(DataFileError):
        load_run(run=run.pk, by=BY)
    assert not Path(run.stored_as).exists()
    assert seen(run) == ("failed", False)


def test_uploads_that_waited_too_long_are_swept_at_the_next_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HJEMMEL_DATA_FOLDER", str(tmp_path))
    forgotten, loading, fresh = (take_in(stream=io.BytesIO(b"x"), name="fil.csv") for _ in range(3))
    hold = Hold(loading)
    Path(f"{forgotten}.progress").touch()
    edge = time.time() - KEPT_FOR.total_seconds()
    for file in (forgotten, loading, Path(f"{forgotten}.progress")):
        os.utime(file, (edge - 60, edge - 60))
    os.utime(fresh, (edge + 60, edge + 60))
    newest = take_in(stream=io.BytesIO(b"x"), name="fil.csv")
    left = {file for file in newest.parent.iterdir() if file.suffix == ".csv"}
    assert left == {loading, fresh, newest}
    assert not Path(f"{forgotten}.progress").exists()
    hold.release()
    assert sweep_uploads() == 1
    assert not loading.exists()
