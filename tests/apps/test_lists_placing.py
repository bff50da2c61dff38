"""By hand nobody gets a place that is promised to somebody else, or that a later day does not have."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import ListPolicy
from hjemmel.apps.lists.selectors.applicants import applicants_on
from hjemmel.apps.lists.services.choices import choose_allocation
from hjemmel.apps.lists.services.placing import put_on_list
from hjemmel.apps.lists.services.requests import ask_for_gp, withdraw_request
from hjemmel.apps.registry.models import Membership, PatientList, Resident
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import ConflictError, NotAllowedError, UnknownIdError
from hjemmel.law import law_on

TODAY = date(2024, 3, 12)
NEXT = date(2024, 4, 1)
WORKER = system("test")


@pytest.fixture
def wanted(small_register: SyntheticMunicipality) -> PatientList:
    """A list with one place."""
    row = PatientList.objects.order_by("pk")[0]
    ceiling(row, free=1, since=date(2024, 3, 1))
    return row


def ceiling(row: PatientList, *, free: int, since: date) -> None:
    change_ceiling(
        patient_list=row.pk,
        ceiling=Membership.objects.on(since).filter(patient_list=row).count() + free,
        valid_from=since,
        agreed_with_municipality=True,
        by=WORKER,
    )


def others(row: PatientList, count: int) -> list[Resident]:
    on = Membership.objects.on(TODAY).exclude(patient_list=row)
    rows = Resident.objects.filter(
        pk__in=on.values("resident"), born__year__lt=1990, municipality__number="4601"
    )
    return list(rows.order_by("pk")[:count])


def put(who: Resident, row: PatientList, day: date = TODAY, exception: str = "") -> None:
    put_on_list(
        resident=who.pk, patient_list=row.pk, valid_from=day, exception=exception, by=WORKER
    )


def test_promised_place_is_not_given_by_hand(wanted: PatientList) -> None:
    first, second = others(wanted, 2)
    wish = ask_for_gp(
        key="k",
        resident=first.pk,
        wanted_list=wanted.pk,
        asked_on=TODAY,
        today=TODAY,
        by=WORKER,
    )
    assert wish.state == "granted"
    for day in (TODAY, NEXT):
        with pytest.raises(ConflictError, match=r"on 1 April 2024.* promised"):
            put(second, wanted, day)
    put(first, wanted)  # her own promise is not in her way
    withdraw_request(request=wish.pk, version=wish.version, by=WORKER)
    with pytest.raises(ConflictError, match="full"):
        put(second, wanted)
    put(second, wanted, exception="child_admitted")
    held = Membership.objects.on(TODAY).filter(resident__in=[first, second])
    assert set(held.values_list("patient_list", flat=True)) == {wanted.pk}


def test_place_that_a_lower_ceiling_takes_later_is_not_given_by_hand(wanted: PatientList) -> None:
    [who] = others(wanted, 1)
    ceiling(wanted, free=0, since=date(2024, 8, 1))
    with pytest.raises(ConflictError, match="1 August 2024"):
        put(who, wanted)
    ceiling(wanted, free=1, since=date(2024, 8, 1))
    put(who, wanted)


def test_who_may_not_place_learns_nothing_of_the_list(wanted: PatientList) -> None:
    [who] = others(wanted, 1)
    reader = Actor("reader", (Grant(Role.READER, wanted.municipality_id),))
    with pytest.raises(NotAllowedError):
        put_on_list(resident=who.pk, patient_list=wanted.pk, valid_from=TODAY, by=reader)
    with pytest.raises(UnknownIdError):
        put_on_list(resident=who.pk, patient_list=10**9, valid_from=TODAY, by=WORKER)


def test_municipality_chooses_whether_who_has_no_gp_is_given_one_by_herself(
    wanted: PatientList,
) -> None:
    [who] = others(wanted, 1)
    end_from(Membership, {"resident": who}, TODAY)
    who.waiting.all().delete()
    place, law = wanted.municipality_id, law_on(NEXT, "4601")

    def comes_by_herself() -> bool:
        return who.pk in {row.key for row in applicants_on(place, NEXT, law)}

    assert comes_by_herself()
    for automatic in (False, True):
        choose_allocation(municipality=place, automatic=automatic, by=WORKER)
        assert comes_by_herself() is automatic
    assert ListPolicy.objects.count() == 1
    logged = AuditEvent.objects.filter(action="lists.choose_allocation").order_by("pk")
    assert [row.details for row in logged] == [{"automatic": False}, {"automatic": True}]
    reader = Actor("reader", (Grant(Role.READER, place),))
    with pytest.raises(NotAllowedError):
        choose_allocation(municipality=place, automatic=False, by=reader)
