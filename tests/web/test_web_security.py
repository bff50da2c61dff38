"""What a browser is told to refuse, and that no page needs what is refused."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import escape
from web_addresses import PAGES, WRONG
from web_page import Page

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.coverage.models import Snapshot, SnapshotDistrict
from hjemmel.kernel.text import LANGUAGES

EXPECTED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ADDRESSES = [f"/{language}/{page}" for language in LANGUAGES for page in (*PAGES, *WRONG)]


def policy(header: str) -> dict[str, str]:
    """Return the directives of a content security policy."""
    pairs = (part.strip().partition(" ") for part in header.split(";"))
    return {name: value for name, _, value in pairs}


@pytest.mark.parametrize("url", ADDRESSES)
def test_page_has_the_strict_policy_and_keeps_to_it(client: Client, url: str) -> None:
    response = client.get(url)
    page = Page(response)

    assert policy(response.headers["Content-Security-Policy"]) == EXPECTED
    assert not page.all("style")
    for element in page.elements:
        assert "style" not in element.attributes, element
        assert not [name for name in element.attributes if name.startswith("on")], element
        assert "hx-on" not in " ".join(element.attributes), element
    for script in page.all("script"):
        assert script["src"].startswith("/static/")
        assert not script.text
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page.source)


def test_other_headers_are_strict(client: Client) -> None:
    headers = client.get("/nb/bergen-2023/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


# Where a reader can type, and how many characters of it the page says.
TYPED = [
    ("/nb/bergen-2023/behov/", "mean_list", 100),
    ("/nb/bergen-2023/behov/", "v", 20),
    ("/nb/bergen-2023/", "per", 100),
    ("/nb/regelverk/", "sok", 100),
    ("/nb/regelverk/", "fra", 0),
]
HARMLESS = "blåbær"  # as text «blåbær», in an address «bl%C3%A5b%C3%A6r»


@pytest.mark.parametrize(("url", "name", "longest"), TYPED)
@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"]
)
def test_what_a_reader_types_is_shown_as_text(
    client: Client, url: str, name: str, longest: int, attack: str
) -> None:
    page = Page(client.get(url, {name: attack}))
    harmless = Page(client.get(url, {name: HARMLESS}))

    # In every place where the page says a harmless word, it says this one, escaped.
    said = harmless.source.count(HARMLESS)
    assert (said > 0) is (longest > 0)
    if longest:
        assert page.source.count(escape(attack[:longest])) == said
    assert escape(attack) == attack or attack not in page.source
    assert len(page.elements) == len(harmless.elements)
    # A template that were run would stand as 14.
    assert len(re.findall(r"\b14\b", page.text)) == len(re.findall(r"\b14\b", harmless.text))
    assert not page.all("img")
    assert all("src" in script.attributes for script in page.all("script"))


def test_post_changes_nothing_and_is_refused() -> None:
    def rows() -> list[int]:
        return [model.objects.count() for model in (Snapshot, SnapshotDistrict, AuditEvent)]

    before = rows()
    response = Client(enforce_csrf_checks=True).post("/nb/bergen-2023/behov/", {"years": "3"})

    assert response.status_code == 403
    page = Page(response)
    assert page.one("html")["lang"] == "nb"
    assert "Skjemaet kom ikke fra en side hos oss." in page.one("main").text
    assert rows() == before


def test_static_files_are_served_from_here(client: Client) -> None:
    page = Page(client.get("/nb/om/"))
    files = [e["href"] for e in page.all("link")] + [e["src"] for e in page.all("script")]
    assert len(files) == 8
    for file in files:
        response = client.get(file)
        assert response.status_code == 200
        assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
