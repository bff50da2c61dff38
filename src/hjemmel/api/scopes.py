"""What a key must open, as each operation of the API's description names it."""

from __future__ import annotations

from typing import Any

from hjemmel.apps.accounts.roles import Permission

SCHEME = "key"
SCHEMES: dict[str, dict[str, str]] = {
    SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "description": (
            "A key, made under Profil. It opens what its user's roles open, narrowed to the scopes "
            "chosen; each operation names those that it needs. Whatever changes something takes a "
            "key, never a session."
        ),
    }
}


def key_for(*scopes: Permission) -> dict[str, Any]:
    """Return what an operation adds to the description: it needs a key with all of ``scopes``."""
    return {"security": [{SCHEME: [scope.value for scope in scopes]}]}


def open_or_key_for(*scopes: Permission) -> dict[str, Any]:
    """Return the same for what is open to all, but of the register needs a key with ``scopes``."""
    return {"security": [{}, *key_for(*scopes)["security"]]}


def scopes_of(operation: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the scopes that an operation of the description needs; ``None``: no key at all."""
    for way in operation.get("security", ()):
        if SCHEME in way:
            return tuple(way[SCHEME])
    return None
