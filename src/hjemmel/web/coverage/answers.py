"""The sentences of the pages: the answer first, written from the findings."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from hjemmel.apps.coverage.calculations import need_of
from hjemmel.cases.data_quality import Severity, notes_for
from hjemmel.cases.published import list_cases, load_case
from hjemmel.domain.figure import TrendPoint
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.engines.coverage import CoverageResult
from hjemmel.engines.coverage.promises import n_per_1000
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text

_COUNT_NB = ("Ingen", "Ett", "To", "Tre", "Fire")
_COUNT_EN = ("None", "One", "Two", "Three", "Four")


def overview_answer(result: CoverageResult) -> Text:
    """Return how many promises are kept, and how the districts differ."""
    judged = [p for p in result.promises if p.status in ("kept", "broken")]
    kept = sum(p.status == "kept" for p in judged)
    total = len(judged)
    unknown = sum(p.status == "unknown" for p in result.promises)
    if not total:
        first = Text(
            "Kilden sier ikke nok til å si om løftene er holdt.",
            "The source does not say enough to tell whether the promises are kept.",
        )
    else:
        first = _kept(kept, total, unknown)
    spread = _spread(result)
    return Text(f"{first.nb} {spread.nb}".strip(), f"{first.en} {spread.en}".strip())


def _kept(kept: int, total: int, unknown: int) -> Text:
    """Say how many of the promises that can be checked are kept."""
    rest_nb = f"; {_COUNT_NB[unknown].lower()} er ukjent." if unknown else "."
    rest_en = f"; {_COUNT_EN[unknown].lower()} unknown." if unknown else "."
    if total == 1:
        word_nb, word_en = ("holdt", "kept") if kept else ("ikke holdt", "not kept")
        return Text(
            f"Det eneste løftet som kan kontrolleres, er {word_nb}{rest_nb}",
            f"The only promise that can be checked is {word_en}{rest_en}",
        )
    verb = "is" if kept == 1 else "are"
    return Text(
        f"{_COUNT_NB[kept]} av {_COUNT_NB[total].lower()} løfter som kan kontrolleres, er holdt{rest_nb}",
        f"{_COUNT_EN[kept]} of {_COUNT_EN[total].lower()} promises that can be checked "
        f"{verb} kept{rest_en}",
    )


def _spread(result: CoverageResult) -> Text:
    above = [row for row in result.districts if row.gap > 0]
    below = [row for row in result.districts if row.gap < 0]
    if not below:
        return Text("", "")
    lack = -sum(row.gap for row in below)
    norm = n_per_1000(result.norm_per_1000)
    if not above:
        return Text(
            f"Alle {len(below)} bydeler ligger under {norm.nb} lege per 1 000; til sammen mangler {n(lack)}.",
            f"All {len(below)} districts are below {norm.en} GP per 1,000; together {n(lack, 'en')} are missing.",
        )
    names = " og ".join(row.name for row in above), " and ".join(row.name for row in above)
    surplus = sum(row.gap for row in above)
    return Text(
        f"Kapasiteten er skjevt fordelt: {names[0]} har {n(surplus)} leger mer enn {norm.nb} per 1 000, "
        f"de {len(below)} andre bydelene mangler {n(lack)}.",
        f"Capacity is unevenly spread: {names[1]} has {n(surplus, 'en')} GPs more than {norm.en} per 1,000, "
        f"the other {len(below)} districts lack {n(lack, 'en')}.",
    )


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that needs attention, with the way to act."""

    count: str
    text: Text
    url: str
    link: Text


def attention(
    picture: MunicipalityOnDay, result: CoverageResult, language: str
) -> tuple[Attention, ...]:
    """Return what needs attention, each with a way to act."""
    items: list[Attention] = []
    kwargs = {"language": language, "case": picture.id}
    show = Text("Vis", "Show")
    posts = result.total.vacant_posts
    if posts:
        text = Text("ledige hjemler betjent av vikar", "vacant posts served by locums")
        items.append(Attention(n(posts), text, "#fig-vacant_posts", show))
    without = result.total.lists_without_doctor
    if without:
        items.append(
            Attention(
                n(without),
                Text("lister uten lege", "lists without a doctor"),
                "#fig-lists_without_doctor",
                show,
            )
        )
    below = sum(row.gap < 0 for row in result.districts)
    if below:
        norm = n_per_1000(result.norm_per_1000)
        text = Text(
            f"bydeler under {norm.nb} lege per 1 000", f"districts below {norm.en} GP per 1,000"
        )
        items.append(Attention(n(below), text, "#districts", show))
    full = sum(row.free_places == 0 for row in result.districts)
    if full:
        items.append(
            Attention(
                n(full),
                Text("bydeler uten en eneste ledig plass", "districts without a single free place"),
                "#districts",
                show,
            )
        )
    recruits = _recruits(picture)
    if recruits is not None:
        count, years = recruits
        items.append(
            Attention(
                n(count),
                Text(f"leger må rekrutteres på {years} år", f"GPs to recruit in {years} years"),
                reverse("need", kwargs=kwargs),
                Text("Behov", "Need"),
            )
        )
    notes = sum(note.severity is Severity.CHANGES_RESULT for note in notes_for(picture.id))
    if notes:
        items.append(
            Attention(
                n(notes),
                Text(
                    "tall i kilden går ikke opp",
                    "figure in the source does not add up"
                    if notes == 1
                    else "figures in the source do not add up",
                ),
                reverse("quality", kwargs=kwargs),
                Text("Datakvalitet", "Data quality"),
            )
        )
    return tuple(items)


def _recruits(picture: MunicipalityOnDay) -> tuple[int, int] | None:
    try:
        result = need_of(picture, {})
    except HjemmelError:
        return None
    return result.recruits, result.inputs.years


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
