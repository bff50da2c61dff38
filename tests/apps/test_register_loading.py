"""Loading tables into the register: all or nothing, twice without harm, and nothing known is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.registry.loading.frames import RegisterFrames
from hjemmel.apps.registry.loading.synthetic import frames_of
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.services.loading import load_register
from hjemmel.cases.synthetic import SyntheticMunicipality, picture
from hjemmel.kernel.errors import InputError, NotAllowedError

BY = system("test")
MADE_FOR = date(2023, 12, 31)
NEXT = date(2024, 2, 1)


def load(frames: RegisterFrames, *, as_of: date = NEXT, complete: bool = False) -> Any:
    key = Municipality.objects.get(number="4601").pk
    return load_register(frames=frames, municipality=key, as_of=as_of, complete=complete, by=BY)


def test_picture_of_the_register_is_the_generators_own(
    small_register: SyntheticMunicipality,
) -> None:
    wanted = picture(small_register)
    found = register_picture(get_municipality("4601", by=BY), MADE_FOR, by=BY)
    assert found.districts == wanted.districts
    assert found.waiting == wanted.waiting
    assert found.groups == wanted.groups
    assert {k: f.value for k, f in found.figures.items()} == {
        k: f.value for k, f in wanted.figures.items()
    }
    assert found.is_synthetic


def test_same_tables_once_more_change_nothing(small_register: SyntheticMunicipality) -> None:
    rows = Membership.objects.count()
    revision = Municipality.objects.get(number="4601").revision
    counts = load(frames_of(small_register), as_of=MADE_FOR, complete=True)
    assert not counts.changed_anything
    assert counts.before == counts.after
    assert Membership.objects.count() == rows
    assert Municipality.objects.get(number="4601").revision == revision


def test_change_of_list_keeps_what_was_known(small_register: SyntheticMunicipality) -> None:
    before = timezone.now()
    member = Membership.objects.filter(patient_list__isnull=False).order_by("pk")[0]
    other = PatientList.objects.exclude(pk=member.patient_list_id).order_by("pk")[0]
    frame = _residents(member.resident).with_columns(list=pl.lit(other.external_id))
    counts = load(RegisterFrames(residents=frame))
    assert counts.tables["memberships"].changed == 1

    of_resident = Membership.objects.filter(resident=member.resident_id)
    assert of_resident.on(NEXT).get().patient_list_id == other.pk
    assert of_resident.on(NEXT - timedelta(days=1)).get().patient_list_id == member.patient_list_id
    assert of_resident.on(NEXT, before).get().patient_list_id == member.patient_list_id
    assert of_resident.count() == 3


def test_who_is_missing_from_a_complete_file_is_no_longer_on_a_list(
    small_register: SyntheticMunicipality,
) -> None:
    residents = [m.resident for m in Membership.objects.filter(patient_list__isnull=False)[:5]]
    frame = pl.concat([_residents(r) for r in residents])
    load(RegisterFrames(residents=frame), complete=True)
    here = Membership.objects.on(NEXT).filter(patient_list__isnull=False)
    assert here.count() == 5
    assert Membership.objects.on(MADE_FOR).filter(patient_list__isnull=False).count() > 5_000


def test_new_ceiling_holds_from_the_files_day(small_register: SyntheticMunicipality) -> None:
    row = PatientList.objects.select_related("agreement").order_by("pk")[0]
    old = ListCeiling.objects.on(MADE_FOR).get(patient_list=row).ceiling
    frame = pl.DataFrame(
        {
            "external_id": [row.external_id],
            "agreement": [row.agreement.external_id],
            "ceiling": [1234],
        }
    )
    load(RegisterFrames(lists=frame))
    assert ListCeiling.objects.on(NEXT).get(patient_list=row).ceiling == 1234
    assert ListCeiling.objects.on(MADE_FOR).get(patient_list=row).ceiling == old


def test_nobody_waits_twice(small_register: SyntheticMunicipality) -> None:
    entry = WaitingEntry.objects.select_related("resident").order_by("pk")[0]
    other = PatientList.objects.exclude(pk=entry.wanted_list_id).order_by("pk")[0]
    frame = pl.DataFrame(
        {
            "national_id": [entry.resident.national_id],
            "waiting_class": ["change_within"],
            "queued_on": [NEXT],
            "wanted_list": [other.external_id],
        }
    )
    load(RegisterFrames(waiting=frame))
    now = WaitingEntry.objects.get(resident=entry.resident_id, left_on=None)
    assert now.wanted_list_id == other.pk
    assert WaitingEntry.objects.get(pk=entry.pk).left_on == NEXT


def test_changed_entry_keeps_her_place_in_the_queue_and_she_is_counted_once(
    small_register: SyntheticMunicipality,
) -> None:
    entry = WaitingEntry.objects.select_related("resident").order_by("pk")[0]
    joined = entry.queued_on
    earlier = WaitingEntry.objects.create(
        resident=entry.resident,
        municipality_id=entry.municipality_id,
        waiting_class="change_within",
        queued_on=joined - timedelta(days=60),
        left_on=joined - timedelta(days=10),
        left_reason="placed",
        known_from=entry.known_from,
    )
    since = joined - timedelta(days=30)
    other = PatientList.objects.exclude(pk=entry.wanted_list_id).order_by("pk")[0]
    frame = pl.DataFrame(
        {
            "national_id": [entry.resident.national_id],
            "waiting_class": ["change_within"],
            "queued_on": [since],
            "wanted_list": [other.external_id],
        }
    )
    load(RegisterFrames(waiting=frame))
    rows = WaitingEntry.objects.filter(resident=entry.resident_id).order_by("queued_on")
    assert [(row.pk == earlier.pk, row.queued_on, row.left_on) for row in rows] == [
        (True, joined - timedelta(days=60), since),
        (False, since, None),
        (False, joined, joined),
    ]
    assert rows.get(left_on=None).wanted_list_id == other.pk


def test_row_that_points_nowhere_stops_everything(small_register: SyntheticMunicipality) -> None:
    resident = Resident.objects.order_by("pk")[0]
    events, rows = AuditEvent.objects.count(), Membership.objects.count()
    frame = _residents(resident).with_columns(list=pl.lit("no-such-list"))
    with pytest.raises(InputError, match="no-such-list"):
        load(RegisterFrames(residents=frame))
    assert (AuditEvent.objects.count(), Membership.objects.count()) == (events, rows)


def test_table_without_its_columns_is_refused() -> None:
    with pytest.raises(InputError, match="born, sex, municipality"):
        RegisterFrames(residents=pl.DataFrame({"national_id": ["x"]}))


def test_load_needs_the_role_and_is_audited_once(small_register: SyntheticMunicipality) -> None:
    key = Municipality.objects.get(number="4601").pk
    reader = Actor("leser", (Grant(Role.READER, key),))
    frames = frames_of(small_register)
    with pytest.raises(NotAllowedError):
        load_register(frames=frames, municipality=key, as_of=NEXT, complete=True, by=reader)
    events = AuditEvent.objects.count()
    load(frames, complete=True)
    assert AuditEvent.objects.count() == events + 1
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.municipality) == ("registry.load", "4601")


def _residents(row: Resident) -> pl.DataFrame:
    district = row.district.number if row.district else None
    member = Membership.objects.filter(resident=row, known_to=None).first()
    on_list = member.patient_list.external_id if member and member.patient_list else None
    return pl.DataFrame(
        {
            "national_id": [row.national_id],
            "born": [row.born],
            "sex": [row.sex],
            "municipality": [row.municipality.number],
            "district": pl.Series([district], dtype=pl.String),
            "list": pl.Series([on_list], dtype=pl.String),
        }
    )
