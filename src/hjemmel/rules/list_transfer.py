"""A list that gets a new GP, and a new list that is filled."""

from __future__ import annotations

from hjemmel.kernel.numbers import format_number as n
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known

_OLD = at("fastlegeforskriften_2012", "31")
NEW_WITHOUT_WISH = "new_without_wish"
NEW_WITH_WISH_FOR_FULL_LIST = "new_with_wish_for_full_list"
DRAWN_OUT = "drawn_out"
OTHER = "other"
_WORDS = {"new_gp": ("hvem som er ny fastlege", "who the new GP is")} | {
    "right_to_change": ("retten til å skifte fastlege", "the right to change GP")
}


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "9", section=2),
    at("fastlegeforskriften_2025", "9", section=3),
    title_nb="Hele listen følger den som overtar",
    title_en="The whole list follows the successor",
    reads=(
        "list_transfer.whole_list_follows",
        "list_transfer.municipality_moves_employed_list",
    ),
)
def whole_list_is_taken_over(
    self_employed: bool, persons_on_list: int, persons_transferred: int, law: LawAt
) -> Finding:
    """Test that the successor of a GP has taken over the whole list.

    The value is how many persons were left behind. An employed GP's list is the municipality's to
    transfer; whether the 2012 regulation said so is not known.
    """
    duty = "list_transfer.whole_list_follows"
    if not self_employed:
        duty = "list_transfer.municipality_moves_employed_list"
        if not law.has(duty):
            return needs_judgement(
                "employed_not_known",
                "Det er ikke kjent hva forskriften da sa om listen til en ansatt fastlege.",
                "It is not known what the regulation then said of an employed GP's list.",
            )
    left = max(0, persons_on_list - persons_transferred)
    if law.flag(duty) and left > 0:
        return not_met(
            "persons_left_behind",
            f"Hele listen skal overføres; {n(left)} av {n(persons_on_list)} er ikke overført.",
            f"The whole list must be transferred; {n(left, 'en')} of "
            f"{n(persons_on_list, 'en')} are not.",
            value=left,
        )
    return met(
        "whole_list_transferred",
        f"Hele listen på {n(persons_on_list)} er overført til den nye fastlegen.",
        f"The whole list of {n(persons_on_list, 'en')} is transferred to the new GP.",
        value=left,
    )


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "9", section=4),
    title_nb="Innbyggerne får vite om ny fastlege",
    title_en="Residents are told of a new GP",
    reads=("list_transfer.residents_are_told",),
)
def residents_are_told_of_new_gp(
    name_of_new_gp: bool, right_to_change: bool, law: LawAt
) -> Finding:
    """Test that a letter names the new GP and says that one may change; the value is what it lacks."""
    told = {"new_gp": name_of_new_gp, "right_to_change": right_to_change}
    missing = [
        str(point)
        for point in law.items("list_transfer.residents_are_told")
        if not told[str(point)]
    ]
    if not missing:
        return met(
            "residents_told",
            "Innbyggerne er informert om ny fastlege og retten til å skifte.",
            "The residents have been told of the new GP and of the right to change.",
            value=0,
        )
    return not_met(
        "residents_not_told",
        f"Innbyggerne har ikke fått vite: {', '.join(_WORDS[point][0] for point in missing)}.",
        f"The residents have not been told: {', '.join(_WORDS[point][1] for point in missing)}.",
        value=len(missing),
    )


@provision(
    _OLD,
    at("fastlegeforskriften_2025", "9", section=5),
    title_nb="Hvem en ny liste kan fylles med",
    title_en="With whom a new list may be filled",
    reads=("list_transfer.new_list_takes",),
)
def person_may_fill_new_list(comes_as: str, needed_by_practice: bool, law: LawAt) -> Finding:
    """Test that the municipality may transfer a person to a new list to secure its running.

    Args:
        comes_as: ``new_without_wish`` or ``new_with_wish_for_full_list`` (has had no GP, or one in
            another municipality), ``drawn_out`` (of a list that was reduced, and has not changed)
            or ``other``.
        needed_by_practice: Whether the municipality has found it needed to secure the new practice.
        law: The law on the day of the transfer.
    """
    groups = [str(group) for group in law.items("list_transfer.new_list_takes")]
    require_known(comes_as, (*groups, OTHER), where="comes_as")
    if comes_as not in groups:
        return not_met(
            "may_not_be_moved",
            "Bare nytilmeldte og de som er trukket ut av en liste, kan overføres.",
            "Only new registrants and those drawn out of a list may be transferred.",
        )
    if not needed_by_practice:
        return not_met(
            "not_needed",
            "Overføringen må være påkrevet for å sikre driften av den nye praksisen.",
            "The transfer must be needed to secure the running of the new practice.",
        )
    return met(
        "may_fill",
        "Kommunen kan overføre personen til den nye listen.",
        "The municipality may transfer the person to the new list.",
    )
