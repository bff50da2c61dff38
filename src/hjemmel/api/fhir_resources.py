"""FHIR resources from what the register has of doctors, posts and centres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hjemmel.apps.registry.selectors.directory import CentreEntry, DoctorEntry
from hjemmel.domain.patient_list import ListOnDay

HPR = "urn:oid:2.16.578.1.12.4.1.4.4"
ORGANISATION = "urn:oid:2.16.578.1.12.4.1.4.101"
DISTRICT = "urn:oid:2.16.578.1.12.4.1.1.3403"
TEST_DATA = {
    "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]
}
Resource = dict[str, Any]


def practitioner(doctor: DoctorEntry) -> Resource:
    """Return a doctor; those who have left are not among the entries."""
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


def roles(rows: Sequence[ListOnDay]) -> list[Resource]:
    """Return the posts on the day of the rows: who has each, and who stands in on it."""
    return [
        {
            "resourceType": "PractitionerRole",
            "id": f"{row.agreement}-{doctor}",
            "active": True,
            "practitioner": {"reference": f"Practitioner/{doctor}", "display": name},
            "organization": {"reference": f"Organization/{row.centre}", "display": row.centre_name},
            "location": [{"reference": f"Location/{row.centre}"}],
            "code": [{"text": "fastlege" if doctor == row.holder else "vikar"}],
            **(_period(row) if doctor == row.holder else {}),
        }
        for row in rows
        for doctor, name in ((row.holder, row.holder_name), (row.locum, row.locum_name))
        if doctor is not None
    ]


def _period(row: ListOnDay) -> Resource:
    """Return when the holder has the post: both days included, as the standard counts."""
    period = {}
    if row.held_since is not None:
        period["start"] = row.held_since.isoformat()
    if row.ends_on is not None:
        period["end"] = (row.ends_on - timedelta(days=1)).isoformat()
    return {"period": period} if period else {}


def organization(centre: CentreEntry) -> Resource:
    """Return a centre as an organisation."""
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


def location(centre: CentreEntry) -> Resource:
    """Return a centre as a place."""
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
