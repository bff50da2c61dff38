"""Every operation of the API about plans, and who may: driven through each role."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hjemmel.api.scopes import scopes_of
from hjemmel.api.v1 import api, plan_measures, plan_parts, plans
from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import make_token
from hjemmel.apps.registry.models import Centre, Doctor, Municipality
from tests.api import conftest as asking
from tests.api.plan_examples import plan_examples

_OPERATIONS = {
    (path, operation.view_func.__name__)
    for router in (plans.router, plan_measures.router, plan_parts.router)
    for path, view in router.path_operations.items()
    for operation in view.operations
}
_PATHS = {path for path, _ in _OPERATIONS}
NEEDED = {
    f"{verb.upper()} {path}": frozenset(Permission(scope) for scope in scopes_of(operation) or ())
    for path, verbs in api.get_openapi_schema(path_prefix="")["paths"].items()
    for verb, operation in verbs.items()
    if path in _PATHS and scopes_of(operation)
}
"""What each operation needs; those that need nothing are open to all."""


def operations() -> set[str]:
    """Return the names of the addresses of plans in the API."""
    return {f"api-v1:{name}" for _, name in _OPERATIONS}


keyed = asking.keyed


def test_each_role_asks_the_api_for_the_plans_that_it_opens_and_no_others(
    keyed: asking.Keyed, settings: Any
) -> None:
    settings.API_RATE = ""
    asked = plan_examples()
    assert set(NEEDED) == set(asked)
    wrong = []
    for role in (role for role in Role if not role.is_bound_to_a_resident):
        key = _key(role)
        for name, example in asked.items():
            with transaction.atomic():
                headers = {"Authorization": f"Bearer {key}"}
                status = example.send(keyed, name.split()[0], headers).status_code
                transaction.set_rollback(True)
            if status != (example.status if NEEDED[name] <= OPENS[role] else 403):
                wrong.append((role.value, name, status))
    assert wrong == []


def _key(role: Role) -> str:
    user = User.objects.create(username=f"some-{role.value}")
    RoleGrant.objects.create(
        user=user,
        role=role.value,
        municipality=Municipality.objects.get(number="4601"),
        centre=Centre.objects.all()[0] if role.is_bound_to_a_centre else None,
        doctor=Doctor.objects.all()[0] if role is Role.GP else None,
    )
    return make_token(name="test", scopes=OPENS[role], by=actor_named(user.username))
