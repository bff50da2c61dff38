"""Many at once, in real processes: no place is given twice, nobody stops another, each is told one thing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lists_processes import CONNECTIONS, PROCESSES, Call, Clients

EVERYBODY = PROCESSES * CONNECTIONS
ON_LIST = "known_to IS NULL AND valid_from <= '2024-04-01' AND (valid_to IS NULL OR valid_to > '2024-04-01')"


def lists(clients: Clients) -> list[int]:
    return [row[0] for row in clients.ask("SELECT id FROM registry_patientlist ORDER BY id")]


def people(clients: Clients, not_on: int, count: int) -> list[int]:
    """Grown-ups on another list, without a planned move or an open wish; each is given once."""
    rows = clients.ask(
        f"SELECT m.resident_id FROM (SELECT * FROM registry_membership WHERE {ON_LIST}) AS m "
        "JOIN registry_resident AS r ON r.id = m.resident_id "
        f"WHERE m.patient_list_id <> {not_on} AND r.born < '1990-01-01' AND m.resident_id NOT IN "
        "(SELECT resident_id FROM lists_changerequest UNION SELECT resident_id FROM lists_move) "
        f"ORDER BY m.resident_id LIMIT {count}"
    )
    assert len(rows) == count
    return [row[0] for row in rows]


def on_lists_here(clients: Clients) -> int:
    """Persons on a list of the municipality on the first of the next month."""
    found = clients.ask(
        f"SELECT count(*) FROM registry_membership WHERE patient_list_id IS NOT NULL AND {ON_LIST}"
    )
    return int(found[0][0])


def joined(clients: Clients) -> int:
    """Moves done to a list by those who were on none here."""
    found = clients.ask(
        "SELECT count(*) FROM lists_move WHERE state = 'done' AND to_list_id IS NOT NULL "
        "AND from_list_id IS NULL"
    )
    return int(found[0][0])


def taken(clients: Clients, key: int) -> int:
    """Members of a list on the first of the next month, and promised places."""
    [[members]] = clients.ask(
        f"SELECT count(*) FROM registry_membership WHERE patient_list_id = {key} AND {ON_LIST}"
    )
    [[promised]] = clients.ask(
        f"SELECT count(*) FROM lists_move WHERE to_list_id = {key} AND state = 'planned'"
    )
    return int(members) + int(promised)


def asks(name: str, residents: list[int], wanted: int) -> list[Call]:
    return [
        ("ask", {"key": f"{name} {who}", "resident": who, "wanted_list": wanted})
        for who in residents
    ]


def states(told: list[Any]) -> Counter[str]:
    return Counter(one if isinstance(one, str) else one[0] for one in told)


def test_last_places_of_a_list_are_given_once_however_many_want_them(clients: Clients) -> None:
    wanted = lists(clients)[0]
    ceiling = clients.one("ceiling", patient_list=wanted, free=5)
    told = clients.at_once(asks("last", people(clients, wanted, EVERYBODY), wanted))
    assert states(told) == {"granted": 5, "list_full": EVERYBODY - 5}
    assert taken(clients, wanted) == ceiling
    [[audited]] = clients.ask(
        "SELECT count(*) FROM audit_auditevent WHERE action = 'lists.ask_for_gp'"
    )
    assert audited == EVERYBODY


def test_same_form_from_many_connections_is_one_request(clients: Clients) -> None:
    wanted = lists(clients)[1]
    clients.one("ceiling", patient_list=wanted, free=20)
    [who] = people(clients, wanted, 1)
    form = ("ask", {"key": "double click", "resident": who, "wanted_list": wanted})
    told = clients.at_once([form] * 16)
    assert states(told) == {"granted": 16}
    assert len({one[1] for one in told}) == 1
    assert clients.ask(f"SELECT count(*) FROM lists_move WHERE resident_id = {who}") == [(1,)]


def test_request_is_decided_once_however_many_decide_it(clients: Clients) -> None:
    wanted = lists(clients)[2]
    clients.one("ceiling", patient_list=wanted, free=20)
    [who] = people(clients, wanted, 1)
    _, key, version = clients.one("ask", key="judge", resident=who, wanted_list=wanted)
    clients.one("leave_to_judgement", request=key)
    told = clients.at_once(
        [("decide", {"request": key, "version": version, "grant": at % 2 == 0}) for at in range(16)]
    )
    decided = [one for one in told if one != "ConflictError"]
    assert decided in (["granted"], ["refused"])
    planned = clients.ask(
        f"SELECT count(*) FROM lists_move WHERE resident_id = {who} AND state = 'planned'"
    )
    assert planned == [(int(decided == ["granted"]),)]


def test_round_and_wishes_for_the_same_places_never_fill_a_list_too_far(clients: Clients) -> None:
    wanted = lists(clients)[3]
    ceiling = clients.one("ceiling", patient_list=wanted, free=12)
    made = clients.one("propose", municipality=clients.municipality)
    [[given]] = clients.ask(
        f"SELECT count(*) FROM lists_roundplace WHERE round_id = {made} AND patient_list_id = {wanted}"
    )
    assert given > 0
    some = people(clients, wanted, EVERYBODY - 2)
    told = clients.at_once([*asks("round", some, wanted), *[("adopt", {"round": made})] * 2])
    adopted = states(told[-2:])
    assert adopted in ({"adopted": 1, "ConflictError": 1}, {"ConflictError": 2})
    answered = states(told[:-2])
    assert set(answered) <= {"granted", "list_full"}
    assert taken(clients, wanted) <= ceiling
    assert answered["granted"] + given * adopted["adopted"] <= 12


def test_cut_over_is_run_once_beside_wishes_and_withdrawals(clients: Clients) -> None:
    wanted = lists(clients)[4]
    ceiling = clients.one("ceiling", patient_list=wanted, free=15)
    before, joined_before = on_lists_here(clients), joined(clients)
    some = people(clients, wanted, 24)
    granted = clients.at_once(asks("first", some[:8], wanted))
    assert states(granted) == {"granted": 8}
    digest, moves = clients.one("preview", municipality=clients.municipality)
    assert moves >= 8
    run = ("cut_over", {"municipality": clients.municipality, "digest": digest})
    told = clients.at_once(
        [
            *[run] * 4,
            *[("withdraw", {"request": key, "version": version}) for _, key, version in granted],
            *asks("second", some[8:], wanted),
        ]
    )
    unexpected = [one for one in told if isinstance(one, str) and one.startswith("unexpected")]
    assert unexpected == []
    assert all(one is None or one == "ConflictError" or isinstance(one, int) for one in told[:4])
    assert set(told[4:12]) <= {"withdrawn", "ConflictError"}
    assert set(states(told[12:])) <= {"granted", "list_full"}
    assert taken(clients, wanted) <= ceiling
    digest, left = clients.one("preview", municipality=clients.municipality)
    again = clients.at_once([("cut_over", {**run[1], "digest": digest})] * 8)
    assert sorted(map(str, again)).count("None") == 8 - (left > 0)
    assert clients.one("preview", municipality=clients.municipality)[1] == 0
    assert on_lists_here(clients) == before + joined(clients) - joined_before
    assert taken(clients, wanted) <= ceiling
