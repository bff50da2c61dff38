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
    """A list before and after a round; ``row`` is ``None`` when it is not there on the page's day."""

    key: int
    row: ListOnDay | None
    places: int
    given: int
    left: int


def list_lines(shown: RoundView, asked: RegisterAsked) -> tuple[ListLine, ...]:
    """Return the lists of a round, those that get most persons first."""
    known = {row.key: row for row in lists_on(asked.municipality, asked.as_of, by=asked.actor).rows}
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
    made = []
    for title, before in (
        (Text("Ledige plasser før", "Free places before"), True),
        (Text("Ledige plasser etter", "Free places after"), False),
    ):
        free: dict[str, int | None] = {}
        for line in lines:
            if line.row is not None:
                count = line.places if before else line.left
                free[line.row.district] = (free.get(line.row.district) or 0) + count
        drawn = free_places(places, tuple(sorted(free.items())), (), language, title=title)
        if drawn is not None:
            made.append((title, drawn))
    return tuple(made)
