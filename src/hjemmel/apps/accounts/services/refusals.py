"""What the verbs about users refuse in the same words."""

from __future__ import annotations

from hjemmel.apps.accounts.roles import Permission
from hjemmel.kernel.errors import NotAllowedError, UnknownIdError
from hjemmel.kernel.text import Text


def beyond() -> NotAllowedError:
    """Return the error of who reaches further than her own roles."""
    return NotAllowedError(
        Text("Det går lenger enn din egen adgang.", "That reaches beyond your own roles."),
        where=Permission.MANAGE_USERS.value,
        remedy=Text("Be en som har adgang overalt.", "Ask somebody whose roles reach everywhere."),
    )


def unknown(kind: str) -> UnknownIdError:
    """Return the error of what is not there."""
    return UnknownIdError(
        Text("Den finnes ikke.", "There is no such thing."),
        where=kind,
        remedy=Text("Gå tilbake til oversikten.", "Go back to the list."),
    )
