"""The register beside the national register's contracts: what differs, since when, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.lists.models import Move
from hjemmel.apps.lists.selectors.contract_pictures import Ours, ours_on
from hjemmel.apps.lists.selectors.reconciliation import reconcile
from hjemmel.apps.lists.services.contracts import Contract, store_contracts
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
)
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.history import replace_from
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.reconciliation import WHAT, WHY, Disagreement, Reconciliation
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import NotAllowedError, UnknownIdError

WORKER = system("test")
FEBRUARY, MARCH, APRIL = date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)
TODAY = date(2024, 4, 12)
Changes = dict[int, dict[str, object]]


@pytest.fixture
def place(small_register: SyntheticMunicipality) -> MunicipalityView:
    """Twelve lists, all known since long before the files."""
    tables: tuple[Any, ...] = (ListCeiling, AgreementTerms, Membership)
    for model in tables:
        rows = list(model.objects.all())
        model.objects.all().delete()
        for row in rows:
            row.known_from = datetime(2020, 1, 1, tzinfo=UTC)
        model.objects.bulk_create(rows)
    return get_municipality("4601", by=WORKER)


def store(
    place: MunicipalityView, day: date, changes: Changes | None = None, *, without: int = -1
) -> None:
    """A file that agrees with the register on its day, but for the changes by place in the file."""
    rows = [
        _contract(row, at + 2, (changes or {}).get(at, {}))
        for at, row in enumerate(ours_on(place.key, day))
        if at != without
    ]
    store_contracts(
        rows=rows,
        municipality=place.key,
        as_of=day,
        digest=digest([str(day), repr(changes)]),
        by=WORKER,
    )


def _contract(row: Ours, number: int, change: dict[str, object]) -> Contract:
    given: dict[str, object] = {
        "row": number,
        "agreement": row.agreement,
        "patient_list": row.patient_list,
        "doctor_hpr": row.facts["holder"],
        "doctor_name": row.doctor,
        "form": row.facts["form"],
        "ceiling": row.facts["ceiling"],
        "length": row.facts["length"],
        "status": row.facts["status"],
        "is_shared": row.facts["shared"],
    }
    return Contract(**{**given, **change})  # type: ignore[arg-type]


def compared(place: MunicipalityView, as_of: date | None = None) -> Reconciliation:
    found = reconcile(place, by=WORKER, today=TODAY, as_of=as_of)
    assert found is not None
    return found


def only(found: Reconciliation) -> Disagreement:
    [row] = found.rows
    return row


def first(place: MunicipalityView) -> PatientList:
    return PatientList.objects.get(pk=ours_on(place.key, MARCH)[0].key)


def test_nothing_to_compare_before_a_file_is_loaded(place: MunicipalityView) -> None:
    assert reconcile(place, by=WORKER, today=TODAY) is None


def test_file_that_agrees_shows_nothing(place: MunicipalityView) -> None:
    store(place, MARCH)
    found = compared(place)
    assert (found.rows, found.contracts, found.lists) == ((), 12, 12)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("holder", {"doctor_hpr": "123456789", "doctor_name": "En annen"}),
        ("ceiling", {"ceiling": 777}),
        ("length", {"length": 9_999}),
        ("form", {"form": "variant_8_2"}),
        ("shared", {"is_shared": True}),
        ("ends_on", {"ends_on": date(2031, 1, 1)}),
    ],
)
def test_each_fact_that_differs_is_one_row(
    place: MunicipalityView, what: str, change: dict[str, object]
) -> None:
    store(place, MARCH, {0: change})
    row = only(compared(place))
    assert (row.what, row.key, row.since, row.why) == (
        what,
        first(place).pk,
        MARCH,
        "unexplained",
    )
    assert row.theirs == change.get("doctor_name", next(iter(change.values())))


def test_list_that_only_one_of_them_knows_is_told(place: MunicipalityView) -> None:
    store(place, MARCH, {3: {"agreement": "UKJENT", "patient_list": "X"}}, without=5)
    ours = ours_on(place.key, MARCH)
    found = {(row.what, row.agreement) for row in compared(place).rows}
    assert found == {
        ("unknown_here", "UKJENT"),
        ("unknown_there", ours[3].agreement),
        ("unknown_there", ours[5].agreement),
    }


def test_list_that_is_closed_here_says_so(place: MunicipalityView) -> None:
    store(place, MARCH)
    PatientList.objects.filter(pk=first(place).pk).update(closed_on=FEBRUARY)
    row = only(compared(place))
    assert (row.what, row.why) == ("unknown_here", "closed_here")


def test_disagreement_is_dated_from_the_first_file_of_an_unbroken_row(
    place: MunicipalityView,
) -> None:
    wrong: Changes = {0: {"ceiling": 777}}
    store(place, FEBRUARY, wrong)
    store(place, MARCH, wrong)
    store(place, APRIL, {0: {"ceiling": 777}, 1: {"form": "variant_8_2"}})
    since = {row.what: row.since for row in compared(place).rows}
    assert since == {"ceiling": FEBRUARY, "form": APRIL}
    assert only(compared(place, MARCH)).since == FEBRUARY
    store_contracts(rows=[], municipality=place.key, as_of=date(2024, 3, 15), digest="e", by=WORKER)
    assert {row.since for row in compared(place).rows} == {APRIL}


def test_what_was_corrected_here_after_the_files_day_is_explained(place: MunicipalityView) -> None:
    store(place, MARCH)
    row = first(place)
    replace_from(ListCeiling, {"patient_list": row}, {"ceiling": 801}, FEBRUARY)
    found = only(compared(place))
    assert (found.ours, found.why) == (801, "corrected_since")


def test_what_was_known_here_later_than_the_files_day_is_explained(
    place: MunicipalityView,
) -> None:
    row = first(place)
    store(place, MARCH, {0: {"ceiling": 655}})
    replace_from(ListCeiling, {"patient_list": row}, {"ceiling": 801}, FEBRUARY)
    assert only(compared(place)).why == "known_later"


def test_decided_moves_that_were_not_carried_out_explain_the_length(
    place: MunicipalityView,
) -> None:
    here, there = (PatientList.objects.get(pk=row.key) for row in ours_on(place.key, MARCH)[:2])
    [mover] = Membership.objects.on(MARCH).filter(patient_list=here).order_by("pk")[:1]
    lengths = [row.facts["length"] for row in ours_on(place.key, MARCH)[:2]]
    assert isinstance(lengths[0], int)
    assert isinstance(lengths[1], int)
    Move.objects.create(
        resident=mover.resident,
        municipality_id=place.key,
        from_list=here,
        to_list=there,
        effective_on=MARCH,
        cause="request",
        source="test",
        decided_by="test",
        decided_at=timezone.now(),
    )
    store(place, MARCH, {0: {"length": lengths[0] - 1}, 1: {"length": lengths[1] + 1}})
    found = compared(place).rows
    assert [(row.what, row.why) for row in found] == [("length", "moves_not_carried_out")] * 2


def test_what_holds_here_from_a_later_day_is_explained(place: MunicipalityView) -> None:
    row = first(place)
    replace_from(ListCeiling, {"patient_list": row}, {"ceiling": 801}, APRIL)
    _known_long_ago(row)
    store(place, MARCH, {0: {"ceiling": 801}})
    assert only(compared(place)).why == "changes_later"


def test_what_held_the_month_before_is_explained(place: MunicipalityView) -> None:
    row = first(place)
    old = ListCeiling.objects.on(MARCH).get(patient_list=row).ceiling
    replace_from(ListCeiling, {"patient_list": row}, {"ceiling": old + 50}, date(2024, 2, 15))
    _known_long_ago(row)
    store(place, MARCH, {0: {"ceiling": old}})
    assert only(compared(place)).why == "not_caught_up"


def _known_long_ago(row: PatientList) -> None:
    """Let the register have known of a list's ceilings all the time."""
    rows = list(ListCeiling.objects.known().filter(patient_list=row))
    ListCeiling.objects.filter(patient_list=row).delete()
    for one in rows:
        one.known_from = timezone.now() - timedelta(days=3_000)
    ListCeiling.objects.bulk_create(rows)


