"""Reads users, their roles and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils import timezone

from hjemmel.apps.accounts.models import ApiToken, RoleGrant, User
from hjemmel.apps.accounts.policies import Actor, Grant, not_allowed
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.accounts.services import digest_of
from hjemmel.kernel.errors import SignInNeededError, UnknownIdError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class GrantView:
    """A role that a user holds, with the names of where."""

    key: int
    role: Role
    municipality: str | None
    centre: str | None
    doctor: str | None
    is_of_resident: bool


@dataclass(frozen=True, slots=True)
class UserView:
    """A user as administrators see her."""

    key: int
    username: str
    full_name: str
    email: str
    is_active: bool
    is_demo: bool
    language: str
    last_login: datetime | None
    grants: tuple[GrantView, ...]


@dataclass(frozen=True, slots=True)
class TokenView:
    """One of a user's own keys."""

    key: int
    name: str
    scopes: tuple[Permission, ...]
    made_at: datetime
    expires_on: date | None
    revoked_at: datetime | None


def actor_of(user: User, *, scopes: frozenset[Permission] | None = None) -> Actor:
    """Return the user as an actor, with the roles that she holds now: one query."""
    grants = tuple(
        Grant(Role(row.role), row.municipality_id, row.centre_id, row.doctor_id, row.resident_id)
        for row in user.grants.all()
    )
    return Actor(user.username, grants, user.pk, scopes)


def find_user(username: str) -> int | None:
    """Return the key of a user by name, or ``None``."""
    return User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()


def actor_named(username: str) -> Actor:
    """Return an active user as an actor.

    Raises:
        SignInNeededError: There is no such user, or she is not active.
    """
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise SignInNeededError(
            Text(
                f"Ingen aktiv bruker heter «{username}».", f"No active user is named “{username}”."
            ),
            where="user",
            remedy=Text(
                "Skriv brukernavnet slik det står under Brukere og roller.",
                "Write the user name as it stands under Users and roles.",
            ),
        )
    return actor_of(user)


def actor_of_token(secret: str) -> Actor:
    """Return who a key acts as.

    Raises:
        SignInNeededError: The key is unknown, revoked or past its end, or its user is not active.
    """
    today = timezone.localdate()
    row = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked_at__isnull=True, user__is_active=True)
        .filter(Q(expires_on__isnull=True) | Q(expires_on__gt=today))
        .first()
    )
    if row is None:
        raise SignInNeededError(
            Text("Nøkkelen gjelder ikke.", "The key is not valid."),
            where="Authorization",
            remedy=Text("Lag en ny under Profil.", "Make a new one under Profile."),
        )
    return actor_of(row.user, scopes=row.permissions())


def user_with_email(email: str) -> User | None:
    """Return the only active user with an address; none when two have it."""
    found = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def list_users(*, by: Actor, search: str = "", role: Role | None = None) -> tuple[UserView, ...]:
    """Return the users that ``by`` manages: those with a role in her municipalities, or with none.

    Raises:
        NotAllowedError: She manages no users.
    """
    places = by.municipalities(Permission.MANAGE_USERS)
    if places == frozenset():
        raise not_allowed(Permission.MANAGE_USERS)
    rows = User.objects.prefetch_related(_grants())
    if places is not None:
        rows = rows.filter(Q(grants__municipality__in=places) | Q(grants__isnull=True))
    if search:
        rows = rows.filter(
            Q(username__icontains=search)
            | Q(full_name__icontains=search)
            | Q(email__icontains=search)
        )
    if role is not None:
        rows = rows.filter(grants__role=role.value)
    return tuple(_view(row) for row in rows.distinct())


def get_user(key: int, *, by: Actor) -> UserView:
    """Return one of the users that ``by`` manages, or herself.

    Raises:
        UnknownIdError: She manages no such user.
    """
    row = User.objects.prefetch_related(_grants()).filter(pk=key).first()
    places = by.municipalities(Permission.MANAGE_USERS)
    if row is not None:
        held = {grant.municipality_id for grant in row.grants.all()}
        manages = places is None or (bool(places) and (not held or bool(held & set(places))))
        if manages or row.pk == by.user:
            return _view(row)
    raise UnknownIdError(
        Text("Brukeren finnes ikke her.", "There is no such user here."),
        where="user",
        remedy=Text("Gå tilbake til Brukere og roller.", "Go back to Users and roles."),
    )


def list_tokens(*, by: Actor) -> tuple[TokenView, ...]:
    """Return one's own keys, newest first."""
    rows = ApiToken.objects.filter(user=by.user or 0).order_by("-made_at")
    return tuple(
        TokenView(
            row.pk,
            row.name,
            tuple(sorted(row.permissions(), key=lambda p: p.value)),
            row.made_at,
            row.expires_on,
            row.revoked_at,
        )
        for row in rows
    )


def _grants() -> Prefetch[str]:
    return Prefetch("grants", RoleGrant.objects.select_related("municipality", "centre", "doctor"))


def _view(row: User) -> UserView:
    return UserView(
        row.pk,
        row.username,
        row.full_name,
        row.email,
        row.is_active,
        row.is_demo,
        row.language,
        row.last_login,
        tuple(
            GrantView(
                g.pk,
                Role(g.role),
                None if g.municipality is None else g.municipality.name,
                None if g.centre is None else g.centre.name,
                None if g.doctor is None else g.doctor.name,
                g.resident_id is not None,
            )
            for g in row.grants.all()
        ),
    )
