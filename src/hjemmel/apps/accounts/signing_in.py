"""Notes in the log who signed in and out, who did not get in, and changes of the second factor.

Nobody's typing is kept: what somebody types as a name may be a password, or a national id.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from hjemmel.apps.audit.services import record

_NOBODY = "anonymous"


def listen() -> None:
    """Begin to note; once for the process."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit-signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit-signed-out")
    user_login_failed.connect(_refused, dispatch_uid="audit-refused")
    authenticator_added.connect(_factor_added, dispatch_uid="audit-factor-added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="audit-factor-removed")


def _signed_in(sender: Any, user: Any, **_: Any) -> None:
    _note(user, "accounts.sign_in")


def _signed_out(sender: Any, user: Any, **_: Any) -> None:
    if user is not None:
        _note(user, "accounts.sign_out")


def _refused(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """Note whose account it was, if the name is somebody's."""
    typed = str(credentials.get("username") or credentials.get("login") or "")
    user = get_user_model().objects.filter(username__iexact=typed).first() if typed else None
    subject = "unknown user" if user is None else user.get_username()
    record(by=_NOBODY, action="accounts.sign_in_refused", subject=subject, details={})


def _factor_added(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _note(user, "accounts.second_factor_added", kind=str(authenticator.type))


def _factor_removed(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _note(user, "accounts.second_factor_removed", kind=str(authenticator.type))


def _note(user: Any, action: str, **details: object) -> None:
    record(by=user.get_username(), action=action, subject=user.get_username(), details=details)
