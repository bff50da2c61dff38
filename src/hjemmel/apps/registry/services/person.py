"""The person that a verb is about: found only by who may know of her, and locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import Municipality, Resident
from hjemmel.apps.registry.selectors.own import acts_as
from hjemmel.apps.registry.selectors.residents import places_of
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.domain.change import Asker
from hjemmel.kernel.errors import ConflictError, UnknownIdError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody that a verb may be done to.

    Args:
        row: The resident, locked until the transaction ends.
        places: Keys of the municipalities where she lives, or is or was on a list or in the queue.
        open_in: Those of them where the verb is open.
        asker: On whose behalf the resident herself or her parent does it; ``None``: in office.
    """

    row: Resident
    places: frozenset[int]
    open_in: frozenset[int]
    asker: Asker | None = None

    @property
    def place(self) -> int:
        """The municipality on whose behalf it is done: her own where that is open."""
        home = self.row.municipality_id
        return home if home in self.open_in else min(self.open_in)

    def mark(self, *also: int, people: bool = True) -> None:
        """Give every municipality that she counts in, and ``also``, another revision."""
        for key in sorted({*self.places, *also}):
            mark_changed(key, people=people)


def find_person(key: int, *, by: Actor, permission: Permission, own: bool = False) -> Person:
    """Return a resident that ``by`` may know of, where ``permission`` is open.

    It is open where she lives, and where she is or was on a list or in the queue. Who may not know
    of her is told the same as when she does not exist. Whoever is both in office and herself does
    what is her ``own`` as herself.

    Args:
        key: Key of the resident.
        by: Who asks.
        permission: What the verb needs.
        own: Whether the resident herself, or the parent of a small child, may do it too.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident, or not for ``by`` to know of.
    """
    in_office = by.municipalities(permission) != frozenset()
    if not in_office and not (own and by.residents):
        raise not_allowed(permission)
    row = (
        Resident.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .filter(pk=key, erased_on__isnull=True)
        .first()
    )
    if row is None:
        raise unknown("resident")
    places = places_of(row)
    asker = acts_as(row, by) if own else None
    if asker is not None:
        return Person(row, places, places, asker)
    seen = [place for place in places if _sees(by, row, place, permission)]
    if not seen:
        raise unknown("resident")
    open_in = frozenset(p for p in seen if by.may(permission, municipality=p))
    if not open_in:
        raise not_allowed(permission)
    return Person(row, places, open_in)


def record_about(
    person: Person, action: str, *, by: Actor, details: dict[str, object], place: int | None = None
) -> None:
    """Write the audit row of a verb; ``place`` is the municipality it was done for."""
    number = Municipality.objects.values_list("number", flat=True).get(pk=place or person.place)
    record(
        by=by.name,
        action=action,
        subject=subject_of(person.row.pk),
        municipality=number,
        details=details,
    )


def require_alive(person: Person, day: date) -> None:
    """Raise ``ConflictError`` when the person is dead on a day."""
    if person.row.died_on is not None and person.row.died_on <= day:
        raise ConflictError(
            Text("Innbyggeren er død.", "The resident is dead."),
            where="resident",
            remedy=Text(
                "Er det feil, ta dødsfallet tilbake på siden hennes først.",
                "If that is wrong, take the death back on her page first.",
            ),
        )


def subject_of(resident: int) -> str:
    """Return what audit rows about a resident have as their subject."""
    return f"resident {resident}"


def unknown(kind: str) -> UnknownIdError:
    """Return the error of a ``kind`` of row that is not there, or not for who asks to know of."""
    return UnknownIdError(
        Text("Den finnes ikke i registeret.", "It is not in the register."),
        where=kind,
        remedy=Text("Søk på nytt.", "Search again."),
    )


def _sees(by: Actor, row: Resident, place: int, permission: Permission) -> bool:
    if row.protection != "none" and not by.may(Permission.SEE_PROTECTED, municipality=place):
        return False
    return any(by.may(one, municipality=place) for one in (Permission.SEE_RESIDENTS, permission))
