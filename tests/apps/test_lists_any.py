"""Waiting for any GP: the rules answer, the register says why she waits, and a round gives the place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from hjemmel.apps.accounts.models import RoleGrant
from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.models import ChangeRequest, Letter, Move, StruckOff
from hjemmel.apps.lists.selectors.own import own_persons
from hjemmel.apps.lists.selectors.queue_places import queue_places
from hjemmel.apps.lists.selectors.requests import request_case
from hjemmel.apps.lists.selectors.told import told
from hjemmel.apps.lists.services.letters import make_letter
from hjemmel.apps.lists.services.requests import ask_for_gp, decide_request, withdraw_request
from hjemmel.apps.lists.services.rounds import adopt_round, propose_round
from hjemmel.apps.lists.services.trials import try_own_queue
from hjemmel.apps.registry.models import Membership, Municipality, PatientList, Resident
from hjemmel.apps.registry.selectors.own import own_day
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.residents import leave_queue
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.engines.allocation import Mode
from hjemmel.kernel.errors import ConflictError, NotAllowedError, UnknownIdError
from hjemmel.kernel.time import add_years

OFFICE = system("test")


@pytest.fixture(autouse=True)
def _register(small_register: SyntheticMunicipality) -> None:
    """Twelve lists and 6 000 residents."""


@pytest.fixture
def keys() -> Iterator[str]:
    return (f"form-{number}" for number in range(10_000))


@pytest.fixture
def herself() -> Resident:
    """The resident that a user of the demo is: she has small children."""
    key = RoleGrant.objects.get(user__username="innbygger").resident_id
    row = Resident.objects.select_related("municipality").get(pk=key or 0)
    row.waiting.all().delete()
    return row


@pytest.fixture
def place(herself: Resident) -> MunicipalityView:
    return view_of(herself.municipality)


def as_resident(row: Resident) -> Actor:
    return Actor("kari", (Grant(Role.RESIDENT, row.municipality_id, resident=row.pk),))


def ask(key: str, person: Resident, by: Actor, **more: Any) -> ChangeRequest:
    day = own_day(person)
    given: dict[str, Any] = {"wanted_list": None, "asked_on": day, "today": day} | more
    return ask_for_gp(key=key, resident=person.pk, by=by, **given)


def without_gp(person: Resident) -> None:
    """Let her be on no list from the day before the register's day."""
    end_from(Membership, {"resident": person}, own_day(person) - timedelta(days=1))


def list_of(person: Resident) -> PatientList:
    held: Membership = Membership.objects.on(own_day(person)).get(resident=person)
    assert held.patient_list is not None
    return held.patient_list


def only_room_on(row: PatientList, day: date, free: int) -> None:
    """Let one list have so many places free, and the others none."""
    for one in PatientList.objects.order_by("pk"):
        length = Membership.objects.on(day).filter(patient_list=one).count()
        change_ceiling(
            patient_list=one.pk,
            ceiling=length + (free if one == row else 0),
            valid_from=day,
            agreed_with_municipality=True,
            by=OFFICE,
        )


# --- asking --------------------------------------------------------------------------------------


def test_she_stands_in_the_queue_for_any_by_the_rules_that_a_case_worker_meets(
    herself: Resident, keys: Iterator[str]
) -> None:
    tried = try_own_queue(resident=herself.pk, asked_on=own_day(herself), by=as_resident(herself))
    made = ask(next(keys), herself, as_resident(herself))
    assert (made.state, made.reason, made.wanted_list_id) == ("queued", "may_join", None)
    assert (made.asked_by, made.made_by, made.municipality_id) == (
        "self",
        "kari",
        herself.municipality_id,
    )
    entry = herself.waiting.get(left_on=None)
    assert (entry.wanted_list_id, entry.waiting_class) == (None, "change_within")
    assert (entry.queued_on, entry.municipality_id) == (own_day(herself), herself.municipality_id)
    assert tried.judgement.answer.value == made.state
    assert [one["reason"] for one in made.findings] == [
        one.reason for one in tried.judgement.findings
    ]
    assert all(one["citations_nb"] for one in made.findings)
    assert not Move.objects.exists()
    event = AuditEvent.objects.order_by("-pk")[0]
    assert (event.action, event.by, event.details["state"]) == (
        "lists.ask_for_gp",
        "kari",
        "queued",
    )

    ChangeRequest.objects.all().delete()
    herself.waiting.all().delete()
    office = ask(next(keys), herself, OFFICE, municipality=herself.municipality_id)
    assert (office.state, office.findings) == (made.state, made.findings)
    assert herself.waiting.get(left_on=None).waiting_class == "change_within"


