"""The API describes itself, and is what it describes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck
from schemathesis.specs.openapi.checks import positive_data_acceptance

from hjemmel.api.v1 import api

DESCRIPTION = api.get_openapi_schema(path_prefix="/api/v1/")


def test_the_description_names_every_address(client: Client) -> None:
    served = client.get("/api/v1/openapi.json").json()
    assert served["openapi"].startswith("3.")
    assert set(served["paths"]) == {
        "/api/v1/cases",
        "/api/v1/cases/{case}",
        "/api/v1/coverage/{case}",
        "/api/v1/data-quality/{case}",
        "/api/v1/law/parameters",
        "/api/v1/law/parameters/{parameter_id}",
        "/api/v1/law/parameters/{parameter_id}/history",
        "/api/v1/law/rules",
        "/api/v1/me",
        "/api/v1/municipalities",
        "/api/v1/municipalities/{number}",
        "/api/v1/municipalities/{number}/lists",
        "/api/v1/municipalities/{number}/lists/{key}",
        "/api/v1/need/{case}",
        "/api/v1/verification",
    }
    assert {method for path in served["paths"].values() for method in path} == {"get"}


def test_every_reference_in_the_description_leads_somewhere() -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(DESCRIPTION)))
    assert names <= set(DESCRIPTION["components"]["schemas"])


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
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
KNOWN = {
    "case": "bergen-2023",
    "parameter_id": "gp_list.ceiling_max",
    "number": "4601",
    "key": 1,
}


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
    case.path_parameters = {name: KNOWN[name] for name in case.path_parameters or {}}
    _ask(case)


@schema.include(path_regex="/(me|municipalities|coverage|need)").parametrize()
@few
def test_generated_questions_to_the_register_are_answered_as_described(
    case: Any, register_in_place: dict[str, Any]
) -> None:
    known = {**register_in_place["known"], "parameter_id": "gp_list.ceiling_max"}
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    case.call_and_validate(
        headers={
            "Accept-Encoding": "identity",
            "Authorization": f"Bearer {register_in_place['key']}",
        },
        excluded_checks=[positive_data_acceptance],
    )


@pytest.fixture
def register_in_place(small_register: Any) -> dict[str, Any]:
    from hjemmel.apps.accounts.roles import Permission
    from hjemmel.apps.accounts.selectors import actor_named
    from hjemmel.apps.accounts.services import make_token
    from hjemmel.apps.registry.models import PatientList

    actor = actor_named("leder")
    scopes = frozenset({Permission.SEE_FIGURES, Permission.SEE_LISTS})
    first = PatientList.objects.order_by("pk").values_list("pk", flat=True)[0]
    return {
        "key": make_token(name="schemathesis", scopes=scopes, by=actor),
        "known": {"case": "4601", "number": "4601", "key": first},
    }
