"""What needs attention in a picture of a municipality."""

from __future__ import annotations

from hjemmel.domain.attention import Attention
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.engines.coverage.promises import n_per_1000
from hjemmel.engines.coverage.results import CoverageResult
from hjemmel.kernel.text import Text


def attention_in(
    picture: MunicipalityOnDay,
    result: CoverageResult,
    *,
    recruits: tuple[int, int] | None = None,
    contradictions: int = 0,
) -> tuple[Attention, ...]:
    """Return what needs attention in a picture; what there is none of is left out.

    Args:
        picture: The picture.
        result: Where its scheme stands.
        recruits: GPs to recruit and the years to do it in, where the need could be computed.
        contradictions: Figures of the source that do not add up and change a result.
    """
    below = sum(row.gap is not None and row.gap < 0 for row in result.districts)
    full = sum(row.free_places == 0 for row in result.districts)
    norm = n_per_1000(result.norm_per_1000)
    items = [
        *_posts(picture, result),
        Attention(
            "districts_below_measure",
            below,
            Text(
                f"bydeler under {norm.nb} lege per 1 000", f"districts below {norm.en} GP per 1,000"
            ),
            "districts",
        ),
        Attention(
            "districts_without_free_place",
            full,
            Text("bydeler uten en eneste ledig plass", "districts without a single free place"),
            "districts",
        ),
    ]
    if recruits is not None:
        count, years = recruits
        words = Text(f"leger må rekrutteres på {years} år", f"GPs to recruit in {years} years")
        items.append(Attention("recruits", count, words, "need"))
    if contradictions:
        one = "figure in the source does not add up"
        many = "figures in the source do not add up"
        words = Text("tall i kilden går ikke opp", one if contradictions == 1 else many)
        items.append(Attention("contradictions", contradictions, words, "quality"))
    return tuple(item for item in items if item.count or item.id == "recruits")


def _posts(picture: MunicipalityOnDay, result: CoverageResult) -> list[Attention]:
    """Vacant posts and lists without a doctor; the register tells of its own, list by list."""
    if picture.kind is PictureKind.REGISTER:
        return []
    return [
        Attention(
            "vacant_posts",
            result.total.vacant_posts,
            Text("ledige hjemler betjent av vikar", "vacant posts served by locums"),
            "figures",
            {"figure": "vacant_posts"},
        ),
        Attention(
            "lists_without_doctor",
            result.total.lists_without_doctor,
            Text("lister uten lege", "lists without a doctor"),
            "figures",
            {"figure": "lists_without_doctor"},
        ),
    ]
