"""Two verbs that meet wait for each other, never both ways: residents, then lists, then municipalities.

Each test holds a row from outside until both verbs wait, and then lets go of it. Whatever locks in
another order is stopped by PostgreSQL then, every time. SQLite lets one write at a time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from lists_processes import Call, Clients, answers, tell

from hjemmel.kernel.identifiers import synthetic_check_digits
from tests.tables import on_postgresql

ON_LIST = "known_to IS NULL AND valid_from <= '2024-04-01' AND valid_to IS NULL"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    """Two processes on a municipality of 6 000 residents and 12 lists."""
    with on_postgresql("order") as database:
        made = Clients(database, tmp_path_factory.mktemp("data"), count=2)
        try:
            made.begin()
            yield made
        finally:
            made.end()


def meet(clients: Clients, first: Call, second: Call, held: str) -> list[Any]:
    """Let ``first`` begin and wait at the rows of ``held``, then ``second``; let go, and return both answers."""
    with psycopg.connect(clients.database) as holder:
        holder.execute(held)
        for number, (process, call) in enumerate(
            zip(clients.processes, (first, second), strict=True), start=1
        ):
            tell(process, [call])
            _until_waiting(clients, number)
        holder.rollback()
    return [answers(process)[0] for process in clients.processes]


def _until_waiting(clients: Clients, number: int) -> None:
    deadline = time.monotonic() + 30
    while clients.ask(WAITING) != [(number,)]:
        assert time.monotonic() < deadline, f"only {clients.ask(WAITING)} of {number} wait"
        time.sleep(0.02)


def hold(table: str, key: int) -> str:
    """The statement that holds a row so that it may still be pointed at."""
    return f"SELECT 1 FROM {table} WHERE id = {key} FOR NO KEY UPDATE"


def grown_ups(clients: Clients, count: int) -> list[tuple[int, str, int]]:
    """Key, national id and list of some who live and have no plans, by key; each is given once."""
    rows: list[tuple[int, str, int]] = clients.ask(
        "SELECT r.id, r.national_id, m.patient_list_id FROM registry_resident AS r "
        f"JOIN (SELECT * FROM registry_membership WHERE {ON_LIST}) AS m ON m.resident_id = r.id "
        "WHERE r.born < '1990-01-01' AND r.died_on IS NULL AND r.name = '' "
        "AND m.patient_list_id IS NOT NULL AND r.municipality_id = "
        f"{clients.municipality} AND r.id NOT IN (SELECT resident_id FROM lists_changerequest UNION "
        "SELECT resident_id FROM lists_move UNION SELECT resident_id FROM lists_populationevent) "
        f"ORDER BY r.id LIMIT {count}"
    )
    assert len(rows) == count
    return rows


def wish(clients: Clients, who: int, now_on: int, name: str) -> tuple[Call, int]:
    """Somebody's wish for another list with places, and the list."""
    [[wanted]] = clients.ask(
        f"SELECT id FROM registry_patientlist WHERE id <> {now_on} ORDER BY id LIMIT 1"
    )
    clients.one("ceiling", patient_list=wanted, free=20)
    return ("ask", {"key": name, "resident": who, "wanted_list": wanted}), wanted


def test_file_of_events_and_a_wish_of_somebody_in_it(clients: Clients) -> None:
    [(who, number, now_on)] = grown_ups(clients, 1)
    asks, wanted = wish(clients, who, now_on, "events")
    death = {"kind": "death", "happened_on": "2024-03-05", "national_id": number}
    file = ("tell_events", {"municipality": clients.municipality, "told": [death]})
    asked, loaded = meet(clients, asks, file, hold("registry_patientlist", wanted))
    assert (asked[0], loaded) == ("granted", [1, []])
    planned = clients.ask(f"SELECT state FROM lists_move WHERE resident_id = {who}")
    assert planned == [("cancelled",)]


def test_file_of_the_register_and_a_wish_of_somebody_in_it(clients: Clients) -> None:
    [(who, _, now_on)] = grown_ups(clients, 1)
    asks, wanted = wish(clients, who, now_on, "register")
    file = ("load_register", {"municipality": clients.municipality, "resident": who})
    asked, changed = meet(clients, asks, file, hold("registry_patientlist", wanted))
    assert (asked[0], changed) == ("granted", 1)


def test_birth_and_a_wish_for_the_mothers_list(clients: Clients) -> None:
    [(who, _, now_on)] = grown_ups(clients, 1)
    asks, wanted = wish(clients, who, now_on, "birth")
    [[mother]] = clients.ask(
        "SELECT r.national_id FROM registry_resident AS r JOIN registry_membership AS m "
        f"ON m.resident_id = r.id AND m.{ON_LIST} WHERE r.sex = 'female' AND r.born < '1990-01-01' "
        f"AND r.died_on IS NULL AND m.patient_list_id = {wanted} ORDER BY r.id LIMIT 1"
    )
    born = {
        "kind": "birth",
        "happened_on": "2024-03-05",
        "national_id": newborn(),
        "sex": "female",
        "district": "460102",
        "mother": mother,
    }
    told = ("tell_event", {"municipality": clients.municipality, "told": born})
    asked, reason = meet(clients, asks, told, hold("registry_patientlist", wanted))
    assert (asked[0], reason) == ("granted", "on_mothers_list")


