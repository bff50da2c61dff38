"""What the database refuses of the register and of the log, whoever writes and however."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hjemmel.apps.audit import truth as audit_truth
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.audit.services import record, record_read
from hjemmel.apps.lists import references as list_references
from hjemmel.apps.lists.models import CutOver, Move
from hjemmel.apps.registry import references, truth
from hjemmel.apps.registry.models import (
    Agreement,
    AgreementTerms,
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    RegionCode,
    Resident,
    Vacancy,
    WaitingEntry,
)
from hjemmel.cases.synthetic import SyntheticMunicipality

REFERENCES = (*references.REFERENCES, *list_references.REFERENCES)
DAY = date(2024, 6, 1)
LATER = date(2024, 9, 1)


@pytest.fixture(autouse=True)
def _there(small_register: SyntheticMunicipality) -> None:
    """The register is loaded."""


@pytest.fixture
def a_cut_over() -> CutOver:
    """A cut-over that carried out one move."""
    member = Membership.objects.filter(patient_list__isnull=False).select_related("resident")[0]
    common = {"municipality_id": member.resident.municipality_id, "effective_on": LATER}
    run = CutOver.objects.create(
        **common, moves_digest="0" * 64, differences={}, run_by="test", run_at=timezone.now()
    )
    Move.objects.create(
        **common,
        resident=member.resident,
        from_list_id=member.patient_list_id,
        cause="left_scheme",
        source="test",
        state="done",
        cut_over=run,
        decided_by="test",
        decided_at=timezone.now(),
    )
    return run


def refuse(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def copy_of(row: Any, **changes: Any) -> Any:
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    del fields["id"]
    return type(row).objects.create(**{**fields, **changes})


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("model", [Membership, ListCeiling, AgreementTerms])
def test_periods_of_one_history_never_overlap(model: Any) -> None:
    row = model.objects.order_by("pk")[0]
    refuse(lambda: copy_of(row))
    refuse(lambda: copy_of(row, valid_from=LATER))
    refuse(lambda: copy_of(row, valid_from=date(2020, 1, 1), valid_to=LATER))
    copy_of(row, valid_from=date(2020, 1, 1), valid_to=row.valid_from)
    copy_of(row, valid_from=date(2020, 1, 1), known_to=timezone.now())


@pytest.mark.parametrize("model", [Membership, ListCeiling, AgreementTerms])
def test_facts_of_a_dated_row_never_change(model: Any) -> None:
    row = model.objects.order_by("pk")[0]
    table = model._meta.db_table
    refuse(lambda: execute(f"UPDATE {table} SET valid_from = %s WHERE id = %s", DAY, row.pk))
    refuse(lambda: execute(f"UPDATE {table} SET valid_to = %s WHERE id = %s", LATER, row.pk))
    execute(f"UPDATE {table} SET known_to = %s WHERE id = %s", timezone.now(), row.pk)
    refuse(lambda: execute(f"UPDATE {table} SET known_to = NULL WHERE id = %s", row.pk))


def test_resident_is_on_one_list_and_in_one_queue() -> None:
    member = Membership.objects.filter(valid_to=None).order_by("pk")[0]
    other = PatientList.objects.exclude(pk=member.patient_list_id).order_by("pk")[0]
    refuse(lambda: copy_of(member, patient_list_id=other.pk, valid_from=LATER))
    entry = WaitingEntry.objects.order_by("pk")[0]
    refuse(lambda: copy_of(entry))


def vacancy() -> Any:
    agreement = Agreement.objects.filter(vacancies=None).order_by("pk")[0]
    return Vacancy.objects.create(agreement=agreement, since=DAY, filled_on=LATER)


def waiting() -> Any:
    resident = Resident.objects.filter(waiting=None).order_by("pk")[0]
    return WaitingEntry.objects.create(
        resident=resident,
        municipality_id=resident.municipality_id,
        waiting_class="change_within",
        queued_on=DAY,
        left_on=LATER,
        known_from=timezone.now(),
    )


def code() -> Any:
    place = Municipality.objects.get(number="4601")
    return RegionCode.objects.create(
        municipality=place, number="1299", name="Syntetisk", valid_from=DAY, valid_to=LATER
    )


def part() -> Any:
    row = code()
    RegionCode.objects.filter(pk=row.pk).update(is_part=True)
    row.is_part = True
    return row


@pytest.mark.parametrize(
    ("made", "first", "last"),
    [
        (vacancy, "since", "filled_on"),
        (waiting, "queued_on", "left_on"),
        (code, "valid_from", "valid_to"),
        (part, "valid_from", "valid_to"),
    ],
)
def test_closed_periods_of_one_owner_never_overlap_also_when_an_end_is_moved(
    made: Any, first: str, last: str
) -> None:
    row = made()
    within, before, after = date(2024, 7, 1), date(2024, 5, 1), date(2024, 10, 1)
    for begins, ends in ((within, after), (before, within), (before, after), (within, None)):
        refuse(lambda begins=begins, ends=ends: copy_of(row, **{first: begins, last: ends}))
    earlier = copy_of(row, **{first: before, last: DAY})
    later = copy_of(row, **{first: LATER, last: after})
    rows = type(row).objects
    refuse(lambda: rows.filter(pk=earlier.pk).update(**{last: within}))
    refuse(lambda: rows.filter(pk=earlier.pk).update(**{last: None}))
    refuse(lambda: rows.filter(pk=later.pk).update(**{first: within}))
    rows.filter(pk=row.pk).update(**{last: within})
    rows.filter(pk=later.pk).update(**{first: within})
    assert [getattr(one, first) for one in rows.filter(pk__in=[earlier.pk, row.pk, later.pk])] == [
        before,
        DAY,
        within,
    ]


@pytest.mark.parametrize(("made", "first", "last"), [
    (vacancy, "since", "filled_on"), (waiting, "queued_on", "left_on"),
])  # fmt: skip
def test_period_that_ends_as_it_begins_overlaps_nothing(made: Any, first: str, last: str) -> None:
    row, within = made(), date(2024, 7, 1)
    empty = copy_of(row, **{first: within, last: within})
    refuse(lambda: type(row).objects.filter(pk=empty.pk).update(**{last: LATER}))


def test_code_is_one_municipalitys_at_a_time_but_each_may_have_a_part() -> None:
    row = code()
    other = Municipality.objects.create(number="4699", name="Syntetisk")
    refuse(lambda: copy_of(row, municipality_id=other.pk, valid_from=date(2024, 7, 1)))
    half = copy_of(row, municipality_id=other.pk, valid_from=date(2024, 7, 1), is_part=True)
    refuse(lambda: RegionCode.objects.filter(pk=half.pk).update(is_part=False))


@pytest.mark.parametrize(
    "changes",
    [
        {"patient_list_id": None},
        {"is_elsewhere": True},
        {"elsewhere": "5001"},
        {"valid_to": date(2023, 1, 1)},
    ],
)
def test_membership_is_here_or_elsewhere_and_ends_after_it_began(changes: Any) -> None:
    row = Membership.objects.filter(patient_list__isnull=False).order_by("pk")[0]
    Membership.objects.filter(pk=row.pk).update(known_to=timezone.now())
    refuse(lambda: copy_of(row, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"national_id": "123"},
        {"national_id": None},
        {"sex": "x"},
        {"protection": "secret"},
        {"died_on": date(1800, 1, 1)},
    ],
)
def test_resident_keeps_to_what_is_possible(changes: Any) -> None:
    row = Resident.objects.order_by("pk")[0]
    refuse(lambda: Resident.objects.filter(pk=row.pk).update(**changes))


def test_status_of_an_agreement_fits_its_doctors() -> None:
    row = AgreementTerms.objects.filter(status="held").order_by("pk")[0]
    AgreementTerms.objects.filter(pk=row.pk).update(known_to=timezone.now())
    refuse(lambda: copy_of(row, holder_id=None))
    refuse(lambda: copy_of(row, status="without_doctor"))


@pytest.mark.parametrize("model", [AuditEvent, ReadEvent])
def test_log_is_never_changed_or_deleted_also_by_plain_sql(model: Any) -> None:
    record(by="test", action="test.write", subject="x", details={})
    record_read(by="test", resident=1, municipality="4601", purpose="test")
    table = model._meta.db_table
    count = model.objects.count()
    refuse(lambda: execute(f"UPDATE {table} SET by = 'nobody'"))
    refuse(lambda: execute(f"DELETE FROM {table}"))
    if connection.vendor == "postgresql":
        refuse(lambda: execute(f"TRUNCATE {table}"))
    assert model.objects.count() == count


def test_everything_that_refuses_is_in_place() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    everything = connection.vendor == "postgresql"
    wanted = {
        name
        for table in audit_truth.TABLES
        for name in audit_truth.names(table, everything=everything)
    }
    if everything:
        wanted |= {name for found in REFERENCES for name in found.names}
    else:
        wanted |= {periods.when_changed for periods in truth.PERIODS}
    assert {*truth.names(), *wanted} <= there


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda found: f"{found.table}.{found.column}")
def test_nothing_points_at_what_is_not_there(
    reference: references.Reference, a_cut_over: CutOver
) -> None:
    """Of every table whose foreign keys PostgreSQL looks up a statement at a time."""
    model = next(m for m in apps.get_models() if m._meta.db_table == reference.table)
    field = next(f for f in model._meta.concrete_fields if f.column == reference.column)
    row = model._default_manager.exclude(**{field.name: None}).order_by("-pk").first()
    assert row is not None
    nothing = 9_000_000_000

    def point_at_nothing() -> None:
        execute(
            f"UPDATE {reference.table} SET {reference.column} = {nothing} WHERE id = %s", row.pk
        )
        connection.check_constraints()

    refuse(point_at_nothing)
    values = {f.column: getattr(row, f.attname) for f in model._meta.concrete_fields}
    del values["id"]
    values[reference.column] = nothing
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))

    def add_one_of_nothing() -> None:
        execute(f"INSERT INTO {reference.table} ({columns}) VALUES ({marks})", *values.values())
        connection.check_constraints()

    refuse(add_one_of_nothing)


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda found: f"{found.table}.{found.column}")
def test_what_is_pointed_at_cannot_be_deleted(
    reference: references.Reference, a_cut_over: CutOver
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {reference.column} FROM {reference.table} "
            f"WHERE {reference.column} IS NOT NULL LIMIT 1"
        )
        found = cursor.fetchone()

    def delete() -> None:
        execute(f"DELETE FROM {reference.target} WHERE id = %s", found[0])
        connection.check_constraints()

    refuse(delete)
