"""The scopes that the description names are those that the register demands."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hjemmel.api.scopes import scopes_of
from hjemmel.api.v1 import api
from hjemmel.apps.accounts.roles import Permission
from tests.api.api_examples import examples
from tests.api.conftest import EVERYTHING, Keyed, checked
from tests.api.example import Example

DESCRIPTION = api.get_openapi_schema(path_prefix="")
NAMED: dict[str, frozenset[Permission]] = {
    f"{verb.upper()} {path}": frozenset(Permission(scope) for scope in scopes)
    for path, verbs in DESCRIPTION["paths"].items()
    for verb, operation in verbs.items()
    if (scopes := scopes_of(operation)) is not None
}


def send(keyed: Keyed, name: str, example: Example, scopes: frozenset[Permission]) -> Any:
    """Send an example with a key of those scopes, and undo what it did."""
    key = keyed.key(*scopes or {Permission.SET_UP})  # a key has a scope, even where none is needed
    with transaction.atomic():
        answer = example.send(keyed, name.split()[0], {"Authorization": f"Bearer {key}"})
        transaction.set_rollback(True)
    return answer


@pytest.fixture(autouse=True)
def _without_limit(settings: Any) -> None:
    settings.API_RATE = ""


@pytest.mark.django_db
def test_every_operation_about_the_register_has_an_example(keyed: Keyed) -> None:
    assert set(examples(keyed)) == set(NAMED)


@pytest.mark.django_db
def test_a_key_with_the_scopes_that_are_named_is_enough(keyed: Keyed) -> None:
    wrong = []
    for name, example in examples(keyed).items():
        answer = send(keyed, name, example, NAMED[name])
        if answer.status_code != example.status:
            wrong.append((name, answer.status_code, answer.content[:300]))
    assert wrong == []


@pytest.mark.django_db
def test_a_key_without_one_of_the_scopes_that_are_named_is_refused(keyed: Keyed) -> None:
    wrong = []
    for name, example in examples(keyed).items():
        for scope in NAMED[name]:
            answer = send(keyed, name, example, EVERYTHING - {scope})
            if answer.status_code != 403:
                wrong.append((name, scope, answer.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_nobody_reads_or_changes_without_a_key_or_a_session(keyed: Keyed) -> None:
    for name, example in examples(keyed).items():
        body = checked(example.send(keyed, name.split()[0], {}), 401)
        assert body["code"] == "sign-in-needed", name


@pytest.mark.django_db
def test_a_session_reads_and_never_changes(keyed: Keyed) -> None:
    from hjemmel.apps.accounts.models import User

    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(username="alt"), backend)
    signed_in = Keyed(keyed.actor, client)
    for name, example in examples(keyed).items():
        answer = example.send(signed_in, name.split()[0], {})
        if name.startswith("GET"):
            assert answer.status_code == example.status, name
            assert answer.headers["Cache-Control"] == "private, no-store"
        else:
            checked(answer, 401)


def test_the_description_has_the_key_and_says_where_it_is_needed() -> None:
    scheme = DESCRIPTION["components"]["securitySchemes"]["key"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    paths = DESCRIPTION["paths"]
    assert "security" not in paths["/law/rules"]["get"]
    assert paths["/need/{case}"]["get"]["security"] == [{}, {"key": ["see_figures"]}]
    assert paths["/me"]["get"]["security"] == [{"key": []}]
