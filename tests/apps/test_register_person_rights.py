"""Who may do what to whom: a person is found only by who may know of her; she dies, moves, is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.registry.models import (
    Agreement,
    District,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.person_counts import counted_persons
from hjemmel.apps.registry.services.life_events import (
    note_death,
    note_move_in,
    note_move_out,
    take_back_death,
)
from hjemmel.apps.registry.services.places import decide_retention, set_up_municipality
from hjemmel.apps.registry.services.residents import (
    erase_person,
    export_person,
    leave_queue,
    put_on_list,
    queue_up,
)
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import (
    ConflictError,
    HjemmelError,
    InputError,
    MissingDataError,
    NotAllowedError,
    UnknownIdError,
)

DAY = date(2024, 2, 1)
Verb = Callable[[int, Actor], Any]


@pytest.fixture
def bergen(small_register: SyntheticMunicipality) -> Municipality:
    return Municipality.objects.get(number="4601")


@pytest.fixture
def trondheim(bergen: Municipality) -> Municipality:
    """Another municipality with an empty list."""
    districts = {"500101": "Midtbyen", "500102": "Østbyen"}
    key = set_up_municipality(number="5001", name="Trondheim", districts=districts, by=system("t"))
    place = Municipality.objects.get(pk=key)
    agreement = Agreement.objects.create(municipality=place, external_id="t1")
    PatientList.objects.create(municipality=place, agreement=agreement, external_id="t1")
    return place


def actor(place: Municipality, *roles: Role) -> Actor:
    return Actor("test", tuple(Grant(role, place.pk) for role in roles))


def resident_of(place: Municipality) -> Resident:
    """Somebody who lives in a municipality, with no tie to another."""
    return Resident.objects.create(
        national_id="01817900131",
        born=date(1979, 1, 1),
        sex="female",
        municipality=place,
        district=District.objects.filter(municipality=place).first(),
    )


def member() -> Resident:
    rows = Membership.objects.filter(
        patient_list__isnull=False, resident__municipality__number="4601"
    )
    return rows.exclude(resident__waiting__isnull=False).order_by("pk")[0].resident


def guest() -> Resident:
    rows = Membership.objects.filter(patient_list__isnull=False)
    return rows.exclude(resident__municipality__number="4601").order_by("pk")[0].resident


def some_list(number: str) -> int:
    lists = PatientList.objects.filter(municipality__number=number).order_by("pk")
    return lists.values_list("pk", flat=True)[0]


VERBS: dict[str, Verb] = {
    "put on list": lambda key, by: put_on_list(
        resident=key, patient_list=some_list("4601"), valid_from=DAY, exception="x", by=by
    ),
    "queue": lambda key, by: queue_up(
        resident=key,
        wanted_list=None,
        waiting_class=WaitingClass.CHANGE_WITHIN,
        queued_on=DAY,
        by=by,
    ),
    "leave": lambda key, by: leave_queue(resident=key, left_on=DAY, by=by),
    "export": lambda key, by: export_person(resident=key, purpose="insight", by=by),
    "erase": lambda key, by: erase_person(resident=key, today=DAY, by=by),
    "death": lambda key, by: note_death(resident=key, died_on=DAY, today=DAY, by=by),
    "no death": lambda key, by: take_back_death(resident=key, by=by),
    "out": lambda key, by: note_move_out(resident=key, moved_on=DAY, by=by),
    "in": lambda key, by: note_move_in(resident=key, district="460102", moved_on=DAY, by=by),
}


def state() -> tuple[Any, ...]:
    return (
        list(Resident.objects.order_by("pk").values_list("pk", "died_on", "erased_on")),
        Membership.objects.count(),
        WaitingEntry.objects.filter(left_on__isnull=True).count(),
        AuditEvent.objects.count(),
    )


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_done_to_a_protected_resident_by_who_may_not_see_her(
    bergen: Municipality, verb: str
) -> None:
    row = member()
    Resident.objects.filter(pk=row.pk).update(protection="strictly_confidential")
    before = state()
    with pytest.raises(UnknownIdError):
        VERBS[verb](row.pk, actor_named("leder"))
    assert state() == before


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_done_to_a_resident_of_elsewhere_without_a_tie(
    trondheim: Municipality, verb: str
) -> None:
    row = resident_of(trondheim)
    before = state()
    with pytest.raises(UnknownIdError):
        VERBS[verb](row.pk, actor_named("leder"))
    assert state() == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", [Role.READER, Role.GP, Role.PLANNER, Role.CENTRE_LEADER])
def test_nothing_is_done_by_who_has_no_role_for_it(
    bergen: Municipality, verb: str, role: Role
) -> None:
    before = state()
    for key in (member().pk, 10**9):
        with pytest.raises(NotAllowedError):
            VERBS[verb](key, actor(bergen, role))
    assert state() == before


def test_protected_resident_is_placed_by_who_may_see_her(bergen: Municipality) -> None:
    row = member()
    Resident.objects.filter(pk=row.pk).update(protection="confidential")
    VERBS["put on list"](row.pk, actor_named("saksbehandler"))
    assert Membership.objects.on(DAY).get(resident=row).patient_list_id == some_list("4601")


def test_nobody_is_put_on_a_list_where_the_roles_do_not_hold(trondheim: Municipality) -> None:
    before = state()
    with pytest.raises(NotAllowedError):
        put_on_list(
            resident=member().pk,
            patient_list=some_list("5001"),
            valid_from=DAY,
            by=actor_named("leder"),
        )
    assert state() == before


def test_a_key_that_only_edits_may_not_touch_the_protected(bergen: Municipality) -> None:
    row = member()
    grants = (Grant(Role.CASE_WORKER, bergen.pk),)
    key = Actor("key", grants, scopes=frozenset({Permission.EDIT_RESIDENTS}))
    VERBS["queue"](row.pk, key)
    Resident.objects.filter(pk=row.pk).update(protection="confidential")
    with pytest.raises(UnknownIdError):
        VERBS["leave"](row.pk, key)


@pytest.mark.parametrize("wanted", ["missing", "elsewhere"])
def test_queue_is_only_for_a_list_of_the_place(trondheim: Municipality, wanted: str) -> None:
    missing = max(PatientList.objects.values_list("pk", flat=True)) + 1
    before = state()
    with pytest.raises(UnknownIdError):
        queue_up(
            resident=member().pk,
            wanted_list=missing if wanted == "missing" else some_list("5001"),
            waiting_class=WaitingClass.CHANGE_WITHIN,
            queued_on=DAY,
            by=actor_named("leder"),
        )
    assert state() == before


def test_closed_list_takes_nobody_in_and_queues_nobody(bergen: Municipality) -> None:
    PatientList.objects.filter(pk=some_list("4601")).update(closed_on=DAY)
    with pytest.raises(ConflictError, match="closed"):
        VERBS["put on list"](member().pk, actor_named("leder"))
    with pytest.raises(ConflictError, match="closed"):
        queue_up(
            resident=member().pk,
            wanted_list=some_list("4601"),
            waiting_class=WaitingClass.CHANGE_WITHIN,
            queued_on=DAY,
            by=actor_named("leder"),
        )


def test_who_gets_a_place_before_she_queued_leaves_the_queue_that_day(
    bergen: Municipality,
) -> None:
    row, later = member(), DAY + timedelta(days=9)
    queue_up(
        resident=row.pk,
        wanted_list=None,
        waiting_class=WaitingClass.CHANGE_WITHIN,
        queued_on=later,
        by=actor_named("leder"),
    )
    VERBS["put on list"](row.pk, actor_named("leder"))
    entry = WaitingEntry.objects.get(resident=row)
    assert (entry.left_on, entry.left_reason) == (later, "placed")


def test_guest_is_queued_exported_and_moved_by_the_lists_own_municipality(
    bergen: Municipality,
) -> None:
    row, leader = guest(), actor_named("leder")
    VERBS["queue"](row.pk, leader)
    assert WaitingEntry.objects.get(resident=row, left_on=None).municipality_id == bergen.pk
    assert VERBS["export"](row.pk, actor_named("saksbehandler"))["waiting"]
    VERBS["leave"](row.pk, leader)
    with pytest.raises(NotAllowedError):
        VERBS["out"](row.pk, leader)
    VERBS["in"](row.pk, leader)
    row.refresh_from_db()
    assert (row.municipality_id, row.lived_here_from, row.lived_here_to) == (bergen.pk, DAY, None)
    assert row.district is not None
    assert row.district.number == "460102"


def test_leaving_a_list_in_another_municipality_changes_its_figures_too(
    trondheim: Municipality,
) -> None:
    bergen = Municipality.objects.get(number="4601")
    row = resident_of(trondheim)
    both = Actor("both", tuple(Grant(Role.LEADER, place.pk) for place in (bergen, trondheim)))
    VERBS["put on list"](row.pk, both)
    with_her = sum(counted_persons(bergen.pk, DAY).flow.values())
    put_on_list(resident=row.pk, patient_list=some_list("5001"), valid_from=DAY, by=both)
    assert sum(counted_persons(bergen.pk, DAY).flow.values()) == with_her - 1
    assert sum(counted_persons(trondheim.pk, DAY).flow.values()) == 1


def test_death_ends_list_and_queue_and_can_be_looked_back_on(bergen: Municipality) -> None:
    row, leader = member(), actor_named("leder")
    VERBS["queue"](row.pk, leader)
    lived = counted_persons(bergen.pk, DAY).population
    note_death(resident=row.pk, died_on=DAY, today=DAY, by=leader)
    assert not Membership.objects.on(DAY).filter(resident=row).exists()
    assert Membership.objects.on(DAY - timedelta(days=1)).filter(resident=row).exists()
    entry = WaitingEntry.objects.get(resident=row)
    assert (entry.left_on, entry.left_reason) == (DAY, "died")
    assert counted_persons(bergen.pk, DAY).population == lived - 1
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.details, event.municipality) == ("registry.note_death", {}, "4601")
    for verb in ("put on list", "queue", "in"):
        with pytest.raises(ConflictError, match="dead"):
            VERBS[verb](row.pk, leader)
    VERBS["no death"](row.pk, leader)
    assert counted_persons(bergen.pk, DAY).population == lived
    assert not Membership.objects.on(DAY).filter(resident=row).exists()
    VERBS["queue"](row.pk, leader)
    with pytest.raises(UnknownIdError):
        VERBS["no death"](row.pk, leader)


def test_day_of_death_lies_between_birth_and_today(bergen: Municipality) -> None:
    row, leader = member(), actor_named("leder")
    for day in (row.born - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(InputError, match="between"):
            note_death(resident=row.pk, died_on=day, today=DAY, by=leader)
    row.refresh_from_db()
    assert row.died_on is None


def test_who_moves_out_keeps_her_list_and_comes_back(bergen: Municipality) -> None:
    row, leader = member(), actor_named("leder")
    before = counted_persons(bergen.pk, DAY)
    note_move_out(resident=row.pk, moved_on=DAY, by=leader)
    after = counted_persons(bergen.pk, DAY)
    assert after.population == before.population - 1
    assert sum(after.flow.values()) == sum(before.flow.values())
    with pytest.raises(InputError, match="before"):
        note_move_in(
            resident=row.pk, district="460102", moved_on=DAY - timedelta(days=1), by=leader
        )
    note_move_in(resident=row.pk, district="460102", moved_on=DAY, by=leader)
    assert counted_persons(bergen.pk, DAY).population == before.population
    with pytest.raises(InputError, match="before"):
        note_move_out(resident=row.pk, moved_on=DAY, by=leader)


def test_move_to_a_district_that_is_not_there_or_not_open(trondheim: Municipality) -> None:
    row, leader = member(), actor_named("leder")
    with pytest.raises(UnknownIdError):
        note_move_in(resident=row.pk, district="460199", moved_on=DAY, by=leader)
    with pytest.raises(NotAllowedError):
        note_move_in(resident=row.pk, district="500101", moved_on=DAY, by=leader)
    row.refresh_from_db()
    assert row.lived_here_from is None


def test_guest_is_forgotten_by_the_lists_municipality_when_its_period_is_over(
    bergen: Municipality,
) -> None:
    row, leader = guest(), actor_named("leder")
    with pytest.raises(MissingDataError):
        erase_person(resident=row.pk, today=DAY, by=leader)
    decide_retention(municipality=bergen.pk, years="10", by=actor_named("administrator"))
    with pytest.raises(ConflictError):
        erase_person(resident=row.pk, today=date(2099, 1, 1), by=leader)
    note_death(resident=row.pk, died_on=DAY, today=DAY, by=leader)
    over = DAY.replace(year=2034)
    with pytest.raises(ConflictError):
        erase_person(resident=row.pk, today=over - timedelta(days=1), by=leader)
    erase_person(resident=row.pk, today=over, by=leader)
    assert Resident.objects.get(pk=row.pk).national_id is None


def test_nobody_is_forgotten_while_another_municipality_keeps_her(
    trondheim: Municipality,
) -> None:
    bergen = Municipality.objects.get(number="4601")
    row = resident_of(trondheim)
    both = Actor("both", tuple(Grant(Role.LEADER, place.pk) for place in (bergen, trondheim)))
    VERBS["put on list"](row.pk, both)
    died_on = DAY + timedelta(days=1)
    note_death(resident=row.pk, died_on=died_on, today=died_on, by=both)
    Municipality.objects.filter(pk=bergen.pk).update(retention_years=1)
    errors: list[type[HjemmelError]] = []
    for years in (None, 20, 2):
        Municipality.objects.filter(pk=trondheim.pk).update(retention_years=years)
        try:
            erase_person(resident=row.pk, today=date(2027, 1, 1), by=actor_named("leder"))
        except HjemmelError as error:
            errors.append(type(error))
    assert errors == [MissingDataError, ConflictError]
    assert Resident.objects.get(pk=row.pk).erased_on == date(2027, 1, 1)