def test_why_she_waits_is_for_the_register_to_say(herself: Resident, keys: Iterator[str]) -> None:
    without_gp(herself)
    ask(next(keys), herself, as_resident(herself))
    assert herself.waiting.get(left_on=None).waiting_class == "without_gp"


def test_same_form_twice_is_one_place_and_another_form_is_told_that_she_waits(
    herself: Resident, keys: Iterator[str]
) -> None:
    me = as_resident(herself)
    assert ask("same", herself, me).pk == ask("same", herself, me).pk
    with pytest.raises(ConflictError) as told:
        ask(next(keys), herself, me)
    assert told.value.where == "waiting"
    assert ChangeRequest.objects.count() == herself.waiting.count() == 1


def test_she_waits_in_one_queue_at_a_time(herself: Resident, keys: Iterator[str]) -> None:
    me, day = as_resident(herself), own_day(herself)
    other = PatientList.objects.exclude(pk=list_of(herself).pk).order_by("pk")[0]
    only_room_on(list_of(herself), day, 0)
    ask(next(keys), herself, me, wanted_list=other.pk, queue_if_full=True)
    assert try_own_queue(resident=herself.pk, asked_on=day, by=me).gives_up
    ask(next(keys), herself, me)
    entry = herself.waiting.get(left_on=None)
    assert entry.wanted_list_id is None
    assert herself.waiting.get(left_on=day).left_reason == "other_list"
    ask(next(keys), herself, me, wanted_list=other.pk, queue_if_full=True)
    assert herself.waiting.get(left_on=None).wanted_list_id == other.pk


def test_who_asks_for_the_same_full_list_again_keeps_her_place(
    herself: Resident, keys: Iterator[str]
) -> None:
    me, day = as_resident(herself), own_day(herself)
    other = PatientList.objects.exclude(pk=list_of(herself).pk).order_by("pk")[0]
    only_room_on(list_of(herself), day, 0)
    herself.waiting.create(
        municipality=herself.municipality,
        wanted_list=other,
        waiting_class="change_within",
        queued_on=day - timedelta(days=90),
        known_from="2023-09-01T10:00:00Z",
    )
    made = ask(next(keys), herself, me, wanted_list=other.pk, queue_if_full=True)
    assert made.state == "queued"
    assert herself.waiting.get().queued_on == day - timedelta(days=90)


def test_time_in_the_queue_starts_no_earlier_than_she_left_another(
    herself: Resident, keys: Iterator[str]
) -> None:
    today = own_day(herself) + timedelta(days=10)
    ask(next(keys), herself, OFFICE)
    leave_queue(resident=herself.pk, left_on=today - timedelta(days=3), by=OFFICE)
    ask(next(keys), herself, OFFICE, asked_on=today - timedelta(days=8), today=today)
    assert herself.waiting.get(left_on=None).queued_on == today - timedelta(days=3)


def test_open_wish_comes_first(herself: Resident, keys: Iterator[str]) -> None:
    me, day = as_resident(herself), own_day(herself)
    other = PatientList.objects.exclude(pk=list_of(herself).pk).order_by("pk")[0]
    only_room_on(other, day, 5)
    wish = ask(next(keys), herself, me, wanted_list=other.pk)
    assert (wish.state, try_own_queue(resident=herself.pk, asked_on=day, by=me).has_open) == (
        "granted",
        True,
    )
    with pytest.raises(ConflictError):
        ask(next(keys), herself, me)
    withdraw_request(request=wish.pk, version=wish.version, by=me)
    assert ask(next(keys), herself, me).state == "queued"


