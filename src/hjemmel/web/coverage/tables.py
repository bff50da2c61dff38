"""The tables of the overview and of a district as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hjemmel.apps.coverage.register_district import CentreInDistrict
from hjemmel.domain.figure import Figure
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.domain.population import AGE_BANDS, AgeSexCounts
from hjemmel.kernel.text import Text
from hjemmel.web.excel import Column
from hjemmel.web.words import age_words, figure_words


@dataclass(frozen=True, slots=True)
class Table:
    """A table that goes out as a file.

    Args:
        name: The file's name after «hjemmel-».
        title: Title.
        columns: Heading and kind of each column.
        rows: The values.
    """

    name: str
    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def waiting_table(picture: MunicipalityOnDay) -> Table:
    """Return the waiting list by class."""
    return Table(
        f"venteliste-{picture.id}-{picture.as_of.isoformat()}",
        Text("Venteliste", "Waiting list"),
        ((Text("Hvem venter", "Who waits"), "text"), (Text("Personer", "Persons"), "whole")),
        [(count.waiting_class.label, count.persons) for count in picture.waiting],
    )


def figures_table(picture: MunicipalityOnDay) -> Table:
    """Return all figures of the whole with day, source and note."""
    return Table(
        f"tall-{picture.id}-{picture.as_of.isoformat()}",
        Text("Tall", "Figures"),
        (
            (Text("Tall", "Figure"), "text"),
            (Text("Verdi", "Value"), "number"),
            (Text("Per", "As of"), "day"),
            (Text("Kilde", "Source"), "text"),
            (Text("Merknad", "Note"), "text"),
        ),
        [_figure(name, figure) for name, figure in picture.figures.items()],
    )


def _figure(name: str, figure: Figure) -> tuple[Any, ...]:
    source = Text(figure.source.text("nb"), figure.source.text("en"))
    return figure_words(name), figure.value, figure.as_of, source, figure.note


def ages_table(name: str, groups: AgeSexCounts | None) -> Table:
    """Return residents by age and sex."""
    rows: list[tuple[Any, ...]] = []
    if groups is not None:
        rows = [
            (age_words(band.id), men, women, men + women)
            for band, men, women in zip(AGE_BANDS, groups.male, groups.female, strict=True)
        ]
    return Table(
        f"alder-{name}",
        Text("Innbyggere etter alder og kjønn", "Residents by age and sex"),
        (
            (Text("Alder", "Age"), "text"),
            (Text("Menn", "Men"), "whole"),
            (Text("Kvinner", "Women"), "whole"),
            (Text("I alt", "In all"), "whole"),
        ),
        rows,
    )


def centres_table(name: str, centres: Sequence[CentreInDistrict]) -> Table:
    """Return a district's centres."""
    return Table(
        f"legesentre-{name}",
        Text("Legesentre", "Centres"),
        (
            (Text("Legesenter", "Centre"), "text"),
            (Text("Hjemler", "Posts"), "whole"),
            (Text("Lister", "Lists"), "whole"),
            (Text("Listeplasser", "List places"), "whole"),
            (Text("På listene", "Listed"), "whole"),
            (Text("Ledige plasser", "Free places"), "whole"),
            (Text("Venter", "Waiting"), "whole"),
        ),
        [
            (c.name, c.posts, c.lists, c.list_places, c.listed, c.free_places, c.waiting)
            for c in centres
        ],
    )


OF_A_PICTURE: dict[str, Callable[[MunicipalityOnDay], Table]] = {
    "venteliste": waiting_table,
    "tall": figures_table,
}
"""The tables of the overview by their name in addresses; the districts' has a file of its own."""
