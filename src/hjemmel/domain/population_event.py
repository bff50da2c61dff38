"""What the population register tells of a person, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hjemmel.kernel.text import Text


class EventKind(Enum):
    """What happened; in the order in which events of one day are taken."""

    BIRTH = "birth"
    MOVED_OUT = "moved_out"
    MOVED_IN = "moved_in"
    MOVED_WITHIN = "moved_within"
    PROTECTED = "protected"
    UNPROTECTED = "unprotected"
    TURNED_16 = "turned_16"
    TURNED_18 = "turned_18"
    DEATH = "death"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _KINDS[self]

    @property
    def order(self) -> int:
        """Its place among events of the same day: a birth first, a death last."""
        return list(EventKind).index(self)


_KINDS = {
    EventKind.BIRTH: Text("Født", "Born"),
    EventKind.MOVED_OUT: Text("Flyttet ut av kommunen", "Moved out of the municipality"),
    EventKind.MOVED_IN: Text("Flyttet inn i kommunen", "Moved into the municipality"),
    EventKind.MOVED_WITHIN: Text("Flyttet innen kommunen", "Moved within the municipality"),
    EventKind.PROTECTED: Text("Fikk gradert adresse", "Address became protected"),
    EventKind.UNPROTECTED: Text("Adressen er ikke lenger gradert", "Address no longer protected"),
    EventKind.TURNED_16: Text("Fylte 16 år", "Turned 16"),
    EventKind.TURNED_18: Text("Fylte 18 år", "Turned 18"),
    EventKind.DEATH: Text("Død", "Died"),
}
MOVES = (EventKind.MOVED_IN, EventKind.MOVED_OUT, EventKind.MOVED_WITHIN)
GRADINGS = (EventKind.PROTECTED, EventKind.UNPROTECTED)
AGES = {EventKind.TURNED_16: 16, EventKind.TURNED_18: 18}
"""The age, in years, that an event is about; what follows from it the rules say."""
BY_HAND = "case worker"
"""The source of what a case worker tells, not the population register."""
TAKEN_BACK, CORRECTED = "taken_back", "corrected"
"""Why an event that once had its effect no longer holds: taken back by hand, or noted of another day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as it was told. Empty or ``None`` is not told.

    Args:
        kind: What happened.
        happened_on: The day.
        national_id: Whom it is about.
        district: Number of the district, of who was born or moved here or within.
        household: The household's id, of the same.
        protection: The grading, of who got a protected address.
        born: Birth date, of somebody new.
        sex: ``female`` or ``male``, of somebody new.
        name: Name, of somebody new.
        mother: National id of the mother, of a newborn.
        father: National id of the father, of a newborn.
    """

    kind: EventKind
    happened_on: date
    national_id: str
    district: str = ""
    household: str = ""
    protection: str = ""
    born: date | None = None
    sex: str = ""
    name: str = ""
    mother: str = ""
    father: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What is stored of it beside kind and day: nothing that names a person."""
        given = {
            "district": self.district,
            "household": self.household,
            "protection": self.protection,
        }
        return {name: value for name, value in given.items() if value}

    def sort_key(self, row: int) -> tuple[date, int, int]:
        """Return what orders events as they happened; ``row`` settles what nothing else does."""
        return (self.happened_on, self.kind.order, row)


REASONS = {
    "": Text("Gjennomført", "Done"),
    "on_mothers_list": Text("Satt på morens liste", "Put on the mother's list"),
    "on_a_list_already": Text("Står på en liste fra før", "Is on a list already"),
    "mother_unknown": Text(
        "Moren er ikke i registeret; velg liste for barnet",
        "The mother is not in the register; choose a list for the child",
    ),
    "mother_without_gp": Text(
        "Moren har ikke fastlege; velg liste for barnet",
        "The mother has no GP; choose a list for the child",
    ),
    "mothers_gp_elsewhere": Text(
        "Morens fastlege er i en kommune som ikke er her; velg liste for barnet",
        "The mother's GP is in a municipality that is not here; choose a list for the child",
    ),
    "mothers_list_closed": Text(
        "Morens liste er lagt ned; velg liste for barnet",
        "The mother's list is closed down; choose a list for the child",
    ),
    "keeps_list": Text("Beholder listen", "Keeps the list"),
    "waits_here_still": Text(
        "Flyttet, men står i kommunens kø for en hvilken som helst liste",
        "Moved, but waits for any list in the municipality",
    ),
    "without_gp": Text("Har ikke fastlege", "Has no GP"),
    "change_not_counted": Text(
        "Kan bytte fastlege uten at byttet telles", "May change GP without its being counted"
    ),
    "chooses_alone": Text(
        "Har fulgt en forelders fastlege og velger nå selv",
        "Has followed a parent's GP and chooses alone now",
    ),
    "of_age": Text("Myndig", "Of age"),
}
"""What became of an event, by its code."""