def test_file_of_events_and_a_cut_over_of_the_same_persons(clients: Clients) -> None:
    clients.one("plan", municipality=clients.municipality, count=40)
    [(low,), (high,)] = clients.ask(
        "(SELECT resident_id FROM lists_move WHERE state = 'planned' ORDER BY 1 LIMIT 1) UNION ALL "
        "(SELECT resident_id FROM lists_move WHERE state = 'planned' ORDER BY 1 DESC LIMIT 1)"
    )
    numbers = dict(
        clients.ask(f"SELECT id, national_id FROM registry_resident WHERE id IN ({low}, {high})")
    )
    moved = [
        {
            "kind": "moved_within",
            "happened_on": day,
            "national_id": numbers[key],
            "district": "460102",
        }
        for key, day in ((high, "2024-03-05"), (low, "2024-03-06"))
    ]
    digest, _ = clients.one("preview", municipality=clients.municipality)
    run = ("cut_over", {"municipality": clients.municipality, "digest": digest})
    file = ("tell_events", {"municipality": clients.municipality, "told": moved})
    ran, loaded = meet(clients, run, file, hold("registry_resident", low))
    assert isinstance(ran, int), ran
    assert loaded == [2, []]


def test_sweep_of_ages_and_a_cut_over_of_the_same_persons(clients: Clients) -> None:
    clients.one("plan", municipality=clients.municipality, count=40)
    [(low,), (high,)] = clients.ask(
        "(SELECT resident_id FROM lists_move WHERE state = 'planned' ORDER BY 1 LIMIT 1) UNION ALL "
        "(SELECT resident_id FROM lists_move WHERE state = 'planned' ORDER BY 1 DESC LIMIT 1)"
    )
    with psycopg.connect(clients.database) as connection:
        for key, born in ((low, "2006-03-05"), (high, "2008-03-05")):
            connection.execute(
                f"UPDATE registry_resident SET born = '{born}', municipality_id = "
                f"{clients.municipality}, lived_here_to = NULL WHERE id = {key}"
            )
    digest, _ = clients.one("preview", municipality=clients.municipality)
    run = ("cut_over", {"municipality": clients.municipality, "digest": digest})
    sweep = ("turn_ages", {"municipality": clients.municipality})
    ran, turned = meet(clients, run, sweep, hold("registry_resident", low))
    assert isinstance(ran, int), ran
    assert turned >= 2


def test_cut_overs_of_two_municipalities_whose_residents_change_places(clients: Clients) -> None:
    [(here,), (there,)] = clients.ask(
        "SELECT id FROM registry_patientlist ORDER BY id DESC LIMIT 2 OFFSET 1"
    )
    [(one, _, _), (other, _, _)] = grown_ups(clients, 2)
    with psycopg.connect(clients.database) as connection:
        [[far]] = connection.execute(
            "SELECT max(id) FROM registry_municipality WHERE id > %s", [clients.municipality]
        )
        connection.execute(
            f"UPDATE registry_patientlist SET municipality_id = {far} WHERE id = {there}"
        )
        connection.execute("UPDATE lists_move SET state = 'cancelled' WHERE state = 'planned'")
        for who, place, to in ((one, clients.municipality, there), (other, far, here)):
            connection.execute(
                "INSERT INTO lists_move (resident_id, municipality_id, to_list_id, effective_on, cause, "
                "reason, above_ceiling, source, state, decided_by, decided_at) VALUES (%s, %s, %s, "
                "'2024-04-01', 'allocated', '', true, 'test', 'planned', 'test', now())",
                [who, place, to],
            )
    runs: list[Call] = []
    for place in (clients.municipality, far):
        digest, moves = clients.one("preview", municipality=place)
        assert moves == 1
        runs.append(("cut_over", {"municipality": place, "digest": digest}))
    held = (
        f"SELECT 1 FROM registry_membership WHERE resident_id IN ({one}, {other}) "
        "AND known_to IS NULL FOR UPDATE"
    )
    first, second = runs
    assert [isinstance(key, int) for key in meet(clients, first, second, held)] == [True, True]


def test_list_whose_kind_is_changed_may_still_be_pointed_at(clients: Clients) -> None:
    [[row]] = clients.ask("SELECT id FROM registry_patientlist ORDER BY id DESC LIMIT 1")
    with psycopg.connect(clients.database) as holder:
        holder.execute(hold("registry_municipality", clients.municipality))
        tell(clients.processes[0], [("change_kind", {"patient_list": row, "kind": "shared"})])
        _until_waiting(clients, 1)
        with psycopg.connect(clients.database) as other:
            other.execute(
                f"SELECT 1 FROM registry_patientlist WHERE id = {row} FOR KEY SHARE NOWAIT"
            )
        holder.rollback()
    assert answers(clients.processes[0]) == [None]


def newborn() -> str:
    """The national id of nobody, born on 5 March 2024."""
    return next(
        f"058324{number}{digits}"
        for number in range(900, 1000)
        if (digits := synthetic_check_digits(f"058324{number}")) is not None
    )
