"""FHIR: the four resources, how they are searched, and what is answered when it cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from fhir.resources.R4B import get_fhir_model_class

from hjemmel.api.fhir import MEDIA_TYPE
from hjemmel.api.fhir_resources import DISTRICT, HPR, ORGANISATION
from hjemmel.api.fhir_search import SEARCH
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import Centre, Doctor, Municipality
from hjemmel.apps.registry.selectors.directory import centres_of, doctors_of
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.services.lists import change_holder, receive_notice
from hjemmel.domain.patient_list import ListOnDay
from tests.api.conftest import EVERYTHING, Keyed

pytestmark = pytest.mark.django_db


def checked(response: Any, status: int = 200) -> Any:
    """Return an answer after reading it, and what is in it, as the standard does."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == MEDIA_TYPE
    body = response.json()
    get_fhir_model_class(body["resourceType"]).model_validate(body)
    for entry in body.get("entry", ()):
        resource = entry["resource"]
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
        assert entry["fullUrl"].endswith(f"/{resource['resourceType']}/{resource['id']}")
    return body


def found(keyed: Keyed, question: str) -> list[Any]:
    """Return the resources of a bundle."""
    bundle = checked(keyed.get(f"/api/fhir/{question}", Permission.SEE_LISTS))
    assert bundle["type"] == "searchset"
    return [entry["resource"] for entry in bundle.get("entry", ())]


@pytest.fixture
def day(keyed: Keyed) -> date:
    """The day that a synthetic municipality is of, whatever day it is."""
    return get_municipality("4601", by=keyed.actor).usual_day(date(2030, 1, 1))


@pytest.fixture
def rows(keyed: Keyed, day: date) -> tuple[ListOnDay, ...]:
    """The lists that the posts are of."""
    return lists_on(get_municipality("4601", by=keyed.actor), day, by=keyed.actor).rows


def outcome(response: Any, status: int) -> Any:
    """Return the issue of an answer that says what is wrong."""
    body = checked(response, status)
    assert body["resourceType"] == "OperationOutcome"
    (issue,) = body["issue"]
    assert issue["severity"] == "error"
    assert issue["diagnostics"]
    return issue


def test_doctors_centres_and_posts_are_those_of_the_register(
    keyed: Keyed, rows: tuple[ListOnDay, ...], day: date
) -> None:
    place = get_municipality("4601", by=keyed.actor)
    doctors = {str(d.key): d for d in doctors_of(place, day, by=keyed.actor)}
    answered = {one["id"]: one for one in found(keyed, "Practitioner")}
    assert answered.keys() == doctors.keys()
    assert all(one["name"][0]["text"] == doctors[key].name for key, one in answered.items())
    centres = {str(c.key): c.name for c in centres_of(place, day, by=keyed.actor)}
    for kind in ("Organization", "Location"):
        assert {one["id"]: one["name"] for one in found(keyed, kind)} == centres
    posts = {
        (f"Practitioner/{doctor}", f"Organization/{row.centre}", code)
        for row in rows
        for doctor, code in ((row.holder, "fastlege"), (row.locum, "vikar"))
        if doctor is not None
    }
    roles = found(keyed, "PractitionerRole")
    assert posts == {
        (r["practitioner"]["reference"], r["organization"]["reference"], r["code"][0]["text"])
        for r in roles
    }


def test_every_reference_leads_to_a_resource(keyed: Keyed) -> None:
    for role in found(keyed, "PractitionerRole"):
        for reference in (role["practitioner"], role["organization"], role["location"][0]):
            checked(keyed.get(f"/api/fhir/{reference['reference']}"))
    for location in found(keyed, "Location"):
        checked(keyed.get(f"/api/fhir/{location['managingOrganization']['reference']}"))


@pytest.mark.parametrize("kind", SEARCH)
def test_each_resource_of_a_search_can_be_read_by_itself(keyed: Keyed, kind: str) -> None:
    one = checked(keyed.get(f"/api/fhir/{kind}"))["entry"][0]["resource"]
    assert checked(keyed.get(f"/api/fhir/{kind}/{one['id']}")) == one
    assert outcome(keyed.get(f"/api/fhir/{kind}/nothing"), 404)["code"] == "not-found"