def test_same_name_with_another_number_is_told(place: MunicipalityView) -> None:
    name = next(row.doctor for row in ours_on(place.key, MARCH) if row.key == first(place).pk)
    store(place, MARCH, {0: {"doctor_hpr": "123456789"}})
    row = only(compared(place))
    assert (row.what, row.ours, row.theirs, row.why) == ("holder", name, name, "other_number")


def test_list_that_has_no_doctor_there_shows_none(place: MunicipalityView) -> None:
    store(place, MARCH, {0: {"doctor_hpr": "", "status": "without_doctor"}})
    rows = {row.what: row.theirs for row in compared(place).rows}
    assert rows == {"holder": "", "status": "without_doctor"}


def test_register_that_was_not_in_use_explains_nothing(small_register: object) -> None:
    here = get_municipality("4601", by=WORKER)
    store(here, MARCH, {0: {"ceiling": 777}})
    assert only(compared(here)).why == "unexplained"


def test_newest_of_two_files_of_a_day_is_used(place: MunicipalityView) -> None:
    store(place, MARCH, {0: {"ceiling": 777}})
    store(place, MARCH)
    assert compared(place).rows == ()
    with pytest.raises(UnknownIdError):
        compared(place, FEBRUARY)


def test_number_of_queries_does_not_grow_with_disagreements(
    place: MunicipalityView, django_assert_max_num_queries: object
) -> None:
    store(place, MARCH, {at: {"ceiling": 777, "length": 1} for at in range(12)})
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        assert len(compared(place).rows) == 24


def test_every_code_has_words(place: MunicipalityView) -> None:
    store(place, MARCH, {0: {"ceiling": 777}}, without=1)
    for row in compared(place).rows:
        assert WHAT[row.what].nb
        assert WHY[row.why].nb


def test_who_may_not_see_lists_is_told_so(place: MunicipalityView) -> None:
    elsewhere = Municipality.objects.create(number="5001", name="Trondheim")
    stranger = Actor("stranger", (Grant(Role.READER, elsewhere.pk),))
    with pytest.raises(NotAllowedError):
        reconcile(place, by=stranger, today=TODAY)
