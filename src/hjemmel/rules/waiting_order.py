"""Who comes first when a place on a list becomes free, and when a list opens to applicants."""

from __future__ import annotations

from datetime import date

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

WITHOUT_GP = "without_gp"
GP_ELSEWHERE = "gp_elsewhere"
GP_HERE = "gp_here"
_CLASSES = (WITHOUT_GP, GP_ELSEWHERE, GP_HERE)


@provision(
    at("helsedirektoratet_fastlege"),
    at("helfo_fastlege", "tildeling av fastlege"),
    at("helsenorge_fastlege"),
    title_nb="Rekkefølgen på ventelisten",
    title_en="Order of the waiting list",
    reads=(
        "allocation.unallocated_first",
        "allocation.longest_without_first",
        "waiting_list.first_come_first_served",
    ),
)
def comes_before(
    waits_as: str, waiting_since: date, other_waits_as: str, other_waiting_since: date, law: LawAt
) -> Finding:
    """Test that one waiting person gets a free place before another.

    Each waits as ``without_gp``, ``gp_elsewhere`` (a GP in another municipality) or ``gp_here``
    (wants another GP in the municipality). A GP elsewhere gives no priority. Between persons who
    have a GP in different places no source states the order, so a person decides.
    """
    _check_class(waits_as)
    _check_class(other_waits_as)
    if law.flag("allocation.unallocated_first") and waits_as != other_waits_as:
        if waits_as == WITHOUT_GP:
            return met(
                "no_gp_first",
                "Den som ikke har fastlege, får plassen før andre på ventelisten.",
                "A person without a GP gets the place before others on the waiting list.",
            )
        if other_waits_as == WITHOUT_GP:
            return not_met(
                "other_has_no_gp",
                "Den andre har ikke fastlege og får plassen først.",
                "The other person has no GP and gets the place first.",
            )
    if waits_as != other_waits_as:
        return needs_judgement(
            "order_not_stated",
            "Rekkefølgen mellom disse to er ikke fastsatt; ventetid er det nærliggende.",
            "The order between these two is not stated; waiting time suggests itself.",
        )
    return _by_waiting_time(waits_as, waiting_since, other_waiting_since, law)


def _by_waiting_time(waits_as: str, since: date, other_since: date, law: LawAt) -> Finding:
    longest = "allocation.longest_without_first"
    if waits_as == WITHOUT_GP and law.has(longest):
        follows_time = law.flag(longest)
    else:
        follows_time = law.flag("waiting_list.first_come_first_served")
    if not follows_time or since == other_since:
        return needs_judgement(
            "equal",
            "De to har ventet like lenge; ingen regel skiller dem.",
            "The two have waited equally long; no rule tells them apart.",
        )
    answer = met if since < other_since else not_met
    return answer(
        "waited_longer" if since < other_since else "waited_shorter",
        f"Den som har ventet lengst, kommer først: {format_date(min(since, other_since))}.",
        f"Whoever has waited longest comes first: {format_date(min(since, other_since), 'en')}.",
    )


@provision(
    at("hjemmel_assumptions", "venteliste"),
    title_nb="Like lang ventetid avgjøres ved trekning",
    title_en="Equal waiting times are settled by a draw",
    reads=("waiting_list.tie_is_drawn",),
)
def tie_is_drawn(waited_equally: int, drawn_at_random: bool, law: LawAt) -> Finding:
    """Test that the order of persons who have waited equally long was drawn.

    No source settles a tie; that it is drawn is our own assumption.
    """
    if waited_equally <= 1:
        return met("no_tie", "Ingen har ventet like lenge.", "Nobody has waited equally long.")
    if law.flag("waiting_list.tie_is_drawn") and not drawn_at_random:
        return not_met(
            "order_chosen",
            f"De {n(waited_equally)} som har ventet like lenge, skal trekkes, ikke velges.",
            f"The {n(waited_equally, 'en')} who have waited equally long are drawn, not chosen.",
        )
    return met(
        "tie_drawn",
        f"Rekkefølgen mellom de {n(waited_equally)} er trukket.",
        f"The order of the {n(waited_equally, 'en')} was drawn.",
    )


def _check_class(waits_as: str) -> None:
    if waits_as not in _CLASSES:
        known = ", ".join(_CLASSES)
        raise InputError(
            Text(
                f"Ukjent ventegruppe «{waits_as}».",
                f"Unknown class of waiting person “{waits_as}”.",
            ),
            where="waits_as",
            remedy=Text(f"Bruk en av: {known}.", f"Use one of: {known}."),
        )


@provision(
    at("helsenorge_fastlege"),
    title_nb="Når listen åpner for søkere",
    title_en="When the list opens to applicants",
    reads=("waiting_list.opens_at_free_places",),
)
def list_opens_to_applicants(free_places: int, law: LawAt) -> Finding:
    """Test that enough places are free for the list to open to applicants."""
    limit = law.integer("waiting_list.opens_at_free_places")
    opens = free_places >= limit
    answer = met if opens else not_met
    state_nb, state_en = ("åpner", "opens") if opens else ("åpner ikke", "does not open")
    return answer(
        "opens" if opens else "too_few_free",
        f"Listen {state_nb} for søkere: ledige plasser {n(free_places)}, grensen er {n(limit)}.",
        f"The list {state_en} to applicants: free places {n(free_places, 'en')}, "
        f"the limit is {n(limit, 'en')}.",
    )


@provision(
    at("helsenorge_fastlege"),
    title_nb="Én venteliste om gangen",
    title_en="One waiting list at a time",
    reads=("waiting_list.max_lists_per_person",),
)
def person_may_join(lists_already_joined: int, law: LawAt) -> Finding:
    """Test that a person may join a waiting list without leaving another."""
    highest = law.integer("waiting_list.max_lists_per_person")
    if lists_already_joined < highest:
        return met(
            "may_join", "Personen kan settes på ventelisten.", "The person may join the list."
        )
    return not_met(
        "already_waiting",
        f"Ventelister en person kan stå på samtidig: {n(highest)}. Den gamle plassen må gis opp.",
        f"Waiting lists a person may be on at once: {n(highest, 'en')}. "
        "The old place must be given up.",
    )
