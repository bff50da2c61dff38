"""Makes users and changes what is known of them."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.notes import note
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.accounts.services.refusals import beyond
from hjemmel.apps.accounts.services.roles import lock_user, refuse_last_administrator
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_WEAK_SOMEHOW = Text("er for svakt", "is too weak")
_WEAK = {
    "password_too_short": Text("har under 12 tegn", "has fewer than 12 characters"),
    "password_too_common": Text("er blant de vanligste", "is among the most common"),
    "password_too_similar": Text("ligner brukernavnet", "resembles the user name"),
}


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
            note(
                by=by.name,
                action="accounts.create_user",
                user=user,
                municipalities=[municipality],
            )
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
    row = lock_user(user)
    if by.user != user:
        _require_rule_over(by, row)
    _set_password(row, password)
    row.save(update_fields=["password"])
    note(by=by.name, action="accounts.set_password", user=row)


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
    row = lock_user(user)
    if by.user != user or is_active is not None:
        _require_rule_over(by, row)
    if is_active is False:
        refuse_last_administrator(row)
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
        note(by=by.name, action="accounts.change_user", user=row, details=details)


def _require_rule_over(by: Actor, row: User) -> None:
    """Demand the right to manage users everywhere the user has a role."""
    places = {grant.municipality_id for grant in row.grants.all()}
    if not places:
        if by.municipalities(Permission.MANAGE_USERS) == frozenset():
            raise beyond()
        return
    for place in places:
        by.require(Permission.MANAGE_USERS, municipality=place)
