"""Centres that change and close, doctors who are corrected, doctors who share a list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Centre,
    Doctor,
    ListDoctor,
    Municipality,
    PatientList,
)
from hjemmel.apps.registry.selectors.details import ListDetails, list_details
from hjemmel.apps.registry.selectors.directory import doctors_of
from hjemmel.apps.registry.selectors.doctor_details import doctor_details
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.services.centres import change_centre, change_doctor, close_centre
from hjemmel.apps.registry.services.list_doctors import (
    add_list_doctor,
    change_list_kind,
    remove_list_doctor,
)
from hjemmel.apps.registry.services.posts import open_centre
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.errors import (
    ConflictError,
    HjemmelError,
    InputError,
    NotAllowedError,
    UnknownIdError,
)

DAY = date(2026, 3, 1)
LATER = date(2026, 6, 1)


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Actor:
    """A case worker of the small register."""
    return actor_named("saksbehandler")


@pytest.fixture
def leader(small_register: SyntheticMunicipality) -> Actor:
    """A leader of the municipality."""
    return actor_named("leder")


@pytest.fixture
def shared(worker: Actor) -> PatientList:
    """A shared list that a doctor holds."""
    terms = AgreementTerms.objects.filter(status="held", holder__born__isnull=False).order_by("pk")
    row = PatientList.objects.filter(agreement=terms[0].agreement_id).order_by("pk")[0]
    change_list_kind(patient_list=row.pk, kind="shared", by=worker)
    return PatientList.objects.get(pk=row.pk)


def add(row: PatientList, by: Actor, number: str = "991111111", **changes: Any) -> int:
    given = {"hpr_number": number, "name": f"Syntetisk lege {number}", "part": "shared",
             "valid_from": DAY}  # fmt: skip
    add_list_doctor(patient_list=row.pk, by=by, **{**given, **changes})
    return Doctor.objects.get(hpr_number=number).pk


def shown(row: PatientList, by: Actor, day: date = DAY, known_at: Any = None) -> ListDetails:
    return list_details(row.pk, get_municipality("4601", by=by), day, known_at, by=by)


def reasons(details: ListDetails) -> set[str]:
    return {said.reason for said in details.findings if not isinstance(said, HjemmelError)}


def parts(row: PatientList, day: date) -> dict[str, str]:
    rows = ListDoctor.objects.on(day).filter(patient_list=row).select_related("doctor")
    return {one.doctor.hpr_number: one.part for one in rows}


def test_a_centre_keeps_everything_that_is_known_of_it(leader: Actor) -> None:
    key = Centre.objects.order_by("pk")[0].pk
    known = {
        "premises": "2. etasje", "premises_m2": 310, "most_doctors": 6,
        "universal_design": "partly", "wheelchair_access": False, "opened_on": date(2011, 8, 15),
        "longitude": 5.32, "latitude": 60.39,
    }  # fmt: skip
    change_centre(centre=key, changes=known, by=leader)
    row = Centre.objects.get(pk=key)
    assert {name: getattr(row, name) for name in known} == known
    change_centre(centre=key, changes=dict.fromkeys(known, None) | _TEXTS, by=leader)
    row.refresh_from_db()
    assert {row.premises_m2, row.opened_on, row.longitude, row.wheelchair_access} == {None}


_TEXTS = {"premises": "", "universal_design": ""}


@pytest.mark.parametrize(
    "changes",
    [
        {"longitude": 5.3, "latitude": None},
        {"longitude": 181.0, "latitude": 60.0},
        {"longitude": 5.0, "latitude": 91.0},
        {"premises_m2": -1},
        {"universal_design": "x"},
        {"name": ""},
    ],
)
def test_what_a_centre_cannot_be_is_refused(leader: Actor, changes: dict[str, Any]) -> None:
    row = Centre.objects.order_by("pk")[0]
    with pytest.raises(InputError):
        change_centre(centre=row.pk, changes=changes, by=leader)
    kept = Centre.objects.get(pk=row.pk)
    assert all(getattr(kept, name) == getattr(row, name) for name in changes)


def test_a_centre_closes_when_no_post_is_at_it_and_opens_again(leader: Actor) -> None:
    place = Municipality.objects.get(number="4601")
    busy = AgreementTerms.objects.known().order_by("pk")[0].centre_id
    with pytest.raises(ConflictError, match="posts are at the centre"):
        close_centre(centre=busy, closed_on=DAY, by=leader)
    key = open_centre(municipality=place.pk, name="Nytt", district="460101", by=leader)
    change_centre(centre=key, changes={"opened_on": DAY}, by=leader)
    with pytest.raises(InputError, match="before it opened"):
        close_centre(centre=key, closed_on=DAY, by=leader)
    close_centre(centre=key, closed_on=LATER, by=leader)
    assert Centre.objects.get(pk=key).closed_on == LATER
    with pytest.raises(InputError, match="before it opened"):
        change_centre(centre=key, changes={"opened_on": LATER}, by=leader)
    close_centre(centre=key, closed_on=None, by=leader)
    assert Centre.objects.get(pk=key).closed_on is None
    told = AuditEvent.objects.filter(by="leder").values_list("action", flat=True)
    assert {"registry.close_centre", "registry.reopen_centre"} <= set(told)
    for name in ("leser", "planlegger", "senterleder"):
        with pytest.raises(NotAllowedError):
            close_centre(centre=key, closed_on=LATER, by=actor_named(name))


def test_a_doctor_is_corrected_and_cannot_be_born_after_she_became_one(worker: Actor) -> None:
    key = AgreementTerms.objects.filter(holder__isnull=False).order_by("pk")[0].holder_id
    assert key is not None
    place = Municipality.objects.get(number="4601").pk
    known = {
        "born": date(1975, 5, 17), "sex": "female", "specialist_since": date(2010, 1, 1),
        "training_stage": "ferdig", "languages": ["norsk", "samisk"], "competence": "specialist",
    }  # fmt: skip
    change_doctor(doctor=key, municipality=place, changes=known, by=worker)
    row = Doctor.objects.get(pk=key)
    assert {name: getattr(row, name) for name in known} == known
    for wrong in (
        {"born": timezone.localdate()},
        {"specialist_since": date(1970, 1, 1)},
        {"sex": "x"},
    ):
        with pytest.raises(InputError):
            change_doctor(doctor=key, municipality=place, changes=wrong, by=worker)
    change_doctor(doctor=key, municipality=place, changes={"specialist_since": None}, by=worker)
    details = [e.details for e in AuditEvent.objects.filter(action="registry.change_doctor")]
    assert "1975" not in str(details)


def test_a_shared_list_needs_one_named_responsible_doctor(
    shared: PatientList, worker: Actor
) -> None:
    add(shared, worker)
    assert "no_named_doctor" in reasons(shown(shared, worker))
    first = add(shared, worker, "992222222", part="responsible")
    assert "shared_list_lawful" in reasons(shown(shared, worker))
    add(shared, worker, "993333333", part="responsible", valid_from=LATER)
    assert parts(shared, DAY) == {"991111111": "shared", "992222222": "responsible"}
    assert parts(shared, LATER) == {
        "991111111": "shared", "992222222": "shared", "993333333": "responsible",
    }  # fmt: skip
    assert "shared_list_lawful" in reasons(shown(shared, worker, LATER))
    with pytest.raises(ConflictError):
        add(shared, worker, "992222222", valid_from=LATER)
    place = get_municipality("4601", by=worker)
    assert [row.key for row in doctor_details(first, place, DAY, by=worker).lists] == [shared.pk]
    assert first in {doctor.key for doctor in doctors_of(place, DAY, by=worker)}


def test_who_leaves_a_list_is_remembered_as_known_before(
    shared: PatientList, worker: Actor
) -> None:
    key = add(shared, worker)
    then = timezone.now()
    remove_list_doctor(patient_list=shared.pk, doctor=key, valid_from=LATER, by=worker)
    assert parts(shared, date(2026, 5, 31)) == {"991111111": "shared"}
    assert parts(shared, LATER) == {}
    old, new = shown(shared, worker, LATER, then), shown(shared, worker, LATER)
    assert [(one.holds, one.valid_to) for one in old.shares] == [(True, None)]
    assert [one.holds for one in new.shares] == [False, False]
    with pytest.raises(UnknownIdError):
        remove_list_doctor(patient_list=shared.pk, doctor=key, valid_from=LATER, by=worker)


def test_a_part_list_is_for_who_is_old_enough(shared: PatientList, worker: Actor) -> None:
    change_list_kind(patient_list=shared.pk, kind="part", by=worker)
    holder = AgreementTerms.objects.on(DAY).get(agreement=shared.agreement_id).holder_id
    for born, reason in ((date(1960, 1, 1), "old_enough"), (date(1980, 1, 1), "too_young")):
        place = Municipality.objects.get(number="4601").pk
        change_doctor(doctor=holder or 0, municipality=place, changes={"born": born}, by=worker)
        assert reason in reasons(shown(shared, worker))


def test_what_a_list_cannot_be_is_refused(shared: PatientList, worker: Actor) -> None:
    for kind in ("x", "shared"):
        with pytest.raises(InputError):
            change_list_kind(patient_list=shared.pk, kind=kind, by=worker)
    for changes in ({"part": "x"}, {"hpr_number": "x"}, {"name": ""}):
        with pytest.raises(InputError):
            add(shared, worker, "994444444", **changes)
    add(shared, worker)
    with pytest.raises(ConflictError):
        change_list_kind(patient_list=shared.pk, kind="ordinary", by=worker)
    ordinary = PatientList.objects.filter(kind="ordinary").order_by("pk")[0]
    with pytest.raises(InputError, match="one doctor"):
        add(ordinary, worker, "994444444")
    for name in ("leser", "planlegger", "fastlege", "administrator"):
        reader = actor_named(name)
        with pytest.raises(NotAllowedError):
            change_list_kind(patient_list=shared.pk, kind="part", by=reader)
        with pytest.raises(NotAllowedError):
            add(shared, reader, "994444444")
        with pytest.raises(NotAllowedError):
            remove_list_doctor(patient_list=shared.pk, doctor=1, valid_from=DAY, by=reader)
    assert not Doctor.objects.filter(hpr_number="994444444").exists()
