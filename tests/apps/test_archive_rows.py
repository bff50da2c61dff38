"""Duty and plans stand in a backup, each value so that both databases read it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from hjemmel.apps.archive.services import back_up, digest_of_tables
from tests.duty_district import BY, made_district
from tests.municipal_plan import made_plan


@pytest.mark.django_db
def test_times_of_day_amounts_and_dates_stand_in_a_backup(tmp_path: Path) -> None:
    made_district()
    made_plan()
    before = digest_of_tables()
    made = back_up(file=tmp_path / "kopi.zip", by=BY)
    assert made.digest == before
    assert (made.rows["duty_shifttype"], made.rows["plan_planmeasure"]) == (3, 2)
    with zipfile.ZipFile(tmp_path / "kopi.zip") as archive:
        types = archive.read("duty_shifttype.jsonl").decode()
        (promise,) = archive.read("plan_planprediction.jsonl").decode().splitlines()
    assert '"16:00:00"' in types
    assert {"I02", "4000", "2026-12-31"} <= {str(cell) for cell in json.loads(promise)}