def test_who_has_used_the_changes_of_the_year_is_refused(
    herself: Resident, keys: Iterator[str]
) -> None:
    me, day = as_resident(herself), own_day(herself)
    for number in range(2):
        ChangeRequest.objects.create(
            key=f"before {number}", resident=herself, municipality=herself.municipality,
            wanted_list=list_of(herself), cause="own_wish", asked_by="self", asked_on=day,
            effective_on=day + timedelta(days=31), state="carried_out", reason="list_open",
            counts=True, made_by="test", made_at="2023-12-01T10:00:00Z",
        )  # fmt: skip
    made = ask(next(keys), herself, me)
    assert (made.state, made.reason) == ("refused", "no_changes_left")
    assert not herself.waiting.exists()


def test_any_list_is_for_those_who_live_there(herself: Resident, keys: Iterator[str]) -> None:
    other = Municipality.objects.create(number="5001", name="Trondheim", set_up_on="2023-01-01")
    with pytest.raises(ConflictError) as told:
        ask(next(keys), herself, OFFICE, municipality=other.pk)
    assert told.value.where == "municipality"
    day = own_day(herself)
    Resident.objects.filter(pk=herself.pk).update(lived_here_to=day)
    with pytest.raises(ConflictError):
        ask(next(keys), herself, as_resident(herself))
    assert not ChangeRequest.objects.exists()


def test_others_are_unknown_to_her_and_readers_may_not(
    herself: Resident, keys: Iterator[str]
) -> None:
    other = Resident.objects.filter(mother=None, father=None, waiting=None).exclude(pk=herself.pk)
    stranger = other.order_by("pk")[0]
    with pytest.raises(UnknownIdError):
        ask(next(keys), stranger, as_resident(herself))
    with pytest.raises(UnknownIdError):
        try_own_queue(resident=stranger.pk, asked_on=own_day(stranger), by=as_resident(herself))
    with pytest.raises(NotAllowedError):
        ask(next(keys), herself, Actor("r", (Grant(Role.READER, herself.municipality_id),)))


# --- what a person decides -----------------------------------------------------------------------


@pytest.fixture
def judged(herself: Resident, keys: Iterator[str]) -> ChangeRequest:
    """A wish for any list as it stands when the rules leave it to a person."""
    made = ask(next(keys), herself, as_resident(herself))
    herself.waiting.all().delete()
    made.state = "needs_judgement"
    made.save(update_fields=["state"])
    return made


def test_granted_wish_for_any_is_a_place_in_the_queue(
    herself: Resident, judged: ChangeRequest, place: MunicipalityView
) -> None:
    case = request_case(judged.pk, place, by=OFFICE)
    assert case.places is None
    assert case.queue is not None
    decided = decide_request(
        request=judged.pk, version=1, grant=True, reason="Ja.", by=OFFICE, today=own_day(herself)
    )
    judged.refresh_from_db()
    assert (decided.state, judged.state, judged.version) == ("queued", "queued", 2)
    entry = herself.waiting.get(left_on=None)
    assert (entry.wanted_list_id, entry.queued_on) == (None, judged.asked_on)
    assert not Move.objects.exists()


def test_refused_wish_for_any_gives_no_place_in_the_queue(
    herself: Resident, judged: ChangeRequest
) -> None:
    decided = decide_request(
        request=judged.pk, version=1, grant=False, reason="Nei.", by=OFFICE, today=own_day(herself)
    )
    assert (decided.state, herself.waiting.exists()) == ("refused", False)


