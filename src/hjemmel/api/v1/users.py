"""Users and their roles, for reading."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.actors import actor_for
from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.schemas.log import UserKey, UserOut, UsersQuery
from hjemmel.apps.accounts.policies import not_allowed
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.accounts.selectors import UserView, get_user, list_users

router = Router()
_NEEDS = key_for(Permission.MANAGE_USERS)


@router.get("/users", response=list[UserOut], summary="Users", openapi_extra=_NEEDS)
def show_users(request: HttpRequest, query: Query[UsersQuery]) -> Any:
    """The users that one manages, with their roles."""
    refuse_other_parameters(request, *UsersQuery.model_fields)
    role = None if query.role is None else Role(query.role)
    return [_user(one) for one in list_users(by=actor_for(request), search=query.q, role=role)]


@router.get("/users/{key}", response=UserOut, summary="One user", openapi_extra=_NEEDS)
def show_user(request: HttpRequest, key: UserKey) -> Any:
    """One of the users that one manages."""
    refuse_other_parameters(request)
    actor = actor_for(request)
    if actor.municipalities(Permission.MANAGE_USERS) == frozenset():
        raise not_allowed(Permission.MANAGE_USERS)
    return _user(get_user(key, by=actor))


def _user(view: UserView) -> dict[str, Any]:
    names = [name for name in UserOut.model_fields if name != "grants"]
    return {
        **{name: getattr(view, name) for name in names},
        "grants": [
            {"role": grant.role.value, "municipality": grant.municipality, "centre": grant.centre}
            for grant in view.grants
        ],
    }