def test_resources_of_a_synthetic_municipality_say_so_and_others_do_not(keyed: Keyed) -> None:
    for kind in SEARCH:
        assert {one["meta"]["security"][0]["code"] for one in found(keyed, kind)} == {"HTEST"}
    Municipality.objects.filter(number="4601").update(is_synthetic=False)
    assert all("meta" not in one for one in found(keyed, "Organization"))


def test_numbers_and_birth_dates_are_only_for_who_may_see_them(keyed: Keyed) -> None:
    narrow = checked(keyed.get("/api/fhir/Practitioner", Permission.SEE_LISTS))
    assert all("identifier" not in e["resource"] for e in narrow["entry"])
    wide = checked(
        keyed.get("/api/fhir/Practitioner", Permission.SEE_LISTS, Permission.SEE_DOCTOR_DETAILS)
    )
    one = wide["entry"][0]["resource"]
    doctor = Doctor.objects.get(pk=one["id"])
    assert one["identifier"] == [{"system": HPR, "value": doctor.hpr_number}]
    assert one["birthDate"] == doctor.born.isoformat() if doctor.born else "birthDate" not in one


def test_doctors_are_searched_by_id_number_name_and_whether_they_are_active(
    keyed: Keyed, rows: tuple[ListOnDay, ...]
) -> None:
    doctor = Doctor.objects.get(pk=next(row.holder for row in rows if row.holder))

    def ids(question: str) -> set[str]:
        bundle = checked(keyed.get(f"/api/fhir/Practitioner?{question}"))
        return {entry["resource"]["id"] for entry in bundle.get("entry", ())}

    assert ids(f"_id={doctor.pk}") == {str(doctor.pk)}
    assert ids(f"identifier={doctor.hpr_number}") == {str(doctor.pk)}
    assert ids(f"identifier={HPR}|{doctor.hpr_number}") == {str(doctor.pk)}
    assert ids(f"identifier=urn:oid:1|{doctor.hpr_number}") == set()
    assert str(doctor.pk) in ids(f"name={doctor.name[:6].upper()}")
    assert ids("name=finnes-ikke") == set()
    assert ids("active=false") == set()
    assert ids("active=true") == ids("")


def test_posts_and_places_are_searched_by_doctor_and_centre(
    keyed: Keyed, rows: tuple[ListOnDay, ...]
) -> None:
    row = next(row for row in rows if row.holder)
    at = [r for r in found(keyed, "PractitionerRole") if _is_at(r, row.centre)]
    for spelt in (
        f"{row.centre}",
        f"Organization/{row.centre}",
        f"http://x/Organization/{row.centre}",
    ):
        assert found(keyed, f"PractitionerRole?organization={spelt}") == at
    mine = found(keyed, f"PractitionerRole?practitioner=Practitioner/{row.holder}")
    assert {r["practitioner"]["reference"] for r in mine} == {f"Practitioner/{row.holder}"}
    (location,) = found(keyed, f"Location?organization={row.centre}")
    assert location["id"] == str(row.centre)
    Centre.objects.filter(pk=row.centre).update(organisation_number="999999999")
    (centre,) = found(keyed, f"Organization?identifier={ORGANISATION}|999999999")
    assert centre["id"] == str(row.centre)
    district = found(keyed, f"Location?identifier={DISTRICT}|{row.district}")
    assert str(row.centre) in {one["id"] for one in district}
    assert found(keyed, "Location?status=inactive") == []


def _is_at(role: Any, centre: int) -> bool:
    return bool(role["organization"]["reference"] == f"Organization/{centre}")


def test_who_has_left_is_not_among_the_doctors(
    keyed: Keyed, rows: tuple[ListOnDay, ...], day: date
) -> None:
    held = [row.holder for row in rows]
    row = next(r for r in rows if r.status == "held" and held.count(r.holder) == 1)
    change_holder(agreement=row.agreement, holder=None, locum=None, valid_from=day, by=keyed.actor)
    assert found(keyed, f"Practitioner?_id={row.holder}") == []
    assert found(keyed, f"PractitionerRole?practitioner={row.holder}") == []
    outcome(keyed.get(f"/api/fhir/Practitioner/{row.holder}"), 404)


