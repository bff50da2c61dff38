"""Every page, form and operation of grants, and who may: one table, driven through each role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hjemmel.api.scopes import scopes_of
from hjemmel.api.v1 import api
from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import make_token
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.grants.models import GrantPayment, SchemeYear
from hjemmel.apps.grants.services.cases import grant_application
from hjemmel.apps.grants.services.money import revoke_grant
from hjemmel.apps.registry.models import Centre, Doctor, Municipality
from tests.api import conftest as asking
from tests.api.grant_examples import grant_examples
from tests.grant_cases import BY, NOW, GrantPlace, client_of, made_place, submitted, version

P = Permission
PAGES: Mapping[str, tuple[str, Permission]] = {
    "grants": ("", P.SEE_GRANTS),
    "grants-schemes": ("ordninger/", P.SEE_GRANTS),
    "grants-scheme": ("ordninger/{scheme}/", P.SEE_GRANTS),
    "grants-round": ("runder/{year}/", P.SEE_GRANTS),
    "grants-payments": ("utbetalinger/", P.SEE_GRANTS),
    "grants-watch": ("frister/", P.SEE_GRANTS),
    "grants-calendar": ("frister.ics", P.SEE_GRANTS),
    "grants-import": ("fra-fil/", P.HANDLE_GRANTS),
    "my-grants": ("mine/", P.APPLY_FOR_GRANTS),
    "grants-case": ("saker/{case}/", P.SEE_GRANTS),
    "grants-letter": ("saker/{decided}/vedtak.pdf", P.SEE_GRANTS),
    "grants-revocation-file": ("saker/{revoked}/tilbaketrekking.pdf", P.SEE_GRANTS),
    "grants-file": ("saker/{case}/vedlegg/{file}/", P.SEE_GRANTS),
}
"""Where each page is, by the name of its address, and what it needs in the municipality."""
NAMES = frozenset(PAGES)
Body = dict[str, Any]
WRITES: tuple[tuple[str, str, Body, Permission], ...] = (
    ("adopt", "ordninger/", {"scheme": "expansion"}, P.DECIDE_GRANTS),
    ("open", "ordninger/{scheme}/", {"what": "open", "year": "2027"}, P.DECIDE_GRANTS),
    ("frame", "ordninger/{scheme}/", {"what": "frame", "scheme_year": "{year}", "frame": "9000000", "source": "x"}, P.DECIDE_GRANTS),
    ("deadline", "ordninger/{scheme}/", {"what": "deadline", "scheme_year": "{year}", "deadline": "2026-12-20"}, P.DECIDE_GRANTS),
    ("paper", "", {"scheme_year": "{year}", "applicant": "centre:{centre}"}, P.HANDLE_GRANTS),
    ("take", "saker/{case}/", {"what": "take", "version": "{version}"}, P.HANDLE_GRANTS),
    ("grant", "saker/{case}/", {"what": "grant", "version": "{version}", "reason": "Ja"}, P.DECIDE_GRANTS),
    ("refuse", "saker/{case}/", {"what": "refuse", "version": "{version}", "reason": "Nei"}, P.DECIDE_GRANTS),
    ("withdraw", "saker/{case}/", {"what": "withdraw", "version": "{version}"}, P.HANDLE_GRANTS),
    ("pay", "utbetalinger/", {"payment": "{payment}", "paid_on": "2026-07-01"}, P.DECIDE_GRANTS),
    ("appeal", "saker/{decided}/", {"what": "appeal", "version": "{decided_version}", "text": "Nei"}, P.HANDLE_GRANTS),
    ("revoke", "saker/{decided}/", {"what": "revoke", "version": "{decided_version}", "reason": "x"}, P.DECIDE_GRANTS),
)  # fmt: skip
"""What it is called, the address, what is posted there, and what it needs in the municipality."""
REFUSED = "Rollene dine gir ikke adgang"
DESCRIBED = {
    (verb.upper(), path): frozenset(Permission(scope) for scope in scopes_of(operation) or ())
    for path, verbs in api.get_openapi_schema(path_prefix="")["paths"].items()
    for verb, operation in verbs.items()
    if "/grants/" in path
}
"""What each operation of the API names as its scopes, by verb and path."""


def operations() -> set[str]:
    """Return the names of the addresses of grants in the API: driven through each role below."""
    return {
        f"api-v1:{operation.view_func.__name__}"
        for _, router in api._routers
        for path, view in router.path_operations.items()
        if "/grants/" in path
        for operation in view.operations
    }


keyed = asking.keyed
IN_THE_SERVICE = [role for role in Role if not role.is_bound_to_a_resident]


@pytest.fixture
def place(db: None) -> GrantPlace:
    return made_place()


@pytest.fixture
def given(place: GrantPlace) -> dict[str, str]:
    """What stands in braces: cases of another centre than that of the roles."""
    year = place.year("new_centre")
    other = place.another_centre("Annet senter")
    case = submitted(place, year, {"doctors": "2"}, "600000", centre=other)
    third = place.another_centre("Tredje senter")
    decided = submitted(place, year, {"doctors": "1"}, "300000", centre=third)
    grant_application(case=decided, version=version(decided), reason="Ja", by=BY, now=NOW)
    fourth = place.another_centre("Fjerde senter")
    revoked = submitted(place, year, {"doctors": "1"}, "300000", centre=fourth)
    grant_application(case=revoked, version=version(revoked), reason="Ja", by=BY, now=NOW)
    revoke_grant(case=revoked, version=version(revoked), reason="Nei", by=BY, now=NOW)
    row = SchemeYear.objects.get(pk=year)
    return {
        "centre": str(third),
        "revoked": str(revoked),
        "scheme": str(row.scheme_id),
        "year": str(year),
        "case": str(case),
        "version": str(version(case)),
        "decided": str(decided),
        "decided_version": str(version(decided)),
        "payment": str(GrantPayment.objects.get(stopped_at=None).pk),
        "file": str(row.applications.get(pk=case).files.all()[0].pk),
    }


@pytest.mark.parametrize("role", IN_THE_SERVICE)
def test_each_role_opens_the_pages_that_the_table_says_and_no_others(
    place: GrantPlace, given: dict[str, str], role: Role
) -> None:
    client, base = client_of(role, place), f"/nb/{place.number}/tilskudd/"
    wrong = []
    for name, (address, needed) in PAGES.items():
        status = client.get(base + address.format_map(given)).status_code
        if status != (200 if needed in OPENS[role] else 403):
            wrong.append((name, status))
    assert wrong == []


@pytest.mark.parametrize("role", IN_THE_SERVICE)
def test_each_role_does_what_the_table_says_and_nothing_else(
    place: GrantPlace, given: dict[str, str], role: Role
) -> None:
    client, base = client_of(role, place), f"/nb/{place.number}/tilskudd/"
    wrong = []
    for name, address, body, needed in WRITES:
        before = AuditEvent.objects.count()
        with transaction.atomic():
            sent = {key: value.format_map(given) for key, value in body.items()}
            answer = client.post(base + address.format_map(given), sent)
            is_refused = answer.status_code == 403 or REFUSED in answer.content.decode()
            if is_refused == (needed in OPENS[role]) or answer.status_code >= 500:
                wrong.append((name, answer.status_code))
            if not is_refused and answer.status_code != 302:
                wrong.append((name, answer.status_code))
            if is_refused and AuditEvent.objects.count() != before:
                wrong.append((name, 0))
            transaction.set_rollback(True)
    assert wrong == []


@pytest.mark.parametrize("role", IN_THE_SERVICE)
def test_roles_of_another_municipality_open_nothing_here(
    place: GrantPlace, given: dict[str, str], role: Role
) -> None:
    other = made_place("4601", "Bergen")
    client = client_of(role, other)
    for number in (place.number, other.number):  # nor by way of an address of her own municipality
        for name, (address, _) in PAGES.items():
            if number == place.number or "{" in address:
                status = client.get(f"/nb/{number}/tilskudd/{address.format_map(given)}")
                assert status.status_code in (403, 404), (name, number)


def test_nobody_opens_anything_of_grants_without_signing_in(
    place: GrantPlace, given: dict[str, str]
) -> None:
    for address, _ in PAGES.values():
        answer = Client().get(f"/nb/{place.number}/tilskudd/{address.format_map(given)}")
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/konto/login/?next="), address


def test_each_role_asks_the_api_for_what_it_opens_and_nothing_else(
    keyed: asking.Keyed, settings: Any
) -> None:
    settings.API_RATE = ""
    asked = grant_examples()
    assert {f"{verb} {path}" for verb, path in DESCRIBED} == set(asked)
    wrong = []
    for role in IN_THE_SERVICE:
        key = _key(role)
        for name, example in asked.items():
            verb, path = name.split()
            with transaction.atomic():
                headers = {"Authorization": f"Bearer {key}"}
                status = example.send(keyed, verb, headers).status_code
                transaction.set_rollback(True)
            expected = example.status if DESCRIBED[verb, path] <= OPENS[role] else 403
            if status != expected:
                wrong.append((role, name, status))
    assert wrong == []


def _key(role: Role) -> str:
    """Return a key of somebody with a role, at a centre that has no case."""
    user = User.objects.create(username=f"some-{role.value}")
    RoleGrant.objects.create(
        user=user,
        role=role.value,
        municipality=Municipality.objects.get(number="4601"),
        centre=Centre.objects.get(name="Nytt legesenter") if role.is_bound_to_a_centre else None,
        doctor=Doctor.objects.all()[0] if role is Role.GP else None,
    )
    actor = actor_named(user.username)
    return make_token(name="test", scopes=OPENS[role], by=actor) if OPENS[role] else ""
