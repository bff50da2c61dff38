"""Many doctors at once, in real processes: each shift goes to one, and no roster breaks the law by it."""

from __future__ import annotations

import time
from select import select
from typing import Any

import psycopg

from tests.hard_duty.duty_processes import DutyClients
from tests.hard_lists.lists_processes import CONNECTIONS, PROCESSES, Call, answers, tell

EVERYBODY = PROCESSES * CONNECTIONS
FREE = 16
"""The doctors from here on have no shift in the week."""


def publications(clients: DutyClients) -> int:
    [[found]] = clients.ask(
        f"SELECT count(*) FROM duty_publication WHERE roster_id = {clients.roster}"
    )
    return int(found)


def got(told: list[Any]) -> list[Any]:
    """What came of those who did not lose; nothing else than a conflict is a way to lose."""
    assert not [one for one in told if isinstance(one, str) and one.startswith("unexpected")], told
    return [one for one in told if one != "ConflictError"]


def test_open_shift_goes_to_exactly_one_of_all_who_take_it_at_once(clients: DutyClients) -> None:
    shift, giver = "evening:2026-10-19", clients.doctors[0]
    offer = clients.one("open", roster=clients.roster, shift=shift, giver=giver)
    before = publications(clients)
    takers = clients.doctors[FREE : FREE + EVERYBODY]
    told = clients.at_once([("take", {"offer": offer, "doctor": one}) for one in takers])
    assert len(got(told)) == 1
    winner = takers[next(at for at, one in enumerate(told) if one != "ConflictError")]
    assert clients.on(shift) == [winner]
    assert publications(clients) == before + 1
    assert clients.ask(f"SELECT state, taken_by_id FROM duty_shiftoffer WHERE id = {offer}") == [
        ("accepted", winner)
    ]
    assert clients.one("breaks", roster=clients.roster) == []


def test_doctor_who_takes_two_shifts_without_rest_between_gets_one(clients: DutyClients) -> None:
    shifts = (("evening:2026-10-20", 2), ("night:2026-10-20", 3))
    offers = [
        clients.one("open", roster=clients.roster, shift=shift, giver=clients.doctors[place])
        for shift, place in shifts
    ]
    doctor = clients.doctors[FREE + EVERYBODY]
    calls: list[Call] = [
        ("take", {"offer": offers[at % 2], "doctor": doctor}) for at in range(EVERYBODY)
    ]
    assert len(got(clients.at_once(calls))) == 1
    on = [clients.on(shift) for shift, _ in shifts]
    assert sorted(len(one) for one in on) == [1, 1]
    assert sum(doctor in one for one in on) == 1
    assert clients.one("breaks", roster=clients.roster) == []


def test_doctor_who_takes_shifts_of_two_districts_at_one_time_gets_one(
    clients: DutyClients,
) -> None:
    shift = "evening:2026-10-21"
    here = clients.one("open", roster=clients.roster, shift=shift, giver=clients.doctors[4])
    [giver] = clients.on(shift, clients.roster_beside)
    there = clients.one("open", roster=clients.roster_beside, shift=shift, giver=giver)
    herself = clients.doctors[FREE]
    calls: list[Call] = [
        ("take", {"offer": here, "doctor": herself}),
        ("take", {"offer": there, "doctor": clients.herself_beside}),
    ]
    assert len(got(clients.at_once(calls * 8))) == 1
    taken = (herself in clients.on(shift)) + (
        clients.herself_beside in clients.on(shift, clients.roster_beside)
    )
    assert taken == 1


def test_planners_of_two_districts_put_a_doctor_on_one_shift_at_one_time(
    clients: DutyClients,
) -> None:
    """They write to different rosters; what they have in common is the doctor."""
    shift, here, there = "night:2026-10-21", clients.roster, clients.roster_beside
    herself, beside = clients.doctors[FREE], clients.herself_beside
    calls: list[Call] = [
        ("replace", {"roster": here, "shift": shift, "gone": clients.on(shift)[0], "new": herself}),
        (
            "replace",
            {"roster": there, "shift": shift, "gone": clients.on(shift, there)[0], "new": beside},
        ),
    ]
    assert len(got(clients.at_once(calls * 8))) == 1
    assert (herself in clients.on(shift)) + (beside in clients.on(shift, there)) == 1


def test_shift_is_not_moved_on_top_of_one_that_she_gets_in_another_district_at_that_moment(
    clients: DutyClients,
) -> None:
    """They write to different rosters; what they have in common is the doctor."""
    mine, theirs, here, there = (
        "night:2026-10-23",
        "evening:2026-10-24",
        clients.roster,
        clients.roster_beside,
    )
    herself, beside = clients.doctors[FREE], clients.herself_beside
    put = {"roster": here, "shift": mine, "gone": clients.on(mine)[0], "new": herself}
    assert isinstance(clients.one("replace", **put), list)
    new = {"starts": "2026-10-24T16:00", "ends": "2026-10-24T23:00"}
    gone = clients.on(theirs, there)[0]
    calls: list[Call] = [
        ("move", {"roster": here, "shift": mine, **new}),
        ("replace", {"roster": there, "shift": theirs, "gone": gone, "new": beside}),
    ]
    assert len(got(clients.at_once(calls * 8))) == 1
    [[day]] = clients.ask(
        f"SELECT day FROM duty_dutyshift WHERE key = '{mine}' AND roster_id = {here}"
    )
    assert (str(day) == "2026-10-24") is not (clients.on(theirs, there) == [beside])


