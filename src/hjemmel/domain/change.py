"""A wish for a GP as it is judged: who asks, for whom, for which list, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hjemmel.kernel.text import Text


class ChangeCause(Enum):
    """Why somebody wants another GP; the law names those that are not counted."""

    OWN_WISH = "own_wish"
    MOVED = "moved"
    GP_LEFT = "gp_left"
    LIST_REDUCED = "list_reduced"
    STRUCK_OFF = "struck_off"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _CAUSES[self]


_CAUSES = {
    ChangeCause.OWN_WISH: Text("Eget ønske", "Own wish"),
    ChangeCause.MOVED: Text("Har flyttet", "Has moved"),
    ChangeCause.GP_LEFT: Text("Fastlegen har sluttet", "The GP has left"),
    ChangeCause.LIST_REDUCED: Text("Listen er redusert", "The list was reduced"),
    ChangeCause.STRUCK_OFF: Text("Strøket fra listen", "Struck off the list"),
}


class Asker(Enum):
    """On whose behalf a change is asked for."""

    SELF = "self"
    PARENT = "parent"
    CHILD_WELFARE = "child_welfare"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _ASKERS[self]


_ASKERS = {
    Asker.SELF: Text("Selv", "Self"),
    Asker.PARENT: Text("Forelder", "Parent"),
    Asker.CHILD_WELFARE: Text("Barneverntjenesten", "Child welfare services"),
}


class Care(Enum):
    """Who has the care of a child for whom the child welfare services ask."""

    PARENTS = "parents"
    TAKEN = "taken"
    SHORT = "short"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _CARES[self]


_CARES = {
    Care.PARENTS: Text("Foreldrene har omsorgen", "The parents have the care"),
    Care.TAKEN: Text(
        "Omsorgen eller foreldreansvaret er fratatt foreldrene",
        "Care or responsibility is taken from the parents",
    ),
    Care.SHORT: Text(
        "Kort plassering; foreldrene har foreldreansvaret",
        "Short placement; the parents have the responsibility",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedList:
    """The list that is wanted, on the day a change would take effect.

    Args:
        length: Persons on it or promised a place.
        ceiling: Persons it may hold; ``None`` when not known.
        parent_is_listed: Whether a parent of the person is on it.
        struck_off: Whether the person has been struck off it.
    """

    length: int
    ceiling: int | None
    parent_is_listed: bool = False
    struck_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A move back to the municipality, by somebody who was on the wanted list before.

    Args:
        moved_out: The day she moved out.
        moved_back: The day she moved back.
    """

    moved_out: date
    moved_back: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCase:
    """A wish for a GP.

    Args:
        asked_on: The day it was asked for.
        age: Full years of age on that day.
        stays_as: The ground of the right: see ``rules.right_to_gp``.
        has_gp: Whether she is on a list now.
        cause: Why.
        counted_this_year: Changes this calendar year that count.
        asked_by: On whose behalf.
        parent_consents: Whether a parent agrees with a child who asks.
        care: Who has the care of a child, when the child welfare services ask.
        wanted: The list; ``None`` is any in her municipality, the first that has a place.
        came_back: Her move back, when she was on that list before.
    """

    asked_on: date
    age: int
    stays_as: str
    has_gp: bool
    cause: ChangeCause
    counted_this_year: int
    asked_by: Asker
    parent_consents: bool
    wanted: WantedList | None
    came_back: Return | None = None
    care: Care = Care.PARENTS
