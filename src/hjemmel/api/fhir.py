"""FHIR R4 for reading: doctors, their posts, centres and where they are.

Resources are built and checked with ``fhir.resources``, which is loaded when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from hjemmel import __version__
from hjemmel.api.actors import actor_for
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.directory import (
    CentreEntry,
    DoctorEntry,
    centres_of,
    doctors_of,
)
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import HjemmelError, UnknownIdError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text

MEDIA_TYPE = "application/fhir+json"
HPR = "urn:oid:2.16.578.1.12.4.1.4.4"
ORGANISATION = "urn:oid:2.16.578.1.12.4.1.4.101"
DISTRICT = "urn:oid:2.16.578.1.12.4.1.1.3403"
_TEST_DATA = {
    "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]
}
_MOST = 1000
Resource = dict[str, Any]


def metadata(request: HttpRequest) -> HttpResponse:
    """Say what this server can do."""
    return _answer(
        {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "fhirVersion": "4.0.1",
            "format": ["json"],
            "software": {"name": "hjemmel", "version": __version__},
            "implementation": {"description": "hjemmel: doctors, posts and centres, for reading"},
            "rest": [
                {
                    "mode": "server",
                    "resource": [
                        {
                            "type": kind,
                            "interaction": [{"code": "read"}, {"code": "search-type"}],
                            "searchParam": [
                                {"name": name, "type": "token" if name != "name" else "string"}
                                for name in ("_id", "identifier", "name")
                            ],
                        }
                        for kind in _KINDS
                    ],
                }
            ],
        }
    )


def search(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with a bundle of the resources that fit."""
    try:
        found = _all(request, kind)
        for name, test in _TESTS.items():
            wanted = request.GET.get(name)
            if wanted:
                found = [one for one in found if test(one, wanted)]
    except HjemmelError as error:
        return _outcome(error)
    given = request.GET.get("_count") or ""
    most = min(_MOST, int(given)) if given.isdecimal() and len(given) < 6 else _MOST
    bundle = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "entry": [
            {
                "fullUrl": request.build_absolute_uri(f"/api/fhir/{kind}/{one['id']}"),
                "resource": one,
                "search": {"mode": "match"},
            }
            for one in found[:most]
        ],
    }
    if not bundle["entry"]:
        del bundle["entry"]
    return _answer(bundle)


