"""Notes in the log who signed in and out, who did not get in, and changes of how one signs in.

Nobody's typing is kept: what somebody types as a name may be a password, or a national id. What the
sign-in library changes by itself is heard of by its signals, here and nowhere else.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.notes import note
from hjemmel.apps.audit.services import record

_NOBODY = "anonymous"
_REFUSED = "accounts.sign_in_refused"


def listen() -> None:
    """Begin to note; once for the process."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit-signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit-signed-out")
    user_login_failed.connect(_refused, dispatch_uid="audit-refused")
    password_changed.connect(_password_changed, dispatch_uid="audit-password-changed")
    password_set.connect(_password_changed, dispatch_uid="audit-password-set")
    authenticator_added.connect(_factor_added, dispatch_uid="audit-factor-added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="audit-factor-removed")
    authenticator_reset.connect(_factor_reset, dispatch_uid="audit-factor-reset")
    social_account_added.connect(_service_linked, dispatch_uid="audit-service-linked")
    social_account_removed.connect(_service_unlinked, dispatch_uid="audit-service-unlinked")


def _signed_in(sender: Any, user: Any, **_: Any) -> None:
    _own(user, "accounts.sign_in")


def _signed_out(sender: Any, user: Any, **_: Any) -> None:
    if user is not None:
        _own(user, "accounts.sign_out")


def _refused(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """Note whose account it was, if the name is somebody's."""
    typed = str(credentials.get("username") or credentials.get("login") or "")
    user = User.objects.filter(username__iexact=typed).first() if typed else None
    if user is None:
        record(by=_NOBODY, action=_REFUSED, subject="unknown user", details={})
    else:
        note(by=_NOBODY, action=_REFUSED, user=user)


def _password_changed(sender: Any, user: Any, **_: Any) -> None:
    _own(user, "accounts.change_own_password")


def _factor_added(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _own(user, "accounts.second_factor_added", kind=str(authenticator.type))


def _factor_removed(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _own(user, "accounts.second_factor_removed", kind=str(authenticator.type))


def _factor_reset(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _own(user, "accounts.second_factor_reset", kind=str(authenticator.type))


def _service_linked(sender: Any, sociallogin: Any, **_: Any) -> None:
    _own(sociallogin.user, "accounts.service_linked", service=str(sociallogin.account.provider))


def _service_unlinked(sender: Any, socialaccount: Any, **_: Any) -> None:
    _own(socialaccount.user, "accounts.service_unlinked", service=str(socialaccount.provider))


def _own(user: Any, action: str, **details: object) -> None:
    """Note what somebody did with her own sign-in."""
    note(by=user.get_username(), action=action, user=user, details=details)
