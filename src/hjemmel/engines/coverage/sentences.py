"""The answer of the overview in words, the same on the page, in the API and on the command line."""

from __future__ import annotations

from hjemmel.engines.coverage.districts import DistrictCoverage
from hjemmel.engines.coverage.promises import n_per_1000
from hjemmel.engines.coverage.results import CoverageResult
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
    gaps = [(row.name, row.gap) for row in result.districts if row.gap is not None]
    above = [(name, gap) for name, gap in gaps if gap > 0]
    below = [(name, gap) for name, gap in gaps if gap < 0]
    if not below:
        return Text("", "")
    lack = -sum(gap for _, gap in below)
    norm = n_per_1000(result.norm_per_1000)
    if not above:
        return Text(
            f"Alle {len(below)} bydeler ligger under {norm.nb} lege per 1 000; til sammen mangler {n(lack)}.",
            f"All {len(below)} districts are below {norm.en} GP per 1,000; together {n(lack, 'en')} are missing.",
        )
    names = " og ".join(name for name, _ in above), " and ".join(name for name, _ in above)
    surplus = sum(gap for _, gap in above)
    return Text(
        f"Kapasiteten er skjevt fordelt: {names[0]} har {n(surplus)} leger mer enn {norm.nb} per 1 000, "
        f"de {len(below)} andre bydelene mangler {n(lack)}.",
        f"Capacity is unevenly spread: {names[1]} has {n(surplus, 'en')} GPs more than {norm.en} per 1,000, "
        f"the other {len(below)} districts lack {n(lack, 'en')}.",
    )


def district_answer(
    row: DistrictCoverage, norm_per_1000: float, *, open_lists: int | None, waiting: int | None
) -> Text:
    """Return where a district stands: coverage, free places, and who waits.

    Args:
        row: The district's row.
        norm_per_1000: The measure.
        open_lists: Lists with a free place; ``None`` is not known.
        waiting: Persons who wait for a list in the district; ``None`` is not known.
    """
    parts = [_coverage_of(row, norm_per_1000), _free_in(row, open_lists)]
    if waiting is not None:
        parts.append(
            Text(
                f"{n(waiting)} venter på en liste her."
                if waiting
                else "Ingen venter på en liste her.",
                f"{n(waiting, 'en')} wait for a list here."
                if waiting
                else "Nobody waits for a list here.",
            )
        )
    return Text(" ".join(p.nb for p in parts), " ".join(p.en for p in parts))


def _coverage_of(row: DistrictCoverage, norm_per_1000: float) -> Text:
    if row.gps_per_1000 is None or row.gap is None:
        return Text(
            f"{row.name} har {n(row.gps)} fastleger; folketallet er ukjent, så dekningen er ukjent.",
            f"{row.name} has {n(row.gps, 'en')} GPs; the population is unknown, so the coverage is.",
        )
    norm = n_per_1000(norm_per_1000)
    more_nb, more_en = ("flere", "more") if row.gap >= 0 else ("færre", "fewer")
    gap = abs(row.gap)
    return Text(
        f"{row.name} har {n(row.gps_per_1000, decimals=2)} fastleger per 1 000 innbyggere: "
        f"{n(gap, decimals=1)} {more_nb} enn {norm.nb} per 1 000.",
        f"{row.name} has {n(row.gps_per_1000, 'en', decimals=2)} GPs per 1,000 residents: "
        f"{n(gap, 'en', decimals=1)} {more_en} than {norm.en} per 1,000.",
    )


def _free_in(row: DistrictCoverage, open_lists: int | None) -> Text:
    if row.free_places is None or row.lists is None or open_lists is None:
        return Text("Ledige plasser er ukjent.", "Free places are unknown.")
    if not row.free_places:
        return Text(
            f"Ingen av de {n(row.lists)} listene har en ledig plass.",
            f"None of the {n(row.lists, 'en')} lists has a free place.",
        )
    return Text(
        f"{n(row.free_places)} ledige plasser på {n(open_lists)} av {n(row.lists)} lister.",
        f"{n(row.free_places, 'en')} free places on {n(open_lists, 'en')} of "
        f"{n(row.lists, 'en')} lists.",
    )