def read(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Answer with one resource."""
    try:
        for one in _all(request, kind):
            if one["id"] == key:
                return _answer(one)
        raise UnknownIdError(
            Text("Ressursen finnes ikke.", "There is no such resource."),
            where=kind,
            remedy=Text("Søk etter den.", "Search for it."),
        )
    except HjemmelError as error:
        return _outcome(error)


def unknown(request: HttpRequest, **_: str) -> HttpResponse:
    """Answer for what this server does not have."""
    return _outcome(
        UnknownIdError(
            Text("Det finnes ikke her.", "That is not here."),
            where=request.path,
            remedy=Text("Se /api/fhir/metadata.", "See /api/fhir/metadata."),
        )
    )


def _all(request: HttpRequest, kind: str) -> list[Resource]:
    actor = actor_for(request)
    made: list[Resource] = []
    today = timezone.localdate()
    for place in list_municipalities(by=actor, permission=Permission.SEE_LISTS):
        day = place.usual_day(today)
        meta = {"meta": _TEST_DATA} if place.is_synthetic else {}
        if kind == "Practitioner":
            rows: Sequence[Resource] = [_practitioner(d) for d in doctors_of(place, by=actor)]
        elif kind == "PractitionerRole":
            rows = _roles(lists_on(place, day, by=actor).rows, day)
        else:
            build = _organization if kind == "Organization" else _location
            rows = [build(c) for c in centres_of(place, by=actor)]
        made += [{**row, **meta} for row in rows]
    return made


def _practitioner(doctor: DoctorEntry) -> Resource:
    resource: Resource = {
        "resourceType": "Practitioner",
        "id": str(doctor.key),
        "active": True,
        "name": [{"text": doctor.name}],
    }
    if doctor.sex:
        resource["gender"] = doctor.sex
    if doctor.hpr_number:
        resource["identifier"] = [{"system": HPR, "value": doctor.hpr_number}]
    if doctor.born:
        resource["birthDate"] = doctor.born.isoformat()
    return resource


def _roles(rows: Sequence[ListOnDay], day: date) -> list[Resource]:
    return [
        {
            "resourceType": "PractitionerRole",
            "id": f"{row.agreement}-{doctor}",
            "active": True,
            "practitioner": {"reference": f"Practitioner/{doctor}", "display": name},
            "organization": {"reference": f"Organization/{row.centre}", "display": row.centre_name},
            "location": [{"reference": f"Location/{row.centre}"}],
            "code": [{"text": "fastlege" if doctor == row.holder else "vikar"}],
            **({"period": {"start": row.held_since.isoformat()}} if row.held_since else {}),
        }
        for row in rows
        for doctor, name in ((row.holder, row.holder_name), (row.locum, row.locum_name))
        if doctor is not None
    ]


def _organization(centre: CentreEntry) -> Resource:
    resource: Resource = {
        "resourceType": "Organization",
        "id": str(centre.key),
        "active": centre.is_open,
        "name": centre.name,
    }
    if centre.organisation_number:
        resource["identifier"] = [{"system": ORGANISATION, "value": centre.organisation_number}]
    if centre.address:
        resource["address"] = [_address(centre)]
    return resource


def _location(centre: CentreEntry) -> Resource:
    resource: Resource = {
        "resourceType": "Location",
        "id": str(centre.key),
        "status": "active" if centre.is_open else "inactive",
        "name": centre.name,
        "identifier": [{"system": DISTRICT, "value": centre.district}],
        "managingOrganization": {"reference": f"Organization/{centre.key}"},
    }
    if centre.address:
        resource["address"] = _address(centre)
    if centre.longitude is not None and centre.latitude is not None:
        resource["position"] = {"longitude": centre.longitude, "latitude": centre.latitude}
    return resource


def _address(centre: CentreEntry) -> Resource:
    address: Resource = {"line": [centre.address], "country": "NO"}
    if centre.postcode:
        address["postalCode"] = centre.postcode
    if centre.postal_place:
        address["city"] = centre.postal_place
    return address


def _has_identifier(resource: Resource, wanted: str) -> bool:
    system, bar, value = wanted.rpartition("|")
    return any(
        i["value"] == value and (not bar or not system or i["system"] == system)
        for i in resource.get("identifier", ())
    )


def _has_name(resource: Resource, wanted: str) -> bool:
    name = resource.get("name", "")
    text = name if isinstance(name, str) else " ".join(n.get("text", "") for n in name)
    return wanted.casefold() in text.casefold()


_TESTS: Mapping[str, Callable[[Resource, str], bool]] = {
    "_id": lambda resource, wanted: resource["id"] == wanted,
    "identifier": _has_identifier,
    "name": _has_name,
}
_KINDS = ("Practitioner", "PractitionerRole", "Organization", "Location")


def _answer(resource: Resource, status: int = 200) -> HttpResponse:
    """Answer with a resource that keeps to the standard."""
    from fhir.resources.R4B import get_fhir_model_class

    model = get_fhir_model_class(resource["resourceType"])
    text = model.model_validate(resource).model_dump_json()
    return HttpResponse(text, content_type=MEDIA_TYPE, status=status)


def _outcome(error: HjemmelError) -> HttpResponse:
    status = status_of(error)
    codes = {401: "login", 403: "forbidden", 404: "not-found"}
    response = _answer(
        {
            "resourceType": "OperationOutcome",
            "issue": [
                {
                    "severity": "error",
                    "code": codes.get(status, "invalid"),
                    "diagnostics": error.message("en"),
                }
            ],
        },
        status,
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


urlpatterns = [
    path("metadata", metadata, name="fhir-metadata"),
    *[path(kind, search, {"kind": kind}, name=f"fhir-{kind.lower()}-search") for kind in _KINDS],
    *[
        path(f"{kind}/<str:key>", read, {"kind": kind}, name=f"fhir-{kind.lower()}")
        for kind in _KINDS
    ],
    path("<path:rest>", unknown, name="fhir-unknown"),
]
