"""Free places on the lists: the municipality's target, every district, and what counts as open."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.numbers import format_percent as percent
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_STEP = Decimal("0.0001")


def _share(part: int | Decimal, whole: int | Decimal) -> Decimal:
    return (Decimal(part) / Decimal(whole)).quantize(_STEP, ROUND_HALF_UP)


def _no_places() -> Finding:
    return not_met("no_places", "Det er ingen listeplasser.", "There are no list places.")


def _no_target() -> Finding:
    return needs_judgement(
        "no_target",
        "Kommunen har ikke vedtatt noe mål for ledig listekapasitet.",
        "The municipality has not adopted a target for free list capacity.",
    )


@provision(
    at("bergen_fastlegestrategi", "kap. 2.2"),
    at("bergen_strategi_2024", "kap. 2.2"),
    at("trondheim_temaplan_2019"),
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Mål for ledig listekapasitet",
    title_en="Target for free list capacity",
    reads=("gp_list.free_capacity_target",),
)
def free_capacity_is_reached(free_places: int, list_places: int, law: LawAt) -> Finding:
    """Test that the free places are the target share of all list places; the value is that share.

    The target is read as a share of the capacity, which is how the plans report it.
    """
    if not law.has("gp_list.free_capacity_target"):
        return _no_target()
    target = law.number("gp_list.free_capacity_target")
    if list_places <= 0:
        return _no_places()
    share = _share(free_places, list_places)
    facts_nb = (
        f"Ledig er {n(free_places)} av {n(list_places)} plasser, {percent(share, decimals=2)}"
    )
    facts_en = (
        f"Free are {n(free_places, 'en')} of {n(list_places, 'en')} places, "
        f"{percent(share, 'en', decimals=2)}"
    )
    is_reached = Decimal(free_places) >= target * list_places
    answer = met if is_reached else not_met
    return answer(
        "target_reached" if is_reached else "below_target",
        f"{facts_nb}; målet er {percent(target)}.",
        f"{facts_en}; the target is {percent(target, 'en')}.",
        value=share,
    )


@provision(
    at("bergen_fastlegestrategi", "kap. 1.1"),
    at("bergen_strategi_2024", "kap. 1.1"),
    at("trondheim_temaplan_2019"),
    at("trondheim_plan_2024", "kap. 4.2.1.1"),
    title_nb="Reserven av behovet og av kapasiteten",
    title_en="The reserve relative to need and to capacity",
    reads=("gp_list.free_capacity_target",),
)
def reserve_reaches_target(capacity: int, need: int, law: LawAt) -> Finding:
    """Test the reserve that a capacity leaves over a need, by both definitions of its share.

    The same doctors or places are a larger share of the need than of the capacity; the value is
    the share of the need, and where the two disagree about the target a person decides.
    """
    if not law.has("gp_list.free_capacity_target"):
        return _no_target()
    target = law.number("gp_list.free_capacity_target")
    if capacity <= 0 or need <= 0:
        return _no_places()
    reserve = capacity - need
    of_need, of_capacity = _share(reserve, need), _share(reserve, capacity)
    enough_of_need = reserve >= target * need
    enough_of_capacity = reserve >= target * capacity
    both_nb = (
        f"{percent(of_need, decimals=2)} av behovet og "
        f"{percent(of_capacity, decimals=2)} av kapasiteten"
    )
    both_en = (
        f"{percent(of_need, 'en', decimals=2)} of the need and "
        f"{percent(of_capacity, 'en', decimals=2)} of the capacity"
    )
    nb = f"Reserven på {n(reserve)} er {both_nb}; målet er {percent(target)}."
    en = f"The reserve of {n(reserve, 'en')} is {both_en}; the target is {percent(target, 'en')}."
    if enough_of_need and enough_of_capacity:
        return met("reached_by_both", nb, en, value=of_need)
    if enough_of_need or enough_of_capacity:
        return needs_judgement("depends_on_definition", nb, en, value=of_need)
    return not_met("reached_by_neither", nb, en, value=of_need)


@provision(
    at("trondheim_temaplan_2019"),
    at("trondheim_plan_2024", "kap. 1.1"),
    title_nb="Ledig plass i alle bydeler",
    title_en="A free place in every district",
    reads=("gp_list.free_place_in_every_district",),
)
def every_district_has_free_place(districts_without_free_place: int, law: LawAt) -> Finding:
    """Test that no district is without a free place on a GP's list."""
    parameter = "gp_list.free_place_in_every_district"
    if not (law.has(parameter) and law.flag(parameter)):
        return needs_judgement(
            "no_target",
            "Kommunen har ikke vedtatt mål om ledig plass i alle bydeler.",
            "The municipality has not adopted the goal of free places in every district.",
        )
    if districts_without_free_place > 0:
        return not_met(
            "district_without_free_place",
            f"Bydeler uten ledig plass: {n(districts_without_free_place)}.",
            f"Districts without a free place: {n(districts_without_free_place, 'en')}.",
            value=districts_without_free_place,
        )
    return met(
        "free_place_everywhere",
        "Alle bydeler har ledig plass på en fastlegeliste.",
        "Every district has a free place on a GP's list.",
        value=0,
    )


@provision(
    at("ssb_allmennlegetjenesten", "tabell 07388, fotnote"),
    title_nb="Åpen liste i statistikken",
    title_en="Open list in the statistics",
    reads=("planning.ssb_open_list_min_free",),
)
def list_is_open_in_statistics(length: int, ceiling: int, law: LawAt) -> Finding:
    """Test that a list is open in Statistics Norway's sense; the value is the free places."""
    limit = law.integer("planning.ssb_open_list_min_free")
    free = max(0, ceiling - length)
    is_open = free > limit
    answer = met if is_open else not_met
    state_nb, state_en = ("åpen", "open") if is_open else ("ikke åpen", "not open")
    return answer(
        "open_in_statistics" if is_open else "not_open_in_statistics",
        f"Listen er {state_nb} i statistikken: ledige plasser {n(free)}, "
        f"grense mer enn {n(limit)}.",
        f"The list is {state_en} in the statistics: free places {n(free, 'en')}, "
        f"limit more than {n(limit, 'en')}.",
        value=free,
    )
