"""FHIR R4 for reading: doctors, their posts, centres and where they are.

Resources are built and checked with ``fhir.resources``, which is loaded when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from hjemmel import __version__
from hjemmel.api import fhir_resources as resources
from hjemmel.api.actors import actor_for
from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.fhir_resources import Resource
from hjemmel.api.fhir_search import SEARCH
from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.directory import centres_of, doctors_of
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.kernel.errors import HjemmelError, InputError, TooManyRequestsError, UnknownIdError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text

MEDIA_TYPE = "application/fhir+json"
_MOST = 1000
_PAGING = ("_count", "_offset", "_format")


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
                    "security": {"description": "A key as a bearer token; it needs see_lists."},
                    "resource": [
                        {
                            "type": kind,
                            "interaction": [{"code": "read"}, {"code": "search-type"}],
                            "searchParam": [
                                {"name": name, "type": one.kind} for name, one in tests.items()
                            ],
                        }
                        for kind, tests in SEARCH.items()
                    ],
                }
            ],
        }
    )


def search(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with a bundle of the resources that fit, a page at a time."""
    try:
        actor = actor_for(request)
        wanted = {name: request.GET.getlist(name) for name in request.GET}
        refuse_other_parameters(request, *SEARCH[kind], *_PAGING)
        most, skip = _whole(request, "_count", _MOST), _whole(request, "_offset", 0)
        found = [
            one
            for one in _all(actor, kind)
            if all(
                test.fits(one, value)
                for name, test in SEARCH[kind].items()
                for value in wanted.get(name, ())
                if value
            )
        ]
    except HjemmelError as error:
        return _outcome(error)
    shown = found[skip : skip + most]
    bundle: Resource = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": [{"relation": "self", "url": request.build_absolute_uri()}],
    }
    if shown and skip + most < len(found):
        query = request.GET.copy()
        query["_offset"] = str(skip + most)
        url = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        bundle["link"].append({"relation": "next", "url": url})
    if shown:
        bundle["entry"] = [
            {
                "fullUrl": request.build_absolute_uri(f"{request.path}/{one['id']}"),
                "resource": one,
                "search": {"mode": "match"},
            }
            for one in shown
        ]
    return _answer(bundle)


def read(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Answer with one resource."""
    try:
        actor = actor_for(request)
        refuse_other_parameters(request, "_format")
        for one in _all(actor, kind):
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


def _only_reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let GET and HEAD through, and answer every other method with an outcome."""

    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, **named)
        response = _outcome(
            InputError(
                Text("Her går det bare an å lese.", "Only reading is possible here."),
                where=request.path,
                remedy=Text("Bruk GET.", "Use GET."),
            ),
            status=405,
        )
        response.headers["Allow"] = "GET, HEAD"
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _all(actor: Actor, kind: str) -> list[Resource]:
    """Return every resource of a kind that ``actor`` may see, each once.

    Raises:
        NotAllowedError: The lists of no municipality are open to her.
    """
    if actor.municipalities(Permission.SEE_LISTS) == frozenset():
        raise not_allowed(Permission.SEE_LISTS)
    made: dict[str, Resource] = {}
    today = timezone.localdate()
    for place in list_municipalities(by=actor, permission=Permission.SEE_LISTS):
        day = place.usual_day(today)
        meta = {"meta": resources.TEST_DATA} if place.is_synthetic else {}
        if kind == "Practitioner":
            rows: Sequence[Resource] = [
                resources.practitioner(d) for d in doctors_of(place, day, by=actor)
            ]
        elif kind == "PractitionerRole":
            rows = resources.roles(lists_on(place, day, by=actor).rows)
        else:
            build = resources.organization if kind == "Organization" else resources.location
            rows = [build(c) for c in centres_of(place, day, by=actor)]
        for row in rows:  # a doctor may have posts in several municipalities
            made.setdefault(row["id"], {**row, **meta})
    return list(made.values())


def _whole(request: HttpRequest, name: str, usual: int) -> int:
    """Return a number of an address; what is not given is as usual, and nothing is above 1 000."""
    given = request.GET.get(name)
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal() and len(given) < 8):
        raise InputError(
            Text("Verdien er ikke et heltall.", "The value is not a whole number."),
            where=name,
            remedy=Text("Skriv for eksempel 100.", "Write for example 100."),
        )
    return min(_MOST, int(given)) if name == "_count" else int(given)


_CODES = {401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported", 429: "throttled"}


def _answer(resource: Resource, status: int = 200) -> HttpResponse:
    """Answer with a resource that keeps to the standard."""
    from fhir.resources.R4B import get_fhir_model_class

    model = get_fhir_model_class(resource["resourceType"])
    text = model.model_validate(resource).model_dump_json()
    return HttpResponse(text, content_type=MEDIA_TYPE, status=status)


def _outcome(error: HjemmelError, status: int | None = None) -> HttpResponse:
    status = status or status_of(error)
    response = _answer(
        {
            "resourceType": "OperationOutcome",
            "issue": [
                {
                    "severity": "error",
                    "code": _CODES.get(status, "invalid"),
                    "diagnostics": error.message("en"),
                }
            ],
        },
        status,
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyRequestsError):
        response.headers["Retry-After"] = str(error.data["seconds"])
    return response


_READ, _SEARCH = _only_reading(read), _only_reading(search)
urlpatterns = [
    path("metadata", _only_reading(metadata), name="fhir-metadata"),
    *[path(kind, _SEARCH, {"kind": kind}, name=f"fhir-{kind.lower()}-search") for kind in SEARCH],
    *[
        path(f"{kind}/<str:key>", _READ, {"kind": kind}, name=f"fhir-{kind.lower()}")
        for kind in SEARCH
    ],
    path("<path:rest>", _only_reading(unknown), name="fhir-unknown"),
]
