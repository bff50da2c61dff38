"""Parts of pages that are kept: shown again as they were, until what they rest on changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.test import Client, RequestFactory
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LISTS = "/nb/4601/lister/"
PART = Template("{% load kept %}{% kept 'part' other %}{{ shown }}{% endkept %}")


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def signed_in(user: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=user), _BACKEND)
    return client


def written(address: str, shown: str, other: object = None) -> str:
    """Return what a public page at an address writes."""
    request = RequestFactory().get(address)
    return PART.render(Context({"request": request, "shown": shown, "other": other}))


def test_part_is_kept_for_its_address_and_for_what_else_it_depends_on() -> None:
    assert written("/nb/a/", "first") == "first"
    assert written("/nb/a/", "second") == "first"
    assert written("/en/a/", "second") == "second"
    assert written("/nb/a/?per=2024-01-01", "third") == "third"
    assert written("/nb/a/", "fourth", other=4) == "fourth"


def test_page_of_the_register_is_kept_until_the_revision_changes(
    small_register: SyntheticMunicipality,
) -> None:
    leader = signed_in("leder")
    before = Page(leader.get(LISTS)).text
    Doctor.objects.update(name="Navnet er byttet")  # behind the back of the services
    assert Page(leader.get(LISTS)).text == before
    mark_changed(Municipality.objects.get(number="4601").pk)
    assert "Navnet er byttet" in Page(leader.get(LISTS)).text


def test_what_is_kept_for_one_reader_is_not_shown_to_another(
    small_register: SyntheticMunicipality,
) -> None:
    waiting = f"{LISTS.replace('lister', 'innbyggere/venteliste')}?liste="
    assert waiting in signed_in("leder").get(LISTS).content.decode()
    assert waiting not in signed_in("leser").get(LISTS).content.decode()