def test_a_centre_that_has_closed_is_not_active(keyed: Keyed, day: date) -> None:
    centre = Centre.objects.order_by("pk")[0]
    Centre.objects.filter(pk=centre.pk).update(closed_on=day)
    assert checked(keyed.get(f"/api/fhir/Organization/{centre.pk}"))["active"] is False
    assert checked(keyed.get(f"/api/fhir/Location/{centre.pk}"))["status"] == "inactive"
    assert [one["id"] for one in found(keyed, "Organization?active=false")] == [str(centre.pk)]
    Centre.objects.filter(pk=centre.pk).update(closed_on=day + timedelta(days=1))
    assert found(keyed, "Organization?active=false") == []


def test_a_search_comes_a_page_at_a_time(keyed: Keyed) -> None:
    every = [one["id"] for one in found(keyed, "Practitioner")]
    address: str | None = "/api/fhir/Practitioner?_count=5&active=true"
    seen: list[str] = []
    pages = 0
    while address:
        bundle = checked(keyed.get(address))
        assert bundle["total"] == len(every)
        assert len(bundle["entry"]) <= 5
        seen += [entry["resource"]["id"] for entry in bundle["entry"]]
        links = {link["relation"]: link["url"] for link in bundle["link"]}
        address = links.get("next", "").removeprefix("http://testserver") or None
        pages += 1
    assert seen == every
    assert pages == -(-len(every) // 5) > 1


def test_only_how_many_there_are_is_asked_with_count_0(keyed: Keyed) -> None:
    bundle = checked(keyed.get("/api/fhir/Practitioner?_count=0"))
    assert bundle["total"] > 0
    assert "entry" not in bundle


@pytest.mark.parametrize("question", ["_count=x", "_offset=-1", "namn=Ola", "_count=１"])
def test_what_cannot_be_read_is_an_outcome(keyed: Keyed, question: str) -> None:
    assert outcome(keyed.get(f"/api/fhir/Practitioner?{question}"), 422)["code"] == "invalid"


@pytest.mark.parametrize("kind", SEARCH)
def test_who_asks_must_have_a_key_that_sees_lists(keyed: Keyed, kind: str) -> None:
    for address in (f"/api/fhir/{kind}", f"/api/fhir/{kind}/1"):
        nobody = Client().get(address)
        assert outcome(nobody, 401)["code"] == "login"
        assert nobody.headers["WWW-Authenticate"] == "Bearer"
        narrow = keyed.get(address, *EVERYTHING - {Permission.SEE_LISTS})
        assert outcome(narrow, 403)["code"] == "forbidden"


def test_another_address_or_method_is_an_outcome(keyed: Keyed) -> None:
    assert outcome(keyed.get("/api/fhir/Patient"), 404)["code"] == "not-found"
    refused = Client(enforce_csrf_checks=True).post("/api/fhir/Practitioner")
    assert outcome(refused, 405)["code"] == "not-supported"
    assert refused.headers["Allow"] == "GET, HEAD"


def test_the_server_says_what_it_can_to_everybody(client: Client) -> None:
    body = checked(client.get("/api/fhir/metadata"))
    said = {
        one["type"]: {parameter["name"]: parameter["type"] for parameter in one["searchParam"]}
        for one in body["rest"][0]["resource"]
    }
    assert said == {
        kind: {name: parameter.kind for name, parameter in parameters.items()}
        for kind, parameters in SEARCH.items()
    }


def test_a_post_that_ends_says_the_last_day(
    keyed: Keyed, rows: tuple[ListOnDay, ...], day: date
) -> None:
    row = next(r for r in rows if r.status == "held" and not r.ends_on and r.held_since)
    ends_on = receive_notice(agreement=row.agreement, received_on=day, ends_on=None, by=keyed.actor)
    role = checked(keyed.get(f"/api/fhir/PractitionerRole/{row.agreement}-{row.holder}"))
    assert row.held_since is not None
    assert role["period"] == {
        "start": row.held_since.isoformat(),
        "end": (ends_on - timedelta(days=1)).isoformat(),
    }
