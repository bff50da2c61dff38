"""What each kind of FHIR resource is searched by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hjemmel.api.fhir_resources import Resource


@dataclass(frozen=True, slots=True)
class Parameter:
    """A search parameter: its kind in the standard, and whether a resource fits a value."""

    kind: str
    fits: Callable[[Resource, str], bool]


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


def _refers(field: str, kind: str) -> Callable[[Resource, str], bool]:
    """Return a test of a reference: by id, by type and id, or by address."""

    def fits(resource: Resource, wanted: str) -> bool:
        own: str = resource[field]["reference"]
        return own in (wanted, f"{kind}/{wanted}") or wanted.endswith(f"/{own}")

    return fits


_ID = Parameter("token", lambda resource, wanted: bool(resource["id"] == wanted))
_IDENTIFIER = Parameter("token", _has_identifier)
_NAME = Parameter("string", _has_name)
_ACTIVE = Parameter("token", lambda resource, wanted: str(resource["active"]).lower() == wanted)
_STATUS = Parameter("token", lambda resource, wanted: bool(resource["status"] == wanted))
SEARCH: Mapping[str, Mapping[str, Parameter]] = {
    "Practitioner": {
        "_id": _ID,
        "identifier": _IDENTIFIER,
        "name": _NAME,
        "active": _ACTIVE,
    },
    "PractitionerRole": {
        "_id": _ID,
        "active": _ACTIVE,
        "practitioner": Parameter("reference", _refers("practitioner", "Practitioner")),
        "organization": Parameter("reference", _refers("organization", "Organization")),
    },
    "Organization": {
        "_id": _ID,
        "identifier": _IDENTIFIER,
        "name": _NAME,
        "active": _ACTIVE,
    },
    "Location": {
        "_id": _ID,
        "identifier": _IDENTIFIER,
        "name": _NAME,
        "status": _STATUS,
        "organization": Parameter("reference", _refers("managingOrganization", "Organization")),
    },
}
"""What each kind of resource is searched by."""