def test_who_moves_a_shift_waits_for_whoever_holds_the_doctor_on_it(clients: DutyClients) -> None:
    if not clients.database.startswith("postgres"):
        return  # one writes at a time, so everybody waits for everybody
    shift = "evening:2026-10-19"
    [doctor] = clients.on(shift)
    move: Call = (
        "move",
        {
            "roster": clients.roster,
            "shift": shift,
            "starts": "2026-10-19T16:30",
            "ends": "2026-10-19T23:00",
        },
    )
    process = clients.processes[0]
    with (
        psycopg.connect(clients.database) as holding,
        psycopg.connect(clients.database, autocommit=True) as watching,
    ):
        holding.execute(
            "SELECT 1 FROM registry_doctor WHERE id = (SELECT doctor_id FROM duty_dutydoctor "
            f"WHERE id = {doctor}) FOR NO KEY UPDATE"
        )
        tell(process, [move])
        deadline = time.monotonic() + 60
        while not watching.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock' AND query LIKE '%registry_doctor%'"
        ).fetchone():
            assert time.monotonic() < deadline, "nobody waits for her"
            assert process.stdout is not None
            assert select([process.stdout], [], [], 0.05)[0] == [], "it was moved meanwhile"
    [told] = answers(process)
    assert isinstance(told, list)


def test_offer_is_taken_withdrawn_or_overtaken_by_the_planner_and_only_one_of_them(
    clients: DutyClients,
) -> None:
    shift, giver = "evening:2026-10-22", clients.doctors[6]
    offer = clients.one("open", roster=clients.roster, shift=shift, giver=giver)
    calls: list[Call] = [
        call
        for place in range(FREE + 10, FREE + 18)
        for call in (
            ("take", {"offer": offer, "doctor": clients.doctors[place]}),
            ("withdraw", {"offer": offer}),
            (
                "replace",
                {
                    "roster": clients.roster,
                    "shift": shift,
                    "gone": giver,
                    "new": clients.doctors[place + 10],
                },
            ),
        )
    ]
    told = clients.at_once(calls)
    won = got(told)
    on = clients.on(shift)
    assert len(on) == 1
    [[state, taker]] = clients.ask(
        f"SELECT state, taken_by_id FROM duty_shiftoffer WHERE id = {offer}"
    )
    if state == "accepted":
        assert on == [taker]
        assert len(won) == 1
    elif state == "lapsed":
        assert len(won) == 1
        assert on != [giver]
    else:  # withdrawn: then the planner may still have put somebody else on it
        assert state == "withdrawn"
        assert [one for one in won if one == "withdrawn"] == ["withdrawn"]
        assert len(won) == 1 + (on != [giver])
    assert clients.one("breaks", roster=clients.roster) == []


def test_gift_is_accepted_once_however_often_it_is_clicked(clients: DutyClients) -> None:
    shift, giver, taker = "evening:2026-10-23", clients.doctors[8], clients.doctors[FREE + 20]
    offer = clients.one("offer", roster=clients.roster, shift=shift, giver=giver, to=taker)
    told = clients.at_once([("take", {"offer": offer, "doctor": taker})] * 16)
    assert len(got(told)) == 1
    assert clients.on(shift) == [taker]


def test_doctor_is_never_away_and_on_the_shift_that_she_takes_at_that_moment(
    clients: DutyClients,
) -> None:
    shift, giver = "evening:2026-10-24", clients.doctors[11]
    assert clients.on(shift) == [giver]
    offer = clients.one("open", roster=clients.roster, shift=shift, giver=giver)
    doctor = clients.doctors[FREE + 22]
    away = {"doctor": doctor, "day": "2026-10-24", "is_ill": False}
    told = clients.at_once([("take", {"offer": offer, "doctor": doctor}), ("be_away", away)] * 4)
    won = got(told)
    taken = clients.on(shift) == [doctor]
    assert ("away" in won) is not taken
    assert clients.one("breaks", roster=clients.roster) == []


def test_shift_of_who_falls_ill_at_the_moment_she_takes_it_is_open_again(
    clients: DutyClients,
) -> None:
    shift, giver = "evening:2026-10-25", clients.doctors[14]
    assert clients.on(shift) == [giver]
    offer = clients.one("open", roster=clients.roster, shift=shift, giver=giver)
    doctor = clients.doctors[FREE + 23]
    ill = {"doctor": doctor, "day": "2026-10-25", "is_ill": True}
    told = clients.at_once([("take", {"offer": offer, "doctor": doctor}), ("be_away", ill)] * 4)
    assert got(told).count("ill") == 4  # it is told however often, and is one absence
    absences = clients.ask(f"SELECT count(*) FROM duty_dutyabsence WHERE duty_doctor_id = {doctor}")
    assert absences == [(1,)]
    again = clients.ask(
        f"SELECT count(*) FROM duty_shiftoffer WHERE given_by_id = {doctor} AND state = 'open'"
    )
    assert again == [(int(clients.on(shift) == [doctor]),)]