def test_database_lets_a_wish_without_a_list_hold_no_place(
    herself: Resident, judged: ChangeRequest
) -> None:
    for state in ("granted", "list_full", "carried_out"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeRequest.objects.filter(pk=judged.pk).update(state=state)


# --- her place, and the round --------------------------------------------------------------------


def test_her_page_has_place_reason_and_who_comes_before(
    herself: Resident, keys: Iterator[str]
) -> None:
    day = own_day(herself)
    people = Resident.objects.filter(
        municipality=herself.municipality_id, waiting=None, born__year__lt=1990, died_on=None
    ).exclude(pk=herself.pk)
    first, second, third = people.order_by("pk")[:3]
    without_gp(first)
    without_gp(second)
    ask(next(keys), second, OFFICE)
    ask(next(keys), third, OFFICE, asked_on=day - timedelta(days=1))
    ask(next(keys), herself, as_resident(herself))
    me = own_persons(by=as_resident(herself))[0]
    assert me.wish is not None
    assert me.wish.gp is None
    assert me.wish.words.nb == "hvilken som helst fastlege i kommunen"
    queue = me.queue
    assert queue is not None
    before = herself.municipality.waiting.filter(left_on=None, wanted_list=None)
    assert queue.waiting_class is WaitingClass.CHANGE_WITHIN
    assert (queue.expected.place, queue.expected.waiting) == (before.count(), before.count())
    assert queue.first == before.filter(waiting_class="without_gp").count() >= 1
    assert queue.first + queue.longer == queue.expected.place - 1
    assert queue.unqueued >= 1
    found = queue_places(
        view_of(herself.municipality), day, by=OFFICE, purpose="queue", resident=herself.pk
    )
    [row] = found.rows
    assert any("som tar første ledige plass" in said.nb for said in row.why)
    assert row.number_for_list == queue.expected.place + queue.unqueued


def test_who_queued_after_the_registers_day_is_one_of_those_who_wait(
    herself: Resident, keys: Iterator[str], place: MunicipalityView
) -> None:
    day = own_day(herself)
    later = day + timedelta(days=40)
    ask(next(keys), herself, OFFICE, asked_on=later, today=later)
    stands = told(herself.pk, place, day, by=OFFICE).stands
    assert stands is not None
    assert stands.place == stands.waiting >= 1


def test_round_gives_the_first_free_place_but_not_the_list_she_is_on(
    herself: Resident, keys: Iterator[str], place: MunicipalityView
) -> None:
    ask(next(keys), herself, as_resident(herself))
    own, day = list_of(herself), own_day(herself)
    only_room_on(own, day, 40)
    assert given(herself, place) is None
    struck = PatientList.objects.exclude(pk=own.pk).order_by("pk")[0]
    only_room_on(struck, day, 40)
    assert given(herself, place) == struck.pk
    StruckOff.objects.create(
        resident=herself, patient_list=struck, decided_on=day, decided_by="t",
        decided_at="2023-12-01T10:00:00Z",
    )  # fmt: skip
    assert given(herself, place) is None
    other = PatientList.objects.exclude(pk__in=[own.pk, struck.pk]).order_by("pk")[0]
    only_room_on(other, day, 40)
    made = propose_round(municipality=place.key, as_of=day, mode=Mode.STABLE, seed=7, by=OFFICE)
    adopt_round(round=made.pk, by=OFFICE)
    move = Move.objects.get(resident=herself, state="planned")
    assert (move.from_list_id, move.to_list_id) == (own.pk, other.pk)


def given(person: Resident, place: MunicipalityView) -> int | None:
    """Return the list that a round proposes for somebody."""
    day = own_day(person)
    made = propose_round(municipality=place.key, as_of=day, mode=Mode.STABLE, seed=7, by=OFFICE)
    found: int | None = made.places.get(resident=person).patient_list_id
    return found


def test_letter_about_her_place_says_that_any_gp_will_do(
    herself: Resident, keys: Iterator[str]
) -> None:
    me = as_resident(herself)
    ask(next(keys), herself, me)
    entry = herself.waiting.get(left_on=None)
    made = make_letter(
        kind=LetterKind.PLACE_IN_QUEUE, about=entry.pk, made_on=own_day(herself), by=me
    )
    assert Letter.objects.get().pk == made.pk
    assert made.facts["fastlege"] == "en fastlege med ledig plass"


def test_parent_queues_a_child_who_follows_her_and_no_other(
    herself: Resident, keys: Iterator[str]
) -> None:
    child = Resident.objects.filter(Q(mother=herself) | Q(father=herself)).order_by("born")[0]
    child.waiting.all().delete()
    made = ask(next(keys), child, as_resident(herself))
    assert (made.state, made.asked_by) == ("queued", "parent")
    leave_queue(resident=child.pk, left_on=own_day(child), by=as_resident(herself))
    child.born = add_years(own_day(child), -16)
    child.save(update_fields=["born"])
    with pytest.raises(UnknownIdError):
        ask(next(keys), child, as_resident(herself))
