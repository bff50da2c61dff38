"""The API describes itself, and is what it describes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck
from ninja import Schema
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from hjemmel.api.fhir import MEDIA_TYPE as FHIR
from hjemmel.api.fhir_search import SEARCH
from hjemmel.api.scopes import SCHEME
from hjemmel.api.v1 import api
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import get_municipality
from tests.api.api_addresses import CHANGES, OF_THE_REGISTER, OPEN
from tests.api.conftest import Keyed

DESCRIPTION = api.get_openapi_schema(path_prefix="/api/v1/")


def test_the_description_names_every_address(client: Client) -> None:
    served = client.get("/api/v1/openapi.json").json()
    assert served["openapi"].startswith("3.")
    there = {
        f"{verb.upper()} {path.removeprefix('/api/v1/')}"
        for path, verbs in served["paths"].items()
        for verb in verbs
    }
    assert there == {*OPEN, *OF_THE_REGISTER, *CHANGES}


def test_every_reference_in_the_description_leads_somewhere() -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(DESCRIPTION)))
    assert names <= set(DESCRIPTION["components"]["schemas"])


def test_no_two_shapes_share_a_name() -> None:
    """The description holds one shape a name: of two, one would be described wrong."""
    shapes = {shape for shape in _shapes(Schema) if not shape.__name__.endswith("Query")}
    names = Counter(shape.__name__ for shape in shapes)
    assert [name for name, count in names.items() if count > 1] == []


def _shapes(shape: type[Schema]) -> Iterator[type[Schema]]:
    for below in shape.__subclasses__():
        if below.__module__.startswith("hjemmel."):
            yield below
        yield from _shapes(below)


def test_the_start_leads_on(client: Client) -> None:
    start = client.get("/api/v1/").json()
    assert client.get(start["docs"]).status_code == 200
    assert client.get(start["openapi"]).status_code == 200


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_keeps_to_the_content_security_policy(client: Client) -> None:
    response = client.get("/api/v1/docs")
    assert response.headers["Content-Language"] == "en"
    html = response.content.decode()
    page = _Page()
    page.feed(html)
    tags = {tag for tag, _ in page.tags}
    assert not {"script", "style", "iframe", "img"} & tags
    assert not any("style" in attributes for _, attributes in page.tags)
    links = [a["href"] or "" for tag, a in page.tags if tag in ("link", "a")]
    assert all(link.startswith(("/", "#")) for link in links)
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert '<html lang="en"' in html
    assert "<title>API – hjemmel</title>" in html
    for path in DESCRIPTION["paths"]:
        assert path in html


schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = get_wsgi_application()
few = hypothesis.settings(
    max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
DAY = date(2024, 1, 1)
KNOWN = {
    "case": "bergen-2023",
    "parameter_id": "gp_list.ceiling_max",
    "number": "4601",
    "month": "2024-02",
    "key": 1,
    "goal": 1,
    "name": "over-taket",
    "kind": "gp_ends",
    "language": "nb",
    "source": "round",
    "form": "pdf",
    "year": 2025,
    "example": "trondheim-2024",
}
KNOWN_OF_DOCUMENTS = {**KNOWN, "kind": "plan"}


@pytest.fixture(autouse=True)
def _connection_stays_open() -> Iterator[None]:
    """Let the requests be in the test's transaction, as those of Django's own client are."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _ask(case: Any) -> None:
    """What a figure may be depends on other figures, so valid types may still be refused."""
    case.call_and_validate(
        headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance]
    )


@pytest.mark.django_db
@schema.parametrize()
@few
def test_generated_requests_are_answered_as_described(case: Any) -> None:
    _ask(case)


@pytest.mark.django_db
@schema.parametrize()
@few
def test_generated_questions_about_what_exists_are_answered_as_described(case: Any) -> None:
    known = KNOWN_OF_DOCUMENTS if "document-texts" in case.operation.path else KNOWN
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    _ask(case)


@pytest.mark.django_db
def test_generated_questions_to_the_register_are_answered_as_described(
    keyed: Keyed, settings: Any
) -> None:
    settings.API_RATE = ""
    known = _known(keyed)
    for operation in _operations(schema):
        if SCHEME not in str(operation.definition.raw.get("security")):
            continue
        _generate(operation, keyed.key(), known[operation.path])


@pytest.mark.django_db
def test_generated_questions_about_doctors_and_centres_are_answered(
    keyed: Keyed, settings: Any
) -> None:
    settings.API_RATE = ""
    fhir = schemathesis.openapi.from_dict(_fhir_description())
    fhir.app = schema.app
    known = {path: {"key": "1"} for path in _fhir_description()["paths"]}
    for operation in _operations(fhir):
        _generate(operation, keyed.key(), known[operation.path])


def _operations(described: Any) -> list[Any]:
    return [result.ok() for result in described.get_all_operations()]


def _generate(operation: Any, key: str, known: dict[str, Any]) -> None:
    """Ask an operation with a key, about what exists and about anything."""

    @few
    @hypothesis.given(
        case=operation.as_strategy(), about_what_exists=hypothesis.strategies.booleans()
    )
    def ask(case: Any, about_what_exists: bool) -> None:
        if about_what_exists:
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        case.call_and_validate(
            headers={"Accept-Encoding": "identity", "Authorization": f"Bearer {key}"},
            excluded_checks=[positive_data_acceptance, ignored_auth],
        )

    ask()


def _known(keyed: Keyed) -> dict[str, dict[str, Any]]:
    """Return keys of what exists, by path."""
    place = get_municipality("4601", by=keyed.actor)
    row = next(r for r in lists_on(place, place.usual_day(DAY), by=keyed.actor).rows if r.holder)
    keys = {
        "lists": row.key,
        "centres": row.centre,
        "doctors": row.holder,
        "users": keyed.actor.user,
        "residents": 1,
        "imports": 1,
        "requests": 1,
        "rounds": 1,
        "reductions": 1,
        "cut-overs": 1,
        "letters": 1,
        "documents": 1,
        "letter-batches/{source}": 1,
        "searches": 1,
    }
    found: dict[str, dict[str, Any]] = {}
    for path in DESCRIPTION["paths"]:
        about = next((name for name in keys if f"/{name}/{{key}}" in path), "lists")
        found[path] = {
            **KNOWN, "case": "4601", "key": keys[about],
        }  # fmt: skip
    return found


def _fhir_description() -> dict[str, Any]:
    """Describe the FHIR addresses as far as generating questions needs."""
    answers = {str(status): {"description": "", "content": {FHIR: {"schema": {"type": "object"}}}}
               for status in (200, 401, 403, 404, 422)}  # fmt: skip
    text = {"type": "string"}
    paths: dict[str, Any] = {"/api/fhir/metadata": {"get": {"responses": answers}}}
    for kind, parameters in SEARCH.items():
        names = (*parameters, "_count", "_offset")
        query = [{"name": name, "in": "query", "schema": text} for name in names]
        paths[f"/api/fhir/{kind}"] = {"get": {"parameters": query, "responses": answers}}
        key = [{"name": "key", "in": "path", "required": True, "schema": text}]
        paths[f"/api/fhir/{kind}/{{key}}"] = {"get": {"parameters": key, "responses": answers}}
    info = {"title": "FHIR", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths}
