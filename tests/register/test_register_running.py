"""A load on its way: one at a time, seen by others, stopped, and known when it was broken off."""

from __future__ import annotations

import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from register_files import write_report

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.exchange.running import Hold, ask_to_stop, how_far, is_held
from hjemmel.apps.exchange.selectors import get_run, list_runs
from hjemmel.apps.exchange.services import load_run, preview_file, stop_loading
from hjemmel.apps.registry.models import PatientList
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import CancelledError, ConflictError
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
