"""What a roster breaks, as people and programs are told: with a name that stays, and who set it aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.terms import Level
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFinding:
    """One thing that a roster breaks.

    Args:
        id: What it is called; the same for the same breach next time.
        constraint: Key of the constraint.
        level: Who set it.
        sentence: What is broken, for people.
        doctor: Key of the duty doctor; ``None``: of none.
        shifts: Keys of the shifts.
        day: The day it is about, where it is about more than shifts.
        source: Where the limit stands; empty where it is not known.
        override: The reason that a leader set it aside with; empty: nobody did.
        overridden_by: Who did.
    """

    id: str
    constraint: str
    level: Level
    sentence: Text
    doctor: int | None = None
    shifts: tuple[str, ...] = ()
    day: date | None = None
    source: Text = field(default_factory=lambda: Text("", ""))
    override: str = ""
    overridden_by: str = ""

    @property
    def is_law(self) -> bool:
        """Whether the law set it."""
        return self.level is Level.LAW

    @property
    def stops_publishing(self) -> bool:
        """Whether it keeps a roster from being published: law that nobody has set aside."""
        return self.is_law and not self.override


def id_of(breach: Breach) -> str:
    """Return what a breach is called: by constraint, doctor, shifts and day; one of coverage by how many."""
    last = breach.day.isoformat() if breach.day else ""
    if breach.constraint == "coverage":
        last = str(breach.number)
    return "|".join((breach.constraint, breach.doctor, *breach.shifts, last))[:300]


def newly_broken(before: Iterable[Breach], after: Iterable[Breach]) -> list[Breach]:
    """Return what is broken after a change and was not before, or was broken less.

    A shift that lacked two doctors and lacks one is broken less; one that has one too many is not.
    """
    was: dict[_Place, int] = {}
    for one in before:
        was[_place_of(one)] = max(was.get(_place_of(one), 0), _how_far(one))
    return [one for one in after if _how_far(one) > was.get(_place_of(one), -1)]


def override_of(breach: Breach, overrides: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Return reason and leader of what was set aside; empty: it was not.

    Whoever lets a shift be without its doctors lets it have some of them too.
    """
    return next((overrides[one] for one in ids_that_cover(breach) if one in overrides), ("", ""))


def ids_that_cover(breach: Breach) -> list[str]:
    """Return what may have been set aside so that a breach is: itself, or that more was lacking."""
    lacked = range(breach.number, -1, -1) if _lacks_doctors(breach) else (breach.number,)
    return [id_of(replace(breach, number=number)) for number in lacked]


def mended(before: Iterable[Breach], after: Iterable[Breach]) -> list[Breach]:
    """Return what was broken before a change and is not any more."""
    still = {_place_of(one) for one in after}
    return [one for one in before if _place_of(one) not in still]


_Place = tuple[str, str, tuple[str, ...], date | None, bool]


def _place_of(breach: Breach) -> _Place:
    is_above = breach.number > breach.limit
    return breach.constraint, breach.doctor, breach.shifts, breach.day, is_above


def _how_far(breach: Breach) -> int:
    return abs(breach.number - breach.limit)


def _lacks_doctors(breach: Breach) -> bool:
    return breach.constraint == "coverage" and breach.number < breach.limit


def told(
    breaches: Iterable[Breach], overrides: Mapping[str, tuple[str, str]] | None = None
) -> tuple[DutyFinding, ...]:
    """Return breaches as findings, the law's first.

    Args:
        breaches: What is broken.
        overrides: Reason and leader by the name of the breach.
    """
    overrides = overrides or {}
    found = [_told(breach, *override_of(breach, overrides)) for breach in breaches]
    order = {level: place for place, level in enumerate(Level)}
    return tuple(sorted(found, key=lambda one: order[one.level]))


def _told(breach: Breach, reason: str, leader: str) -> DutyFinding:
    return DutyFinding(
        id=id_of(breach),
        constraint=breach.constraint,
        level=breach.level,
        sentence=breach.sentence,
        doctor=int(breach.doctor) if breach.doctor.isdigit() else None,
        shifts=breach.shifts,
        day=breach.day,
        source=breach.source,
        override=reason,
        overridden_by=leader,
    )


def stored(findings: Iterable[DutyFinding]) -> list[dict[str, object]]:
    """Return findings as plain data, so that a publication stays as it was told."""
    return [
        {
            "id": one.id,
            "constraint": one.constraint,
            "level": one.level.value,
            "nb": one.sentence.nb,
            "en": one.sentence.en,
            "doctor": one.doctor,
            "shifts": list(one.shifts),
            "override": one.override,
            "overridden_by": one.overridden_by,
        }
        for one in findings
    ]
