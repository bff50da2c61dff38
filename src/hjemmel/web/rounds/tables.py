"""What a round does to lists and districts, as tables and maps show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from hjemmel.apps.lists.selectors.rounds import RoundView
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.statistics import borders
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.text import Language, Text
from hjemmel.web.lists.maps import free_places
from hjemmel.web.register import RegisterAsked


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list before and after a round; ``row`` is ``None`` when it is not there when it takes effect."""

    key: int
    row: ListOnDay | None
    places: int
    given: int
    left: int


def list_lines(shown: RoundView, asked: RegisterAsked) -> tuple[ListLine, ...]:
    """Return the lists of a round, those that get most persons first."""
    day = shown.row.effective_on
    known = {row.key: row for row in lists_on(asked.municipality, day, by=asked.actor).rows}
    lines = [
        ListLine(one.key, known.get(one.key), one.places, one.given, one.left)
        for one in shown.lists
    ]
    return tuple(sorted(lines, key=lambda line: (-line.given, line.key)))


def maps_of(
    lines: tuple[ListLine, ...], asked: RegisterAsked, language: Language
) -> tuple[tuple[Text, SafeString], ...]:
    """Return the maps of free places before and after; none where there is nothing to draw on."""
    places = borders(number=asked.municipality.number, by=asked.actor)
    before: dict[str, int | None] = {}
    after: dict[str, int | None] = {}
    for line in lines:
        if line.row is not None:
            at = line.row.district
            before[at] = (before.get(at) or 0) + line.places
            after[at] = (after.get(at) or 0) + line.left
    most = max((count or 0 for count in before.values()), default=0)
    made = []
    for title, free in (
        (Text("Ledige plasser før", "Free places before"), before),
        (Text("Ledige plasser etter", "Free places after"), after),
    ):
        counts = tuple(sorted(free.items()))
        drawn = free_places(places, counts, (), language, title=title, most=most)
        if drawn is not None:
            made.append((title, drawn))
    return tuple(made)
