"""The indicators the slow way: walk the lists once for each, and count by hand."""

from __future__ import annotations

from fractions import Fraction

from hjemmel.engines.coverage.indicators import CountedList


def by_hand(lists: list[CountedList], before: list[str]) -> dict[str, Fraction | None]:
    """Return every indicator by id; ``None`` where it cannot be divided."""
    count = with_doctor = without = persons = persons_with = persons_without = 0
    places = places_with = is_open = 0
    weighted = Fraction(0)
    for row in lists:
        assert row.length is not None
        assert row.ceiling is not None
        assert row.municipal_hours is not None
        count += 1
        persons += row.length
        places += row.ceiling
        if row.ceiling > row.length + 20:
            is_open += 1
        weighted += row.length + Fraction(row.municipal_hours) * 40
        if row.has_doctor:
            with_doctor += 1
            persons_with += row.length
            places_with += row.ceiling
        else:
            without += 1
            persons_without += row.length
    now = [row.id for row in lists]

    def over(part: Fraction | int, whole: int) -> Fraction | None:
        return Fraction(part) / whole if whole else None

    return {
        "ssb_agreements": Fraction(with_doctor),
        "ssb_lists_without_doctor": Fraction(without),
        "ssb_lists": Fraction(count),
        "ssb_listed_with_doctor": Fraction(persons_with),
        "ssb_listed_without_doctor": Fraction(persons_without),
        "ssb_share_without_doctor": over(100 * persons_without, persons),
        "ssb_open_lists": Fraction(is_open),
        "ssb_mean_list": over(persons, count),
        "ssb_mean_corrected_list": over(weighted, count),
        "ssb_capacity": Fraction(places),
        "ssb_reserve_capacity": over(100 * places, persons),
        "directorate_lists_without_doctor": Fraction(without),
        "directorate_share_without_doctor": over(100 * without, count),
        "directorate_free_places_with_doctor": Fraction(places_with - persons_with),
        "directorate_free_places": Fraction(places - persons),
        "directorate_mean_list": over(persons_with, with_doctor),
        "directorate_mean_list_all": over(persons, count),
        "directorate_started": Fraction(sum(1 for id in now if id not in before)),
        "directorate_ended": Fraction(sum(1 for id in before if id not in now)),
    }
