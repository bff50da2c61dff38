"""Wishes for a GP: each outcome is one, told by a rule, and no place is given twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import ChangeRequest, Move
from hjemmel.apps.lists.selectors.places import places_on
from hjemmel.apps.lists.services.requests import ask_for_gp, decide_request, withdraw_request
from hjemmel.apps.registry.models import ListCeiling, Membership, PatientList, Resident
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.change import Asker, Care, ChangeCause
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from hjemmel.kernel.time import add_years

TODAY = date(2024, 3, 12)
NEXT = date(2024, 4, 1)
WORKER = system("test")


@pytest.fixture(autouse=True)
def _register(small_register: SyntheticMunicipality) -> None:
    """Twelve lists and 6 000 residents."""


@pytest.fixture
def keys() -> Iterator[str]:
    return (f"form-{number}" for number in range(10_000))


def some_list(*, free: int = 5) -> PatientList:
    """A list with so many places free on the first of the next month."""
    row = PatientList.objects.order_by("pk")[0]
    members = Membership.objects.on(NEXT).filter(patient_list=row).count()
    change_ceiling(
        patient_list=row.pk,
        ceiling=members + free,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    return row


def grown_ups(not_on: PatientList, count: int) -> list[Resident]:
    """Residents born before 1990 who are on another list."""
    others = Membership.objects.on(TODAY).exclude(patient_list=not_on)
    return list(
        Resident.objects.filter(
            pk__in=others.values("resident"), born__year__lt=1990, municipality__number="4601"
        ).order_by("pk")[:count]
    )


def ask(key: str, resident: int, wanted: int, **more: Any) -> ChangeRequest:
    given: dict[str, Any] = {"asked_on": TODAY, "today": TODAY, "by": WORKER} | more
    return ask_for_gp(key=key, resident=resident, wanted_list=wanted, **given)


def test_open_list_gives_a_place_from_the_first_of_the_next_month(keys: Iterator[str]) -> None:
    wanted = some_list(free=5)
    [person] = grown_ups(wanted, 1)
    made = ask(next(keys), person.pk, wanted.pk)
    assert (made.state, made.reason, made.effective_on, made.counts) == (
        "granted",
        "list_open",
        NEXT,
        True,
    )
    assert places_on(wanted.pk, NEXT).free == 4
    move = Move.objects.get()
    assert (move.resident_id, move.to_list_id, move.effective_on) == (person.pk, wanted.pk, NEXT)
    assert [
        finding["citations_nb"] for finding in made.findings if not finding["citations_nb"]
    ] == []
    event = AuditEvent.objects.order_by("-pk")[0]
    assert (event.action, event.details["state"]) == ("lists.ask_for_gp", "granted")


def test_last_place_is_given_once(keys: Iterator[str]) -> None:
    wanted = some_list(free=1)
    first, second = grown_ups(wanted, 2)
    assert ask(next(keys), first.pk, wanted.pk).state == "granted"
    refused = ask(next(keys), second.pk, wanted.pk)
    assert (refused.state, refused.reason) == ("list_full", "list_full")
    assert places_on(wanted.pk, NEXT).free == 0
    assert Move.objects.filter(state="planned").count() == 1


def test_full_list_gives_a_place_in_the_queue_when_asked_for(keys: Iterator[str]) -> None:
    wanted = some_list(free=0)
    [person] = grown_ups(wanted, 1)
    person.waiting.all().delete()
    made = ask(next(keys), person.pk, wanted.pk, queue_if_full=True)
    assert made.state == "queued"
    entry = person.waiting.get(left_on__isnull=True)
    assert (entry.wanted_list_id, entry.waiting_class) == (wanted.pk, "change_within")


def test_same_form_sent_twice_is_one_request(keys: Iterator[str]) -> None:
    wanted = some_list()
    [person] = grown_ups(wanted, 1)
    assert ask("same", person.pk, wanted.pk).pk == ask("same", person.pk, wanted.pk).pk
    assert ChangeRequest.objects.count() == 1
    with pytest.raises(ConflictError):
        ask("same", grown_ups(wanted, 2)[1].pk, wanted.pk)


def test_second_wish_waits_for_the_first_to_be_withdrawn(keys: Iterator[str]) -> None:
    wanted = some_list()
    [person] = grown_ups(wanted, 1)
    first = ask(next(keys), person.pk, wanted.pk)
    other = PatientList.objects.exclude(pk=wanted.pk).order_by("pk")[3]
    with pytest.raises(ConflictError, match="already"):
        ask(next(keys), person.pk, other.pk)
    withdraw_request(request=first.pk, version=first.version, by=WORKER)
    assert places_on(wanted.pk, NEXT).free == 5
    assert not Move.objects.filter(state="planned").exists()


def test_third_change_of_a_calendar_year_is_refused_unless_it_is_not_counted(
    keys: Iterator[str],
) -> None:
    wanted = some_list()
    [person] = grown_ups(wanted, 1)
    for number in range(2):
        ChangeRequest.objects.create(
            key=f"old-{number}",
            resident=person,
            municipality=wanted.municipality,
            wanted_list=wanted,
            cause="own_wish",
            asked_by="self",
            asked_on=date(2024, 1, 5),
            effective_on=date(2024, 2, 1),
            state="carried_out",
            reason="list_open",
            counts=True,
            made_by="test",
            made_at="2024-01-05T10:00:00Z",
        )
    third = ask(next(keys), person.pk, wanted.pk)
    assert (third.state, third.reason) == ("refused", "no_changes_left")
    moved = ask(next(keys), person.pk, wanted.pk, cause=ChangeCause.MOVED)
    assert (moved.state, moved.counts) == ("granted", False)


def test_parent_may_not_choose_for_a_child_of_seventeen(keys: Iterator[str]) -> None:
    wanted = some_list()
    others = Membership.objects.on(TODAY).exclude(patient_list=wanted)
    youth = Resident.objects.filter(
        pk__in=others.values("resident"),
        born__gt=date(2006, 3, 12),
        born__lte=date(2007, 3, 12),
    ).order_by("pk")[0]
    made = ask(next(keys), youth.pk, wanted.pk, asked_by=Asker.PARENT)
    assert (made.state, made.reason) == ("refused", "chooses_alone")


def test_child_of_a_listed_parent_is_admitted_to_a_full_list(keys: Iterator[str]) -> None:
    wanted = some_list(free=0)
    parent = Membership.objects.on(TODAY).filter(patient_list=wanted).order_by("pk")[0].resident
    others = Membership.objects.on(TODAY).exclude(patient_list=wanted)
    child = Resident.objects.filter(
        pk__in=others.values("resident"), born__gt=date(2014, 1, 1)
    ).order_by("pk")[0]
    child.mother = parent
    child.save(update_fields=["mother"])
    made = ask(next(keys), child.pk, wanted.pk, asked_by=Asker.PARENT)
    assert (made.state, made.exception) == ("granted", "child_admitted")
    assert Move.objects.get().above_ceiling


def test_person_without_a_right_is_refused(keys: Iterator[str]) -> None:
    wanted = some_list()
    [person] = grown_ups(wanted, 1)
    Resident.objects.filter(pk=person.pk).update(basis="other_d_number")
    made = ask(next(keys), person.pk, wanted.pk)
    assert (made.state, made.reason) == ("refused", "necessary_care_only")


def test_list_without_a_known_ceiling_goes_to_a_case_worker_who_decides_once(
    keys: Iterator[str],
) -> None:
    wanted = some_list()
    ListCeiling.objects.filter(patient_list=wanted, known_to__isnull=True).delete()
    [person] = grown_ups(wanted, 1)
    made = ask(next(keys), person.pk, wanted.pk)
    assert made.state == "needs_judgement"
    with pytest.raises(InputError):
        decide_request(request=made.pk, version=1, grant=True, reason=" ", by=WORKER, today=TODAY)
    decided = decide_request(
        request=made.pk, version=1, grant=True, reason="Avtalt med legen", by=WORKER, today=TODAY
    )
    assert (decided.state, decided.version) == ("granted", 2)
    with pytest.raises(ConflictError):
        decide_request(
            request=made.pk, version=1, grant=False, reason="Nei", by=WORKER, today=TODAY
        )
    assert Move.objects.filter(state="planned").count() == 1


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2024, 3, 13), date(2023, 3, 12)])
def test_day_in_another_month_or_ahead_is_refused(keys: Iterator[str], day: date) -> None:
    wanted = some_list()
    [person] = grown_ups(wanted, 1)
    with pytest.raises(InputError):
        ask(next(keys), person.pk, wanted.pk, asked_on=day)
    assert not ChangeRequest.objects.exists()


def test_own_list_unknown_list_unknown_person_and_reader_are_refused(keys: Iterator[str]) -> None:
    wanted = some_list()
    [person] = grown_ups(wanted, 1)
    own = Membership.objects.on(TODAY).get(resident=person).patient_list_id
    assert own is not None
    with pytest.raises(ConflictError):
        ask(next(keys), person.pk, own)
    with pytest.raises(UnknownIdError):
        ask(next(keys), person.pk, 10**9)
    with pytest.raises(UnknownIdError):
        ask(next(keys), 10**9, wanted.pk)
    reader = Actor("reader", (Grant(Role.READER, municipality=wanted.municipality_id),))
    with pytest.raises(NotAllowedError):
        ask(next(keys), person.pk, wanted.pk, by=reader)
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize(
    ("years", "care", "expected"),
    [
        (8, Care.TAKEN, ("granted", "child_welfare_chooses")),
        (14, Care.TAKEN, ("granted", "child_welfare_chooses")),
        (8, Care.SHORT, ("needs_judgement", "with_the_parents")),
        (8, Care.PARENTS, ("refused", "parents_choose")),
        (17, Care.TAKEN, ("refused", "chooses_alone")),
    ],
)
def test_child_welfare_services_choose_for_a_child_in_their_care(
    keys: Iterator[str], years: int, care: Care, expected: tuple[str, str]
) -> None:
    wanted = some_list()
    others = Membership.objects.on(TODAY).exclude(patient_list=wanted)
    child = Resident.objects.filter(
        pk__in=others.values("resident"),
        born__gt=add_years(TODAY, -years - 1),
        born__lte=add_years(TODAY, -years),
    ).order_by("pk")[0]
    made = ask(next(keys), child.pk, wanted.pk, asked_by=Asker.CHILD_WELFARE, care=care)
    said = [finding["reason"] for finding in made.findings]
    assert (made.state, expected[1] in said) == (expected[0], True)
    assert Move.objects.filter(state="planned").count() == (expected[0] == "granted")


def test_care_taken_from_the_parents_is_not_said_of_a_wish_of_theirs(keys: Iterator[str]) -> None:
    wanted = some_list()
    [person] = grown_ups(wanted, 1)
    for asker in (Asker.SELF, Asker.PARENT):
        with pytest.raises(InputError) as told:
            ask(next(keys), person.pk, wanted.pk, asked_by=asker, care=Care.TAKEN)
        assert told.value.where == "care"
    assert not ChangeRequest.objects.exists()
