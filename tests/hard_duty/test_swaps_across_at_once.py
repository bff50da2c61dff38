"""Swaps between two rosters, accepted at once in real processes: nobody waits for ever, and each is whole."""

from __future__ import annotations

from tests.hard_duty.duty_processes import DutyClients
from tests.hard_duty.test_duty_at_once import got
from tests.hard_lists.lists_processes import Call

PAIRS = (("evening", 0, 4), ("night", 1, 5), ("evening", 2, 6), ("night", 3, 7))
"""Kind of shift, and the places of two doctors with it, on the days from Monday on."""
MONDAYS = (2, 9)


def shift_of(kind: str, place: int, week: int) -> str:
    """Return the shift of a doctor in a week: two of them each day from Monday on."""
    return f"{kind}:2026-11-{MONDAYS[week] + place // 2:02}"


def swapped(clients: DutyClients, kind: str, giver: int, taker: int, *, given: int) -> int:
    """Offer a doctor's shift of one of the weeks for a colleague's of the other; return the offer."""
    wanted = 1 - given
    offer = clients.one(
        "swap",
        rosters=[clients.weeks[given], clients.weeks[wanted]],
        shifts=[shift_of(kind, giver, given), shift_of(kind, taker, wanted)],
        doctors=[clients.doctors[giver], clients.doctors[taker]],
    )
    assert isinstance(offer, int), offer
    return offer


def test_swaps_that_cross_between_two_rosters_are_all_made_and_each_once(
    clients: DutyClients,
) -> None:
    """Half of them give a shift of the first week, half of the second, and two share their doctors."""
    for kind, giver, taker in PAIRS:
        for week, place in ((0, giver), (1, giver), (0, taker), (1, taker)):
            there = clients.on(shift_of(kind, place, week), clients.weeks[week])
            assert there == [clients.doctors[place]]
    calls: list[Call] = []
    for given in (0, 1):
        for kind, giver, taker in PAIRS:
            offer = swapped(clients, kind, giver, taker, given=given)
            calls.append(("take", {"offer": offer, "doctor": clients.doctors[taker]}))
    told = clients.at_once(calls * 4)
    assert len(got(told)) == len(calls)
    for kind, giver, taker in PAIRS:
        for week in (0, 1):
            assert clients.on(shift_of(kind, giver, week), clients.weeks[week]) == [
                clients.doctors[taker]
            ]
            assert clients.on(shift_of(kind, taker, week), clients.weeks[week]) == [
                clients.doctors[giver]
            ]
    assert [clients.one("breaks", roster=one) for one in clients.weeks] == [[], []]


def test_one_of_two_swaps_of_the_same_shifts_is_made_whole(clients: DutyClients) -> None:
    """Each asks the other for the same two shifts, from either roster."""
    kind, first, second = "evening", 8, 11
    shifts = f"{kind}:2026-11-06", f"{kind}:2026-11-14"
    doctors = [clients.doctors[first], clients.doctors[second]]
    offers = [
        clients.one("swap", rosters=rosters, shifts=list(wanted), doctors=who)
        for rosters, wanted, who in (
            (clients.weeks, shifts, doctors),
            (clients.weeks[::-1], shifts[::-1], doctors[::-1]),
        )
    ]
    calls: list[Call] = [
        ("take", {"offer": offer, "doctor": who})
        for offer, who in zip(offers, reversed(doctors), strict=True)
    ]
    assert len(got(clients.at_once(calls * 8))) == 1
    on = [clients.on(shift, week) for shift, week in zip(shifts, clients.weeks, strict=True)]
    assert on == [[doctors[1]], [doctors[0]]]
    states = clients.ask(
        f"SELECT state FROM duty_shiftoffer WHERE id IN ({offers[0]}, {offers[1]}) ORDER BY state"
    )
    assert states == [("accepted",), ("lapsed",)]


def test_planner_who_changes_one_of_the_rosters_meanwhile_stops_the_swap_or_comes_too_late(
    clients: DutyClients,
) -> None:
    shifts = ["night:2026-11-06", "night:2026-11-14"]
    doctors = [clients.doctors[9], clients.doctors[12]]
    offer = clients.one("swap", rosters=clients.weeks, shifts=shifts, doctors=doctors)
    other = clients.doctors[30]
    calls: list[Call] = [
        ("take", {"offer": offer, "doctor": doctors[1]}),
        (
            "replace",
            {"roster": clients.weeks[1], "shift": shifts[1], "gone": doctors[1], "new": other},
        ),
    ]
    assert len(got(clients.at_once(calls * 8))) == 1
    on = [clients.on(shift, week) for shift, week in zip(shifts, clients.weeks, strict=True)]
    assert on in ([[doctors[1]], [doctors[0]]], [[doctors[0]], [other]])
