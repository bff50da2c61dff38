"""Makes users, gives and takes roles. Each verb is one transaction and one audit row."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.models import ApiToken, RoleGrant, User
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.audit.services import record
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from hjemmel.kernel.text import Text

DEMO_PASSWORD = "hjemmel-demo"  # noqa: S105  (a demo's, printed at start)
DEMO_USERS = {
    Role.ADMINISTRATOR: "administrator",
    Role.LEADER: "leder",
    Role.PLANNER: "planlegger",
    Role.CASE_WORKER: "saksbehandler",
    Role.CENTRE_LEADER: "senterleder",
    Role.GP: "fastlege",
    Role.READER: "leser",
}
_WEAK_SOMEHOW = Text("er for svakt", "is too weak")
_WEAK = {
    "password_too_short": Text("har under 12 tegn", "has fewer than 12 characters"),
    "password_too_common": Text("er blant de vanligste", "is among the most common"),
    "password_too_similar": Text("ligner brukernavnet", "resembles the user name"),
}
TOKEN_PREFIX = "hjm_"  # noqa: S105  (what a token begins with, not one)


def create_user(
    *,
    username: str,
    by: Actor,
    municipality: int | None,
    full_name: str = "",
    email: str = "",
    password: str | None = None,
) -> int:
    """Make a user without roles; without a password she cannot sign in until one is set.

    Args:
        username: Name to sign in with, whatever the case of its letters.
        by: Who makes her; needs ``MANAGE_USERS``.
        municipality: Where ``by`` manages users; ``None`` is everywhere.
        full_name: Name for people.
        email: Address; also what OpenID Connect finds her by.
        password: A password that keeps to the rules.

    Returns:
        The user's key.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The name or the password is not possible.
        ConflictError: The name is taken.
    """
    by.require(Permission.MANAGE_USERS, municipality=municipality)
    user = User(username=username.strip(), full_name=full_name.strip(), email=email.strip())
    if not user.username or any(sign.isspace() for sign in user.username):
        raise InputError(
            Text(
                "Brukernavnet er tomt eller har mellomrom.", "The user name is empty or has spaces."
            ),
            where="username",
            remedy=Text("Skriv et navn uten mellomrom.", "Write a name without spaces."),
        )
    _set_password(user, password)
    try:
        with transaction.atomic():
            user.save()
            record(by=by.name, action="accounts.create_user", subject=user.username, details={})
    except IntegrityError:
        raise ConflictError(
            Text(
                f"Brukernavnet «{user.username}» er i bruk.",
                f"The user name “{user.username}” is in use.",
            ),
            where="username",
            remedy=Text("Velg et annet.", "Choose another."),
        ) from None
    return user.pk


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        said = [_WEAK.get(str(one.code), _WEAK_SOMEHOW) for one in error.error_list]
        raise InputError(
            Text(
                f"Passordet {' og '.join(words.nb for words in said)}.",
                f"The password {' and '.join(words.en for words in said)}.",
            ),
            where="password",
            remedy=Text(
                "Velg et langt passord som ingen kan gjette.",
                "Choose a long password that nobody can guess.",
            ),
        ) from None
    user.set_password(password)


@transaction.atomic
def set_password(*, user: int, password: str, by: Actor) -> None:
    """Give a user a new password; her sessions end.

    Raises:
        NotAllowedError: It is another's, and the roles do not open it.
        InputError: The password is not possible.
    """
    row = _user(user)
    if by.user != user:
        _require_rule_over(by, row)
    _set_password(row, password)
    row.save(update_fields=["password"])
    record(by=by.name, action="accounts.set_password", subject=row.username, details={})


@transaction.atomic
def change_user(
    *,
    user: int,
    by: Actor,
    full_name: str | None = None,
    email: str | None = None,
    language: str | None = None,
    is_active: bool | None = None,
) -> None:
    """Change what is known of a user; oneself may change all but whether one is active.

    Raises:
        NotAllowedError: It is another's, and the roles do not open it.
        InputError: The language is not one of ours.
    """
    row = _user(user)
    if by.user != user or is_active is not None:
        _require_rule_over(by, row)
    if is_active is False:
        _refuse_last_administrator(row)
    if language is not None and language not in ("nb", "en"):
        raise InputError(
            Text("Ukjent språk.", "Unknown language."),
            where="language",
            remedy=Text("Velg nb eller en.", "Choose nb or en."),
        )
    wanted = {
        "full_name": None if full_name is None else full_name.strip(),
        "email": None if email is None else email.strip(),
        "language": language,
        "is_active": is_active,
    }
    changed = {k: v for k, v in wanted.items() if v is not None and getattr(row, k) != v}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
        details = {"fields": sorted(changed)}
        record(by=by.name, action="accounts.change_user", subject=row.username, details=details)


@transaction.atomic
def grant_role(
    *,
    user: int,
    role: Role,
    by: Actor,
    municipality: int | None,
    centre: int | None = None,
    doctor: int | None = None,
) -> None:
    """Give a user a role in a municipality, at a centre, or (``None``) everywhere.

    Nobody gives what reaches further than her own right to manage users.

    Raises:
        NotAllowedError: The roles do not open it there.
        InputError: A role that is bound to a centre lacks one.
        ConflictError: She has the role there already.
    """
    by.require(Permission.MANAGE_USERS, municipality=municipality)
    if municipality is None and by.municipalities(Permission.MANAGE_USERS) is not None:
        raise _beyond()
    row = _user(user)
    if role.is_bound_to_a_centre != (centre is not None) or (centre and municipality is None):
        raise InputError(
            Text(
                f"Rollen {role.label.nb} gjelder {'ved ett legesenter' if role.is_bound_to_a_centre else 'i en kommune'}.",
                f"The role {role.label.en} holds {'at one centre' if role.is_bound_to_a_centre else 'in a municipality'}.",
            ),
            where="centre",
            remedy=Text("Velg legesenter for rollen.", "Choose a centre for the role.")
            if role.is_bound_to_a_centre
            else Text("La legesenteret stå tomt.", "Leave the centre empty."),
        )
    try:
        with transaction.atomic():
            RoleGrant.objects.create(
                user=row,
                role=role.value,
                municipality_id=municipality,
                centre_id=centre,
                doctor_id=doctor,
            )
    except IntegrityError:
        raise ConflictError(
            Text("Brukeren har rollen der fra før.", "The user has the role there already."),
            where="role",
            remedy=Text("Velg en annen rolle.", "Choose another role."),
        ) from None
    details = {"role": role.value, "municipality": municipality, "centre": centre}
    record(by=by.name, action="accounts.grant_role", subject=row.username, details=details)


@transaction.atomic
def revoke_role(*, grant: int, by: Actor) -> None:
    """Take a role from a user.

    Raises:
        UnknownIdError: There is no such grant.
        NotAllowedError: The roles do not open it there.
        ConflictError: It would leave the municipality without an administrator.
    """
    row = RoleGrant.objects.select_related("user").filter(pk=grant).first()
    if row is None:
        raise _unknown("grant")
    by.require(Permission.MANAGE_USERS, municipality=row.municipality_id)
    if row.role == Role.ADMINISTRATOR.value:
        _refuse_last(row)
    details = {"role": row.role, "municipality": row.municipality_id, "centre": row.centre_id}
    row.delete()
    record(by=by.name, action="accounts.revoke_role", subject=row.user.username, details=details)


def make_token(
    *,
    name: str,
    scopes: frozenset[Permission],
    by: Actor,
    expires_on: date | None = None,
) -> str:
    """Make a key for programs that acts as ``by``, narrowed to ``scopes``; return it, once.

    Raises:
        InputError: It has no name, no scopes, or an end that has passed.
        NotAllowedError: A scope reaches beyond the roles.
    """
    if by.user is None:
        raise _beyond()
    held = {permission for grant in by.grants for permission in OPENS[grant.role]}
    if not name.strip() or not scopes or (expires_on and expires_on <= timezone.localdate()):
        raise InputError(
            Text(
                "Nøkkelen trenger et navn, minst én adgang og en utløpsdato fram i tid.",
                "The key needs a name, at least one scope and an end that lies ahead.",
            ),
            where="token",
            remedy=Text("Fyll ut skjemaet.", "Fill in the form."),
        )
    if not scopes <= held:
        raise _beyond()
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        ApiToken.objects.create(
            user_id=by.user,
            name=name.strip(),
            digest=digest_of(secret),
            scopes=sorted(scope.value for scope in scopes),
            expires_on=expires_on,
        )
        details = {"scopes": sorted(scope.value for scope in scopes)}
        record(by=by.name, action="accounts.make_token", subject=name.strip(), details=details)
    return secret


@transaction.atomic
def revoke_token(*, token: int, by: Actor) -> None:
    """Make one of one's own keys useless.

    Raises:
        UnknownIdError: It is not one of one's own.
    """
    row = ApiToken.objects.filter(pk=token, user=by.user or 0, revoked_at__isnull=True).first()
    if row is None:
        raise _unknown("token")
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    record(by=by.name, action="accounts.revoke_token", subject=row.name, details={})


def digest_of(secret: str) -> str:
    """Return what is kept of a key: it is long and random, so a plain digest cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_demo_users(*, municipality: int, centre: int, doctor: int | None, by: Actor) -> None:
    """Make one user per role, with a password that everybody knows; never in production.

    Raises:
        NotAllowedError: This is production.
    """
    if settings.IS_PRODUCTION:
        raise NotAllowedError(
            Text("Demobrukere finnes bare i demo.", "Demo users are only for a demo."),
            where="HJEMMEL_MODE",
            remedy=Text("Bruk «hjemmel setup».", "Use “hjemmel setup”."),
        )
    for role, username in DEMO_USERS.items():
        user, is_new = User.objects.get_or_create(
            username=username, defaults={"is_demo": True, "full_name": f"{role.label.nb} (demo)"}
        )
        if is_new:
            user.set_password(DEMO_PASSWORD)
            user.save(update_fields=["password"])
        at_centre = role.is_bound_to_a_centre
        RoleGrant.objects.get_or_create(
            user=user,
            role=role.value,
            municipality_id=municipality,
            centre_id=centre if at_centre else None,
            defaults={"doctor_id": doctor if role is Role.GP else None},
        )
    details = {"users": sorted(DEMO_USERS.values())}
    record(by=by.name, action="accounts.make_demo_users", subject="demo", details=details)


