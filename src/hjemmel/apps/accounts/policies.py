"""Who asks, and whether she may: every service and selector that guards something calls ``require``."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.apps.accounts.roles import AT_ITS_OWN_CENTRE, OPENS, Permission, Role
from hjemmel.kernel.errors import NotAllowedError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held somewhere.

    Args:
        role: The role.
        municipality: Key of the municipality; ``None`` is everywhere.
        centre: Key of the centre, for a role that is bound to one.
        doctor: Key of the doctor that the user is, for a GP.
        resident: Key of the resident that the user is, for a resident.
    """

    role: Role
    municipality: int | None = None
    centre: int | None = None
    doctor: int | None = None
    resident: int | None = None

    def opens(self, permission: Permission, municipality: int | None, centre: int | None) -> bool:
        """Tell whether this grant opens ``permission`` there."""
        if permission not in OPENS[self.role]:
            return False
        if self.municipality is not None and self.municipality != municipality:
            return False
        if self.role.is_bound_to_a_centre and permission in AT_ITS_OWN_CENTRE:
            return self.centre is not None and self.centre == centre
        return True


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks or writes.

    Args:
        name: What stands in the audit log: a user name, or ``system:…``.
        grants: Her roles.
        user: Key of the user; ``None`` for the system itself.
        scopes: What a token narrows the roles to; ``None`` does not narrow.
    """

    name: str
    grants: tuple[Grant, ...] = ()
    user: int | None = None
    scopes: frozenset[Permission] | None = None

    def may(
        self,
        permission: Permission,
        *,
        municipality: int | None = None,
        centre: int | None = None,
    ) -> bool:
        """Tell whether a role opens ``permission`` there. No municipality: asked for everywhere."""
        if self.scopes is not None and permission not in self.scopes:
            return False
        return any(grant.opens(permission, municipality, centre) for grant in self.grants)

    def require(
        self,
        permission: Permission,
        *,
        municipality: int | None = None,
        centre: int | None = None,
    ) -> None:
        """Raise ``NotAllowedError`` unless a role opens ``permission`` there."""
        if not self.may(permission, municipality=municipality, centre=centre):
            raise not_allowed(permission)

    @property
    def residents(self) -> frozenset[int]:
        """Keys of the residents that she is herself, where she may see to her own GP."""
        if self.scopes is not None and Permission.CHANGE_OWN_GP not in self.scopes:
            return frozenset()
        return frozenset(g.resident for g in self.grants if g.resident is not None)

    def municipalities(self, permission: Permission) -> frozenset[int] | None:
        """Return the municipalities where ``permission`` is open; ``None`` is everywhere."""
        if self.scopes is not None and permission not in self.scopes:
            return frozenset()
        opening = [grant for grant in self.grants if permission in OPENS[grant.role]]
        if any(grant.municipality is None for grant in opening):
            return None
        return frozenset(g.municipality for g in opening if g.municipality is not None)


def not_allowed(permission: Permission) -> NotAllowedError:
    """Return the error that says what is not open, and who can open it."""
    words = permission.label
    return NotAllowedError(
        Text(
            f"Rollene dine gir ikke adgang til å {words.nb} her.",
            f"Your roles do not let you {words.en} here.",
        ),
        where=permission.value,
        remedy=Text(
            "Be administratoren i kommunen om en rolle som gir det.",
            "Ask the municipality's administrator for a role that does.",
        ),
        permission=permission.value,
    )


def system(name: str) -> Actor:
    """Return hjemmel itself as an actor: set-up, demo data and jobs that nobody asked for by name."""
    return Actor(f"system:{name}", tuple(Grant(role) for role in Role))
