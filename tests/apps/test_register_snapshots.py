"""Monthly snapshots: taken once, never changed, and part of the trends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.coverage.models import Snapshot, SnapshotDistrict, SnapshotFigure
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.coverage.selectors import days_of_register, get_picture, list_pictures
from hjemmel.apps.coverage.services import take_snapshot
from hjemmel.apps.registry.models import AgreementTerms, ListCeiling, Membership
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import InputError, MissingDataError, NotAllowedError, UnknownIdError

BY = system("test")
JANUARY = date(2024, 1, 1)


def place() -> MunicipalityView:
    return get_municipality("4601", by=BY)


def ceiling_to(persons: int, day: date) -> None:
    key = ListCeiling.objects.values_list("patient_list_id", flat=True)[0]
    change_ceiling(
        patient_list=key, ceiling=persons, valid_from=day, agreed_with_municipality=True, by=BY
    )


def test_a_snapshot_is_the_picture_of_the_day(small_register: SyntheticMunicipality) -> None:
    taken = take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    row = Snapshot.objects.get(case_id="4601-2024-01-01")
    picture = register_picture(place(), JANUARY, by=BY)

    assert (taken.is_new, taken.is_as_then, taken.digest) == (True, True, row.digest)
    assert row.taken_by == "system:test"
    assert {f.name: f.value for f in row.figures.all() if "." not in f.name} == {
        name: Decimal(figure.value) for name, figure in picture.figures.items()
    }
    assert [d.population for d in row.districts.all()] == [d.population for d in picture.districts]
    event = AuditEvent.objects.get(action="coverage.take_snapshot")
    assert (event.subject, event.municipality) == ("4601-2024-01-01", "4601")


def test_taken_again_it_stays_and_says_whether_the_register_was_corrected(
    small_register: SyntheticMunicipality,
) -> None:
    first = take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    again = take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    assert (again.is_new, again.is_as_then) == (False, True)

    ceiling_to(2_000, small_register.profile.as_of)
    corrected = take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    assert (corrected.is_new, corrected.is_as_then) == (False, False)
    assert corrected.digest == first.digest
    assert AuditEvent.objects.filter(action="coverage.take_snapshot").count() == 1


def test_another_month_between_does_not_make_it_differ(
    small_register: SyntheticMunicipality,
) -> None:
    take_snapshot(municipality=place(), as_of=date(2024, 2, 1), by=BY)
    take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    assert take_snapshot(municipality=place(), as_of=date(2024, 2, 1), by=BY).is_as_then


def test_months_are_days_of_the_menu_and_points_of_the_trends(
    small_register: SyntheticMunicipality,
) -> None:
    take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    ceiling_to(2_400, date(2024, 2, 1))
    take_snapshot(municipality=place(), as_of=date(2024, 2, 1), by=BY)

    known = days_of_register(place(), by=BY)
    assert known.first == small_register.profile.as_of
    assert known.snapshots == (date(2024, 2, 1), JANUARY)
    trends = register_picture(place(), date(2024, 3, 1), by=BY).trends
    assert [point.as_of for point in trends["free_share"]] == [JANUARY, date(2024, 2, 1)]
    assert trends["mean_list"][0].value < trends["mean_list"][1].value
    assert [int(point.value) for point in trends["gps"]] == [12, 12]
    assert list(register_picture(place(), JANUARY, by=BY).trends["gps"]) == [trends["gps"][0]]


def test_nobody_finds_it_among_the_public_pictures(small_register: SyntheticMunicipality) -> None:
    take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    assert "4601-2024-01-01" not in {summary.id for summary in list_pictures()}
    with pytest.raises(UnknownIdError):
        get_picture("4601-2024-01-01")


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (date(2024, 1, 2), InputError),
        (date(2999, 1, 1), InputError),
        (date(2023, 12, 1), MissingDataError),
    ],
)
def test_only_the_first_of_a_month_with_figures_is_stored(
    small_register: SyntheticMunicipality, day: date, error: type[Exception]
) -> None:
    with pytest.raises(error):
        take_snapshot(municipality=place(), as_of=day, by=BY)
    assert not Snapshot.objects.exists()


def test_who_only_reads_takes_none(small_register: SyntheticMunicipality) -> None:
    reader = Actor("reader", (Grant(Role.READER, municipality=place().key),))
    with pytest.raises(NotAllowedError):
        take_snapshot(municipality=place(), as_of=JANUARY, by=reader)


def test_the_database_refuses_to_change_or_delete_it(
    small_register: SyntheticMunicipality,
) -> None:
    take_snapshot(municipality=place(), as_of=JANUARY, by=BY)
    refused: list[Any] = [
        lambda: Snapshot.objects.update(digest="0"),
        lambda: SnapshotDistrict.objects.update(gps=0),
        lambda: SnapshotFigure.objects.update(value=0),
        lambda: Snapshot.objects.filter(kind="register").delete(),
    ]
    for write in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert Membership.objects.exists()
    assert AgreementTerms.objects.exists()
