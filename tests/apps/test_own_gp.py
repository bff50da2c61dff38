"""A resident sees to her own GP and her small children's, and to nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.accounts.services import create_user, grant_role, untie_resident
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import ChangeRequest, Move
from hjemmel.apps.lists.services.requests import ask_for_gp, decide_request, withdraw_request
from hjemmel.apps.lists.services.trials import try_own_wish
from hjemmel.apps.registry.models import Household, Membership, PatientList, Resident
from hjemmel.apps.registry.selectors.own import acts_as, own_day, own_residents
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.own_users import tie_to_resident
from hjemmel.apps.registry.services.residents import leave_queue, put_on_list, queue_up
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.change import Asker, ChangeCause
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import (
    ConflictError,
    InputError,
    NotAllowedError,
    UnknownIdError,
)
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
    return Resident.objects.select_related("municipality").get(pk=key or 0)


@pytest.fixture
def child(herself: Resident) -> Resident:
    """The oldest of her small children."""
    return Resident.objects.filter(Q(mother=herself) | Q(father=herself)).order_by("born")[0]


def as_resident(row: Resident, *, scopes: frozenset[Permission] | None = None) -> Actor:
    grant = Grant(Role.RESIDENT, row.municipality_id, resident=row.pk)
    return Actor("kari", (grant,), None, scopes)


def grow_to(row: Resident, years: int) -> None:
    """Let somebody turn so many years on the day that the register is about."""
    row.born = add_years(own_day(row), -years)
    row.save(update_fields=["born"])


def some_list(person: Resident, *, free: int = 5) -> PatientList:
    """A list that the person is not on, with so many places free next month."""
    day = own_day(person)
    on = Membership.objects.on(day).filter(resident=person).values("patient_list")
    row = PatientList.objects.exclude(pk__in=on).order_by("pk")[0]
    change_ceiling(
        patient_list=row.pk,
        ceiling=Membership.objects.on(day).filter(patient_list=row).count() + free,
        valid_from=day,
        agreed_with_municipality=True,
        by=OFFICE,
    )
    return row


def ask(key: str, person: Resident, wanted: PatientList, by: Actor, **more: Any) -> ChangeRequest:
    day = own_day(person)
    return ask_for_gp(
        key=key,
        resident=person.pk,
        wanted_list=wanted.pk,
        asked_on=day,
        today=day,
        by=by,
        **more,
    )


def test_she_changes_her_own_gp_and_takes_it_back(herself: Resident, keys: Iterator[str]) -> None:
    me = as_resident(herself)
    made = ask(next(keys), herself, some_list(herself), me)
    assert (made.state, made.asked_by, made.made_by) == ("granted", "self", "kari")
    assert Move.objects.get(state="planned").resident_id == herself.pk
    assert AuditEvent.objects.order_by("-pk")[0].by == "kari"
    withdrawn = withdraw_request(request=made.pk, version=made.version, by=me)
    assert (withdrawn.state, Move.objects.filter(state="planned").count()) == ("withdrawn", 0)


def test_she_changes_the_gp_of_her_child_of_fifteen_as_its_parent(
    herself: Resident, child: Resident, keys: Iterator[str]
) -> None:
    grow_to(child, 15)
    made = ask(next(keys), child, some_list(child), as_resident(herself), asked_by=Asker.SELF)
    assert (made.state, made.asked_by) == ("granted", "parent")


@pytest.mark.parametrize("years", [16, 17])
def test_a_child_who_chooses_alone_is_unknown_to_the_parent(
    herself: Resident, child: Resident, keys: Iterator[str], years: int
) -> None:
    grow_to(child, years)
    wanted = some_list(child)
    with pytest.raises(UnknownIdError):
        ask(next(keys), child, wanted, as_resident(herself))
    assert child.pk not in [row.pk for row, _ in own_residents(by=as_resident(herself))]
    assert not ChangeRequest.objects.exists()


def test_the_day_that_a_child_turns_sixteen_is_the_first_that_the_parent_is_out(
    herself: Resident, child: Resident
) -> None:
    day = own_day(child)
    for born, expected in ((add_years(day, -16), None), (add_years(day, -15), Asker.PARENT)):
        child.born = born
        assert acts_as(child, as_resident(herself)) is expected
    child.born = add_years(day, -16) + timedelta(days=1)
    assert acts_as(child, as_resident(herself)) is Asker.PARENT


def test_others_are_unknown_to_her(herself: Resident, keys: Iterator[str]) -> None:
    other = (
        Resident.objects.filter(mother=None, father=None).exclude(pk=herself.pk).order_by("pk")[0]
    )
    me, wanted, day = as_resident(herself), some_list(other), own_day(other)
    made = ask(next(keys), other, wanted, OFFICE)
    with pytest.raises(UnknownIdError):
        ask(next(keys), other, wanted, me)
    with pytest.raises(UnknownIdError):
        withdraw_request(request=made.pk, version=made.version, by=me)
    with pytest.raises(UnknownIdError):
        try_own_wish(resident=other.pk, wanted_list=wanted.pk, asked_on=day, by=me)
    with pytest.raises(UnknownIdError):
        leave_queue(resident=other.pk, left_on=day, by=me)
    assert ChangeRequest.objects.get().state == "granted"


def test_what_is_for_the_office_stays_there(herself: Resident, keys: Iterator[str]) -> None:
    me, wanted, day = as_resident(herself), some_list(herself), own_day(herself)
    with pytest.raises(NotAllowedError):
        put_on_list(resident=herself.pk, patient_list=wanted.pk, valid_from=day, by=me)
    made = ask(next(keys), herself, wanted, me)
    with pytest.raises(NotAllowedError):
        decide_request(
            request=made.pk, version=made.version, grant=True, reason="Ja", by=me, today=day
        )


def test_child_of_twelve_does_not_say_itself_that_a_parent_consents(
    child: Resident, keys: Iterator[str]
) -> None:
    grow_to(child, 12)
    made = ask(next(keys), child, some_list(child), as_resident(child), parent_consents=True)
    assert (made.state, made.reason) == ("refused", "consent_missing")


def test_she_does_not_say_herself_that_a_change_is_not_counted(
    herself: Resident, keys: Iterator[str]
) -> None:
    me, wanted = as_resident(herself), some_list(herself)
    made = ask(next(keys), herself, wanted, me, cause=ChangeCause.STRUCK_OFF)
    assert (made.cause, made.counts) == ("own_wish", True)
    withdraw_request(request=made.pk, version=made.version, by=me)
    day = own_day(herself) + timedelta(days=20)
    herself.lived_here_from = day
    herself.save(update_fields=["lived_here_from"])
    moved = ask_for_gp(
        key=next(keys),
        resident=herself.pk,
        wanted_list=wanted.pk,
        asked_on=day,
        today=day,
        by=me,
    )
    assert (moved.cause, moved.counts) == ("moved", False)


def test_protected_child_is_known_only_in_the_same_household(
    herself: Resident, child: Resident, keys: Iterator[str]
) -> None:
    me, wanted = as_resident(herself), some_list(child)
    child.protection = "confidential"
    for household in (None, Household.objects.exclude(members=herself).order_by("pk")[0]):
        child.household = household
        child.save(update_fields=["protection", "household"])
        assert child.pk not in [row.pk for row, _ in own_residents(by=me)]
        with pytest.raises(UnknownIdError):
            ask(next(keys), child, wanted, me)
    child.household_id = herself.household_id
    child.save(update_fields=["household"])
    assert ask(next(keys), child, wanted, me).state == "granted"


def test_she_sees_to_herself_behind_a_protected_address(
    herself: Resident, keys: Iterator[str]
) -> None:
    herself.protection = "strictly_confidential"
    herself.save(update_fields=["protection"])
    assert ask(next(keys), herself, some_list(herself), as_resident(herself)).state == "granted"


def test_parent_who_is_dead_or_erased_sees_to_nobody(herself: Resident, child: Resident) -> None:
    me = as_resident(herself)
    Resident.objects.filter(pk=herself.pk).update(died_on=own_day(herself))
    assert acts_as(child, me) is None
    Resident.objects.filter(pk=herself.pk).update(
        died_on=None, erased_on=own_day(herself), national_id=None
    )
    herself.refresh_from_db()
    assert (acts_as(herself, me), acts_as(child, me)) == (None, None)


def test_who_is_erased_has_no_user(herself: Resident) -> None:
    untie_resident(resident=herself.pk, by=OFFICE)
    assert not RoleGrant.objects.filter(resident=herself).exists()
    event = AuditEvent.objects.order_by("-pk")[0]
    assert (event.action, event.subject) == ("accounts.revoke_role", "innbygger")
    with pytest.raises(NotAllowedError):
        untie_resident(resident=herself.pk, by=as_resident(herself))


def test_she_does_not_claim_a_place_back_by_a_day_of_her_own(
    herself: Resident, keys: Iterator[str]
) -> None:
    day, wanted = own_day(herself), some_list(herself, free=0)
    later = day + timedelta(days=20)
    Membership.objects.on(day).filter(resident=herself).delete()
    Membership.objects.create(
        resident=herself,
        patient_list=wanted,
        valid_from=add_years(day, -5),
        valid_to=add_years(day, -1),
        known_from=timezone.now(),
    )
    Resident.objects.filter(pk=herself.pk).update(lived_here_from=day)
    given: dict[str, Any] = {"resident": herself.pk, "wanted_list": wanted.pk}
    given |= {"moved_out": add_years(day, -1), "asked_on": later, "today": later}
    hers = ask_for_gp(key=next(keys), by=as_resident(herself), **given)
    assert (hers.state, hers.exception) == ("list_full", "")
    office = ask_for_gp(key=next(keys), by=OFFICE, **given)
    assert office.exception != ""


def test_key_without_the_scope_opens_nothing(herself: Resident, keys: Iterator[str]) -> None:
    me = as_resident(herself, scopes=frozenset({Permission.SEE_FIGURES}))
    with pytest.raises(NotAllowedError):
        ask(next(keys), herself, some_list(herself), me)
    with pytest.raises(NotAllowedError):
        own_residents(by=me)


def test_she_stands_in_one_queue_and_leaves_it(herself: Resident, keys: Iterator[str]) -> None:
    me, day = as_resident(herself), own_day(herself)
    made = ask(next(keys), herself, some_list(herself, free=0), me, queue_if_full=True)
    assert made.state == "queued"
    with pytest.raises(NotAllowedError):
        queue_up(
            resident=herself.pk,
            wanted_list=made.wanted_list_id,
            waiting_class=WaitingClass.WITHOUT_GP,
            queued_on=day,
            by=me,
        )
    leave_queue(resident=herself.pk, left_on=day, by=me)
    assert not herself.waiting.filter(left_on=None).exists()


def test_trial_says_what_the_wish_gets_and_holds_nothing(
    herself: Resident, keys: Iterator[str]
) -> None:
    me, wanted = as_resident(herself), some_list(herself, free=1)
    tried = try_own_wish(
        resident=herself.pk, wanted_list=wanted.pk, asked_on=own_day(herself), by=me
    )
    assert not Move.objects.exists()
    made = ask(next(keys), herself, wanted, me)
    assert (tried.judgement.answer.value, tried.judgement.decisive.reason) == (
        made.state,
        made.reason,
    )


def test_database_keeps_residents_and_only_residents_tied_to_one(herself: Resident) -> None:
    user = User.objects.get(username="leser")
    place = herself.municipality_id
    for wrong in (
        RoleGrant(user=user, role="resident", municipality_id=place),
        RoleGrant(user=user, role="planner", municipality_id=place, resident=herself),
        RoleGrant(user=user, role="resident", municipality_id=place, resident=herself),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_administrator_ties_a_user_to_the_resident_that_she_is(herself: Resident) -> None:
    user = create_user(username="nora", municipality=None, by=OFFICE)
    place = herself.municipality_id
    other = Resident.objects.filter(municipality=place, protection="none", died_on=None)
    person = other.exclude(pk=herself.pk).order_by("pk")[0]
    administrator = Actor("administrator", (Grant(Role.ADMINISTRATOR, place),))
    number = person.national_id or ""
    tie_to_resident(user=user, national_id=number, municipality=place, by=administrator)
    assert RoleGrant.objects.get(user=user).resident_id == person.pk
    assert number not in str(list(AuditEvent.objects.values()))
    with pytest.raises(ConflictError):
        tie_to_resident(user=user, national_id=number, municipality=place, by=administrator)
    with pytest.raises(InputError):
        tie_to_resident(user=user, national_id="12345678901", municipality=place, by=administrator)
    with pytest.raises(NotAllowedError):
        tie_to_resident(
            user=user,
            national_id=number,
            municipality=place,
            by=Actor("leser", (Grant(Role.READER, place),)),
        )
    with pytest.raises(InputError):
        grant_role(user=user, role=Role.RESIDENT, municipality=place, by=OFFICE)


def test_protected_resident_is_as_unknown_to_an_administrator_who_may_not_know_of_her(
    herself: Resident,
) -> None:
    RoleGrant.objects.filter(resident=herself).delete()
    herself.protection = "confidential"
    herself.save(update_fields=["protection"])
    user = create_user(username="nora", municipality=None, by=OFFICE)
    place, number = herself.municipality_id, herself.national_id or ""
    administrator = Grant(Role.ADMINISTRATOR, place)
    with pytest.raises(UnknownIdError):
        tie_to_resident(
            user=user, national_id=number, municipality=place, by=Actor("a", (administrator,))
        )
    both = Actor("a", (administrator, Grant(Role.CASE_WORKER, place)))
    tie_to_resident(user=user, national_id=number, municipality=place, by=both)
    assert RoleGrant.objects.get(user=user).resident_id == herself.pk
