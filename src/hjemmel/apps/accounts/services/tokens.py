"""Makes keys for programs and takes them back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.models import ApiToken
from hjemmel.apps.accounts.notes import note
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import OPENS, Permission
from hjemmel.apps.accounts.services.refusals import beyond, unknown
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

TOKEN_PREFIX = "hjm_"  # noqa: S105  (what a token begins with, not one)


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
        raise beyond()
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
        raise beyond()
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            user_id=by.user,
            name=name.strip(),
            digest=digest_of(secret),
            scopes=sorted(scope.value for scope in scopes),
            expires_on=expires_on,
        )
        details = {"scopes": sorted(scope.value for scope in scopes)}
        note(
            by=by.name,
            action="accounts.make_token",
            user=token.user,
            subject=token.name,
            details=details,
        )
    return secret


@transaction.atomic
def revoke_token(*, token: int, by: Actor) -> None:
    """Make one of one's own keys useless.

    Raises:
        UnknownIdError: It is not one of one's own.
    """
    row = (
        ApiToken.objects.select_related("user")
        .filter(pk=token, user=by.user or 0, revoked_at__isnull=True)
        .first()
    )
    if row is None:
        raise unknown("token")
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    note(by=by.name, action="accounts.revoke_token", user=row.user, subject=row.name)


def digest_of(secret: str) -> str:
    """Return what is kept of a key: it is long and random, so a plain digest cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()
