"""What the overview shows beside the figures: links to what needs attention, and the series to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from hjemmel.cases.published import list_cases, load_case
from hjemmel.domain.attention import Attention, Where
from hjemmel.domain.figure import TrendPoint
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Language, Text


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that needs attention, with the way to act."""

    count: str
    text: Text
    url: str
    link: Text
    remedy: Text | None


def shown_attention(
    items: Sequence[Attention], picture: MunicipalityOnDay, language: Language, query: str = ""
) -> tuple[Shown, ...]:
    """Return what needs attention with links to the rows behind it.

    Args:
        items: What needs attention.
        picture: The picture it is about.
        language: The page's language.
        query: The two days as the address has them, to go on with.
    """
    return tuple(
        Shown(
            "?" if item.count is None else n(item.count, language),
            item.text,
            rows_behind(item.where, item.choice, picture.id, language, query),
            _LINKS[item.where],
            item.remedy,
        )
        for item in items
    )


def rows_behind(
    where: Where, choice: Mapping[str, str], case: str, language: Language, query: str = ""
) -> str:
    """Return the address of the rows behind a figure."""
    if where == "districts":
        return "#districts"
    if where == "figures":
        return f"#fig-{choice['figure']}"
    if where == "nowhere":
        return ""
    address = reverse(where, kwargs={"language": language, "case": case})
    asked = "&".join(filter(None, (urlencode(choice), query.lstrip("?"))))
    return f"{address}?{asked}" if asked else address


_SHOW = Text("Vis", "Show")
_LINKS: Mapping[Where, Text] = {
    "lists": _SHOW,
    "districts": _SHOW,
    "figures": _SHOW,
    "nowhere": _SHOW,
    "need": Text("Behov", "Need"),
    "quality": Text("Datakvalitet", "Data quality"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """A published series to draw, and whether it is about this picture or the one it is made after."""

    name: str
    points: tuple[TrendPoint, ...]
    borrowed: bool

    @property
    def documents(self) -> tuple[Text, ...]:
        """The sources of the points, each once."""
        return tuple(dict.fromkeys(point.source.document for point in self.points))


def trend_of(picture: MunicipalityOnDay) -> Series | None:
    """Return the best published series: of the picture, or of the place a synthetic one is made after."""
    own = _longest(picture)
    if own is not None:
        return Series(*own, borrowed=False)
    if picture.kind is PictureKind.SYNTHETIC:
        for case in reversed(list_cases()):
            found = _longest(load_case(case.id)) if case.number == picture.number else None
            if found is not None:
                return Series(*found, borrowed=True)
    return None


def _longest(picture: MunicipalityOnDay) -> tuple[str, tuple[TrendPoint, ...]] | None:
    for name in ("free_share", "mean_list", "gps"):
        points = picture.trends.get(name, ())
        if len(points) > 1:
            return name, tuple(points)
    return None
