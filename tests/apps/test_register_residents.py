"""Residents: found by role, looked at for a purpose, placed and queued, hidden when protected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.models import AuditEvent, ReadEvent
from hjemmel.apps.registry.models import (
    Household,
    Membership,
    Municipality,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.people import resident_page, search_residents
from hjemmel.apps.registry.selectors.places import MunicipalityView, get_municipality
from hjemmel.apps.registry.services.places import decide_retention
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
    InputError,
    MissingDataError,
    NotAllowedError,
    UnknownIdError,
)
from hjemmel.kernel.identifiers import K1_WEIGHTS, K2_WEIGHTS

DAY = date(2024, 2, 1)


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Actor:
    return actor_named("saksbehandler")


@pytest.fixture
def place(worker: Actor) -> MunicipalityView:
    return get_municipality("4601", by=worker)


def member() -> Membership:
    return Membership.objects.filter(patient_list__isnull=False).order_by("pk")[0]


def full_and_open(place: MunicipalityView, worker: Actor, but: int) -> tuple[int, int]:
    """Return a full list and one with a place, neither being ``but``."""
    rows = [row for row in lists_on(place, DAY, by=worker).rows if row.key != but]
    return next(r.key for r in rows if r.is_full), next(r.key for r in rows if r.free)


def test_move_to_another_list_takes_the_place_there_and_leaves_the_old(
    worker: Actor, place: MunicipalityView
) -> None:
    row = member()
    _, open_list = full_and_open(place, worker, row.patient_list_id or 0)
    put_on_list(resident=row.resident_id, patient_list=open_list, valid_from=DAY, by=worker)
    now = Membership.objects.filter(resident=row.resident_id)
    assert now.on(DAY).get().patient_list_id == open_list
    assert now.on(date(2024, 1, 31)).get().patient_list_id == row.patient_list_id
    event = AuditEvent.objects.order_by("-id")[0]
    assert event.action == "registry.put_on_list"
    assert row.resident.national_id not in str(event.details) + event.subject


def test_full_list_takes_nobody_without_a_rule(worker: Actor, place: MunicipalityView) -> None:
    row = member()
    full, _ = full_and_open(place, worker, row.patient_list_id or 0)
    with pytest.raises(ConflictError, match="full"):
        put_on_list(resident=row.resident_id, patient_list=full, valid_from=DAY, by=worker)
    assert Membership.objects.filter(resident=row.resident_id).count() == 1
    put_on_list(
        resident=row.resident_id,
        patient_list=full,
        valid_from=DAY,
        exception="child of a listed person",
        by=worker,
    )
    held = Membership.objects.filter(resident=row.resident_id).on(DAY).get()
    assert (held.patient_list_id, held.reason) == (full, "child of a listed person")


def test_queue_is_joined_once_and_left(worker: Actor) -> None:
    waiting = set(WaitingEntry.objects.values_list("resident_id", flat=True))
    resident = Resident.objects.exclude(pk__in=waiting).filter(municipality__number="4601")[0]
    wish = {"wanted_list": None, "waiting_class": WaitingClass.CHANGE_WITHIN, "queued_on": DAY}
    queue_up(resident=resident.pk, by=worker, **wish)
    with pytest.raises(ConflictError):
        queue_up(resident=resident.pk, by=worker, **wish)
    leave_queue(resident=resident.pk, left_on=DAY, by=worker)
    assert WaitingEntry.objects.get(resident=resident).left_on == DAY
    with pytest.raises(UnknownIdError):
        leave_queue(resident=resident.pk, left_on=DAY, by=worker)


def test_look_needs_a_purpose_and_is_logged(worker: Actor, place: MunicipalityView) -> None:
    key = Resident.objects.order_by("pk")[0].pk
    with pytest.raises(InputError):
        resident_page(key, place, DAY, by=worker, purpose=" ")
    assert not ReadEvent.objects.exists()
    page = resident_page(key, place, DAY, by=worker, purpose="change: sak 1")
    assert page.right.is_met
    assert [(r.by, r.purpose) for r in page.reads] == [("saksbehandler", "change: sak 1")]


def test_protected_resident_does_not_exist_for_who_may_not_see_her(
    worker: Actor, place: MunicipalityView
) -> None:
    resident = Resident.objects.filter(municipality__number="4601").order_by("pk")[0]
    Resident.objects.filter(pk=resident.pk).update(protection="strictly_confidential")
    leader = actor_named("leder")
    number = resident.national_id or ""
    assert search_residents(place, by=leader, purpose="question", national_id=number) == ()
    with pytest.raises(UnknownIdError):
        resident_page(resident.pk, place, DAY, by=leader, purpose="question")
    with pytest.raises(UnknownIdError):
        export_person(resident=resident.pk, purpose="insight", by=leader)
    (found,) = search_residents(place, by=worker, purpose="question", national_id=number)
    assert found.is_protected
    for other in Resident.objects.filter(household=resident.household).exclude(pk=resident.pk)[:1]:
        page = resident_page(other.pk, place, DAY, by=leader, purpose="question")
        assert resident.pk not in {r.key for r in page.household}


def test_search_without_a_number_or_a_birth_date_is_refused(
    worker: Actor, place: MunicipalityView
) -> None:
    with pytest.raises(InputError):
        search_residents(place, by=worker, purpose="question", name="Kari")
    with pytest.raises(InputError) as caught:
        search_residents(place, by=worker, purpose="question", national_id="12345678901")
    assert "12345678901" not in caught.value.message("nb")


def test_search_needs_a_purpose_and_everyone_it_shows_is_told_of_it(
    worker: Actor, place: MunicipalityView
) -> None:
    born = Resident.objects.filter(municipality__number="4601").order_by("pk")[0].born
    with pytest.raises(InputError, match="purpose"):
        search_residents(place, by=worker, purpose=" ", born=born)
    assert not ReadEvent.objects.exists()
    found = search_residents(place, by=worker, purpose="question: 12", born=born)
    logged = ReadEvent.objects.order_by("resident").values_list("resident", "purpose", "what", "by")
    assert list(logged) == [
        (key, "question: 12", "search", "saksbehandler") for key in sorted(r.key for r in found)
    ]
    assert found


def _number_of_2032(individual: int) -> str | None:
    """Return a number whose first check digit leaves the remainder 1; ``None``: there is none."""
    digits = f"010101{individual}"
    for weights, remainder in ((K1_WEIGHTS, 1), (K2_WEIGHTS, 0)):
        total = sum(int(d) * w for d, w in zip(digits, weights, strict=True))
        digits += str((remainder - total) % 11)
    return digits if len(digits) == 11 else None


def test_search_takes_the_check_digits_that_are_valid_today(
    worker: Actor, place: MunicipalityView
) -> None:
    of_2032 = next(n for n in map(_number_of_2032, range(100, 200)) if n)
    is_later = timezone.localdate() >= date(2032, 1, 1)
    if is_later:
        assert search_residents(place, by=worker, purpose="question", national_id=of_2032) == ()
    else:
        with pytest.raises(InputError, match="check digits"):
            search_residents(place, by=worker, purpose="question", national_id=of_2032)


def test_page_hides_the_last_digits_until_they_are_asked_for(
    worker: Actor, place: MunicipalityView
) -> None:
    row = member().resident
    number = row.national_id or ""
    page = resident_page(row.pk, place, DAY, by=worker, purpose="question")
    assert page.national_id == f"{number[:6]} •••••"
    page = resident_page(row.pk, place, DAY, by=worker, purpose="question", whole_number=True)
    assert page.national_id == number
    assert [r.what for r in page.reads] == ["national_id", "resident"]


def test_page_as_known_before_has_nothing_that_was_learned_later(
    worker: Actor, place: MunicipalityView
) -> None:
    row = member()
    _, open_list = full_and_open(place, worker, row.patient_list_id or 0)
    before = timezone.now()
    put_on_list(resident=row.resident_id, patient_list=open_list, valid_from=DAY, by=worker)
    queue_up(
        resident=row.resident_id,
        wanted_list=None,
        waiting_class=WaitingClass.CHANGE_WITHIN,
        queued_on=DAY,
        by=worker,
    )
    then = resident_page(row.resident_id, place, DAY, before, by=worker, purpose="question")
    assert [(m.patient_list, m.valid_to, m.known_to) for m in then.memberships] == [
        (row.patient_list_id, None, None)
    ]
    assert then.waiting == ()
    now = resident_page(row.resident_id, place, DAY, by=worker, purpose="question")
    assert {m.patient_list for m in now.memberships} == {row.patient_list_id, open_list}
    assert len(now.waiting) == 1


def test_everything_stored_is_handed_out(worker: Actor, place: MunicipalityView) -> None:
    row = member()
    resident_page(row.resident_id, place, DAY, by=worker, purpose="insight")
    _, open_list = full_and_open(place, worker, row.patient_list_id or 0)
    put_on_list(resident=row.resident_id, patient_list=open_list, valid_from=DAY, by=worker)
    home = Household.objects.create(
        municipality_id=place.key, external_id="x", address="Oppdiktet vei 1", postcode="5003"
    )
    Resident.objects.filter(pk=row.resident_id).update(household=home)
    with pytest.raises(InputError, match="purpose"):
        export_person(resident=row.resident_id, purpose="", by=worker)
    data = export_person(resident=row.resident_id, purpose="insight: 3", by=worker)
    assert data["resident"]["national_id"] == row.resident.national_id
    assert data["household"]["address"] == "Oppdiktet vei 1"
    assert {m["patient_list_id"] for m in data["memberships"]} == {row.patient_list_id, open_list}
    assert [(r["what"], r["purpose"]) for r in data["read_by"]] == [
        ("export", "insight: 3"),
        ("resident", "insight"),
    ]
    assert [e["action"] for e in data["done"]] == ["registry.export_person", "registry.put_on_list"]


def test_erasure_waits_for_a_retention_period_that_somebody_gives(worker: Actor) -> None:
    key = Resident.objects.order_by("pk")[0].pk
    with pytest.raises(NotAllowedError):
        erase_person(resident=key, today=DAY, by=worker)
    with pytest.raises(MissingDataError, match="Set-up"):
        erase_person(resident=key, today=DAY, by=actor_named("leder"))
    assert Resident.objects.get(pk=key).erased_on is None


@pytest.mark.parametrize("years", ["", "-1", "ti", "101", "1,5"])
def test_retention_is_whole_years(place: MunicipalityView, years: str) -> None:
    with pytest.raises(InputError):
        decide_retention(municipality=place.key, years=years, by=actor_named("administrator"))
    with pytest.raises(NotAllowedError):
        decide_retention(municipality=place.key, years="10", by=actor_named("leder"))
    assert Municipality.objects.get(pk=place.key).retention_years is None


def test_who_moved_is_erased_when_the_period_is_over_and_not_before(
    place: MunicipalityView,
) -> None:
    leader = actor_named("leder")
    decide_retention(municipality=place.key, years="10", by=actor_named("administrator"))
    row = member().resident
    Membership.objects.filter(resident=row).delete()
    WaitingEntry.objects.filter(resident=row).delete()
    with pytest.raises(ConflictError):
        erase_person(resident=row.pk, today=DAY, by=leader)
    Resident.objects.filter(pk=row.pk).update(lived_here_to=DAY)
    nearly = DAY.replace(year=DAY.year + 10) - timedelta(days=1)
    with pytest.raises(ConflictError):
        erase_person(resident=row.pk, today=nearly, by=leader)
    erase_person(resident=row.pk, today=nearly + timedelta(days=1), by=leader)
    row.refresh_from_db()
    assert (row.national_id, row.name, row.household_id) == (None, "", None)
    assert (row.born.month, row.born.day) == (1, 1)
    told = AuditEvent.objects.get(action="registry.erase_person")
    assert told.subject == f"resident {row.pk}"
    with pytest.raises(UnknownIdError):
        erase_person(resident=row.pk, today=nearly + timedelta(days=2), by=leader)


def test_list_that_does_not_exist_takes_nobody(worker: Actor) -> None:
    missing = max(PatientList.objects.values_list("pk", flat=True)) + 1
    with pytest.raises(UnknownIdError):
        put_on_list(resident=member().resident_id, patient_list=missing, valid_from=DAY, by=worker)