def _user(key: int) -> User:
    row = User.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise _unknown("user")
    return row


def _require_rule_over(by: Actor, row: User) -> None:
    """Demand the right to manage users everywhere the user has a role."""
    places = {grant.municipality_id for grant in row.grants.all()}
    if not places:
        if by.municipalities(Permission.MANAGE_USERS) == frozenset():
            raise _beyond()
        return
    for place in places:
        by.require(Permission.MANAGE_USERS, municipality=place)


def _refuse_last_administrator(row: User) -> None:
    for grant in row.grants.filter(role=Role.ADMINISTRATOR.value):
        _refuse_last(grant)


def _refuse_last(grant: RoleGrant) -> None:
    others = RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR.value,
        municipality=grant.municipality_id,
        user__is_active=True,
    ).exclude(user=grant.user_id)
    if not others.exists():
        raise ConflictError(
            Text(
                "Dette er den siste administratoren der.", "This is the last administrator there."
            ),
            where="role",
            remedy=Text("Gi en annen rollen først.", "Give the role to somebody else first."),
        )


def _beyond() -> NotAllowedError:
    return NotAllowedError(
        Text("Det går lenger enn din egen adgang.", "That reaches beyond your own roles."),
        where=Permission.MANAGE_USERS.value,
        remedy=Text("Be en som har adgang overalt.", "Ask somebody whose roles reach everywhere."),
    )


def _unknown(kind: str) -> UnknownIdError:
    return UnknownIdError(
        Text("Den finnes ikke.", "There is no such thing."),
        where=kind,
        remedy=Text("Gå tilbake til oversikten.", "Go back to the list."),
    )
